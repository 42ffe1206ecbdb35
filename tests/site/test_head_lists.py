"""A head's lists: the same tasks in whatever shape the database is asked."""

import json
from collections.abc import Iterator

import frappe
import pytest
from frappe.desk import reportview

from task_discipline import visibility
from task_discipline.domain.lifecycle import Status
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	make_task,
)

OPEN = ["status", "in", ["New", "In Progress"]]


@pytest.fixture(params=["few", "many"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
	monkeypatch.setattr(visibility, "MANY", 1 if request.param == "many" else 1_000_000)
	visibility.have_many.clear_cache()
	yield
	visibility.have_many.clear_cache()


@pytest.fixture
def tasks(_size: None) -> dict[str, str]:
	"""Tasks by why the head sees them, or why not."""
	found = {
		"his person answers for it": make_task().name,
		"his person set it": make_task(
			MANAGER, assigner=RESPONSIBLE, responsible=ASSIGNER, co_assignees=[]
		).name,
		"he observes it": make_task(
			STRANGER, responsible=ASSIGNER, co_assignees=[], observers=[{"user": HEAD}]
		).name,
		"his person only observes it": make_task(
			ASSIGNER, responsible=CO_ASSIGNEE, co_assignees=[], observers=[{"user": RESPONSIBLE}]
		).name,
		"nobody of his": make_task(ASSIGNER, responsible=STRANGER, co_assignees=[], observers=[]).name,
	}
	act(RESPONSIBLE, found["his person answers for it"], "start")
	return found


SEEN = {"his person answers for it", "his person set it", "he observes it"}


@pytest.mark.parametrize(
	("filters", "seen"),
	[
		([], SEEN),
		([OPEN], SEEN),
		([["status", "=", "In Progress"]], {"his person answers for it"}),
		([["responsible", "=", ASSIGNER]], {"his person set it", "he observes it"}),
		([["TD Task User", "user", "=", OBSERVER]], {"his person answers for it", "his person set it"}),
	],
)
def test_head_sees_his_peoples_tasks(
	tasks: dict[str, str], filters: list[list[object]], seen: set[str]
) -> None:
	asked = [["TD Task", "name", "in", list(tasks.values())]]
	asked += [one if len(one) == 4 else ["TD Task", *one] for one in filters]
	assert _listed(asked) == {tasks[why] for why in seen}
	assert _counted(asked) == len(seen)


@pytest.mark.parametrize("person", [MANAGER, HEAD])
@pytest.mark.parametrize("status", [*Status])
def test_a_list_by_state_shows_all_of_that_state(_size: None, person: str, status: Status) -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	for action, state in (("accept_result", Status.DONE), ("reopen", Status.IN_PROGRESS)):
		act(ASSIGNER, task.name, action, **({"reason": "Again"} if action == "reopen" else {}))
		named = ["TD Task", "name", "=", task.name]
		expected = {task.name} if state is status else set()
		for by_state in (
			["TD Task", "status", "in", [status.value]],
			["TD Task", "status", "=", status.value],
		):
			assert _listed([named, by_state], person) == expected
	everything = ["TD Task", "status", "in", [state.value for state in Status]]
	assert _listed([named, everything], person) == {task.name}


def test_head_sees_the_history_of_these_tasks(tasks: dict[str, str]) -> None:
	with acting_as(HEAD):
		events = frappe.get_list(
			"TD Task Event", filters={"task": ("in", list(tasks.values()))}, pluck="task", limit=0
		)
	assert set(events) == {tasks[why] for why in SEEN}


def _listed(filters: list[list[object]], person: str = HEAD) -> set[str]:
	with acting_as(person):
		_request(
			filters, fields='["`tabTD Task`.`name`"]', order_by="`tabTD Task`.`deadline` asc", page_length=20
		)
		found = reportview.get()
		return {row[0] for row in found["values"]} if found else set()


def _counted(filters: list[list[object]]) -> int:
	with acting_as(HEAD):
		# On PostgreSQL the host would say the word twice, which only MariaDB takes.
		distinct = "false" if frappe.db.db_type == "postgres" else "true"
		_request(filters, fields="[]", distinct=distinct, limit=1001)
		return reportview.get_count()


def _request(filters: list[list[object]], **arguments: object) -> None:
	frappe.local.form_dict = frappe._dict(doctype="TD Task", filters=json.dumps(filters), **arguments)

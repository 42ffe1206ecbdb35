"""What runs all day reads by an index, whatever the archive holds: no statement of it walks through a large table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.desk import reportview
from frappe.utils import now_datetime

from task_discipline import td_jobs
from task_discipline.api import chat, chat_work, figures, my_day
from task_discipline.chat_names import MESSAGE
from task_discipline.domain.lifecycle import OPEN_STATES
from task_discipline.domain.people import Cast
from task_discipline.services import access, rows
from tests import chatting
from tests.factories import ASSIGNER, CO_ASSIGNEE, MANAGER, OBSERVER, RESPONSIBLE, STRANGER, acting_as

pytestmark = pytest.mark.only_on("mariadb", because="its plans are asked for")
NUMBER = 4_000
LARGE = ("TD Task", "TD Task Access", "TD Reminder", "TD Task Event", MESSAGE)
FILTERS: dict[str, list[list[Any]]] = {
	"all": [],
	"open": [["TD Task", "is_open", "=", 1]],
	"mine": [["TD Task", "responsible", "=", STRANGER]],
	"overdue": [["TD Task", "timeliness", "=", "Overdue"]],
}


@pytest.fixture
def archive(rolled_back: None) -> str:
	"""Thousands of tasks of others, with people, history, reminders and talk; STRANGER is on a handful."""
	now = now_datetime().replace(microsecond=0)
	tasks = [_task(number, now) for number in range(NUMBER)]
	rows.insert(
		"TD Task",
		[{key: one[key] for key in one if key != "name"} for one in tasks],
		[one["name"] for one in tasks],
	)
	people = {one["name"]: Cast(ASSIGNER, one["responsible"], (CO_ASSIGNEE,), (OBSERVER,)) for one in tasks}
	rows.insert(
		"TD Task Access", [row for name, cast in people.items() for row in access.records_for(name, cast)]
	)
	rows.insert(
		"TD Task Event",
		[{"task": name, "event": "Created", "actor": ASSIGNER, "happened_at": now} for name in people],
	)
	rows.insert("TD Reminder", [_reminder(name, now) for name in people])
	group = chatting.make_group(members=(STRANGER,))
	said = {"chat_group": group, "author": ASSIGNER, "kind": "Message"}
	rows.insert(MESSAGE, [said | {"text": f"Message {number}"} for number in range(NUMBER)])
	return group


def _task(number: int, now: datetime) -> dict[str, Any]:
	moment = now - timedelta(hours=number)
	is_open = number % 10 == 0
	return {
		"name": f"TD-PLAN-{number}",
		"subject": f"Task {number}",
		"assigner": ASSIGNER,
		"responsible": STRANGER if number % 500 == 0 else RESPONSIBLE,
		"deadline": moment + timedelta(days=30),
		"status": "In Progress" if is_open else "Done",
		"is_open": int(is_open),
		"timeliness": "Open" if is_open else "On Time",
		"priority": "Normal",
		"modified": moment,
		"creation": moment,
	}


def _reminder(task: str, now: datetime) -> dict[str, Any]:
	return {
		"task": task,
		"user": RESPONSIBLE,
		"kind": "Deadline",
		"state": "Planned",
		"moment": now + timedelta(days=30),
		"about": now + timedelta(days=31),
	}


@contextmanager
def walks() -> Iterator[list[str]]:
	"""Collects the statements that walk through a large table, and how the database says so."""
	found: list[str] = []

	def look(plan: Any, query: str) -> None:
		if plan.type == "ALL" and int(plan.rows or 0) > NUMBER // 2:
			found.append(f"{plan.table}, {plan.rows} rows: {query}")

	with explained(look):
		yield found


@contextmanager
def keys_used() -> Iterator[list[str]]:
	"""Collects the indexes by which tasks are read."""
	found: list[str] = []
	with explained(lambda plan, query: found.append(plan.key) if plan.table == "tabTD Task" else None):
		yield found


@contextmanager
def explained(look: Callable[[Any, str], object]) -> Iterator[None]:
	"""Shows each step of each plan for a large table, with its statement."""
	ask = frappe.db.sql

	def explain(query: Any, values: Any = (), *arguments: Any, **options: Any) -> Any:
		words = str(query).lstrip().lower()
		if words.startswith(("select", "update", "delete", "(", "with")) and any(
			f"tab{one}" in str(query) for one in LARGE
		):
			for plan in ask(f"explain {query}", values, as_dict=True):
				look(plan, f"{query} {values}")
		return ask(query, values, *arguments, **options)

	frappe.db.sql = explain
	try:
		yield
	finally:
		del frappe.db.sql


def _list(filters: list[list[Any]], order: str) -> None:
	asked = {
		"doctype": "TD Task",
		"fields": ["name", "subject", "deadline"],
		"filters": filters,
		"view": "List",
	}
	for door, more in (
		(reportview.get, {"order_by": f"`tabTD Task`.{order}", "page_length": 20}),
		(reportview.get_count, {"limit": 1001}),
	):
		frappe.local.form_dict = frappe._dict({**asked, **more})
		door()


HOT: dict[str, Callable[[str], object]] = {
	**{
		f"list of {name} by {order}": lambda group, filters=filters, order=order: _list(filters, order)
		for name, filters in FILTERS.items()
		for order in ("deadline asc", "modified desc")
	},
	"My Day": lambda group: my_day.load(),
	"cards": lambda group: (figures.my_overdue(), figures.due_today(), figures.to_review()),
	"talks": lambda group: chat.groups(),
	"a talk": lambda group: chat.open_group(group),
	"an older page": lambda group: chat.messages(group, before=chat.messages(group)["messages"][0]["name"]),
	"questions": lambda group: chat_work.open_questions(),
	"a message": lambda group: chat.send(group, "Hello"),
	"a task": lambda group: frappe.get_doc("TD Task", "TD-PLAN-500").check_permission("read"),
}
JOBS = ("mark_overdue", "send_reminders", "renew_templates", "remind_of_questions", "mail_unread_talk")


def test_what_people_wait_for_walks_through_no_archive(archive: str) -> None:
	with acting_as(STRANGER), walks() as found:
		for work in HOT.values():
			work(archive)
	assert found == []


def test_idle_turns_of_the_jobs_walk_through_no_archive(
	archive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(frappe.db, "commit", lambda: None, raising=False)  # the archive is taken back
	with walks() as found:
		for job in JOBS:
			getattr(td_jobs, job)()
	assert found == []


def test_open_tasks_of_a_whole_company_are_walked_alone(archive: str) -> None:
	"""By deadline those that are closed come first, all the years of them."""
	states = [status.value for status in sorted(OPEN_STATES)]
	with acting_as(MANAGER), keys_used() as keys:
		_list([["TD Task", "status", "in", states]], "deadline asc")
	assert set(keys) == {"td_task_open_index"}


def test_a_walk_would_be_seen(archive: str) -> None:
	with walks() as found:
		frappe.db.sql("select name from `tabTD Task` where description = %s", ("x",))
	assert len(found) == 1

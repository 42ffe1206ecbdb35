"""What goes wrong while tasks are made: others' locks, errors without words, one template among many."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.database.database import Database

from task_discipline.services import clock
from task_discipline.services.generation import one_by_one, run
from tests import rivals
from tests.factories import ASSIGNER, CO_ASSIGNEE, RESPONSIBLE, acting_as, purge
from tests.recurring import MONDAY, daily, renew, state, tasks_of

TOO_LONG = "y" * 130 + "{deadline}"
"""A subject that the form would refuse: filled in, it does not fit its column."""


@pytest.fixture
def committed() -> Iterator[None]:
	"""What a test commits is gone after it."""
	purge()
	yield
	frappe.db.rollback()
	rivals.wait_at_most("default")
	frappe.db.delete("Error Log", {"reference_doctype": "TD Task Template"})
	purge()


@pytest.fixture
def other() -> Iterator[Database]:
	"""Another connection to the site's database, with a transaction of its own."""
	with rivals.rival() as connection:
		yield connection


def renew_and_commit() -> int:
	frappe.db.commit()
	with clock.at(MONDAY):
		return run.renew(frappe.db.commit, seconds=60)


def hold_names(other: Database) -> None:
	"""Lock the counter of task names, as a long import does."""
	other.sql("select current from `tabSeries` where name = 'TD-' for update")


@pytest.mark.usefixtures("committed")
def test_a_lock_of_somebody_else_is_no_fault_of_the_templates(other: Database) -> None:
	templates = [daily(subject=f"Template {number}") for number in range(3)]
	renew(MONDAY - timedelta(days=1))
	frappe.db.commit()
	hold_names(other)
	rivals.wait_at_most("1")
	assert renew_and_commit() == 0
	assert [state(template, "status", "failures", "next_run") for template in templates] == [
		("Active", 0, MONDAY)
	] * 3
	other.rollback()
	assert renew_and_commit() == 3
	assert [len(tasks_of(template)) for template in templates] == [1] * 3


@pytest.mark.usefixtures("committed")
def test_a_batch_that_the_database_sacrifices_is_done_again(
	other: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
	templates = [daily(subject=f"Template {number}") for number in range(2)]
	frappe.db.commit()
	rivals.make_heavy(other)
	hold_names(other)
	template = frappe.qb.DocType("TD Task Template")
	wanted = frappe.qb.from_(template).select(template.name).where(template.name == templates[1].name)
	crossing = threading.Thread(target=_cross, args=(other, str(wanted.for_update())))
	crossing.start()
	looked_at: list[int] = []
	original = run._renew_batch
	monkeypatch.setattr(run, "_renew_batch", lambda names: looked_at.append(len(names)) or original(names))
	renew_and_commit()
	crossing.join()
	assert looked_at[:2] == [2, 2], "sacrificed once, and done again as it was"
	renew_and_commit()  # what the other one still held then
	assert [state(template, "status", "failures") for template in templates] == [("Active", 0)] * 2
	assert [len(tasks_of(template)) for template in templates] == [1, 1]


def _cross(other: Database, statement: str) -> None:
	time.sleep(0.5)  # the generator holds the template by now, and waits for the counter
	other._cursor.execute(statement)
	other._cursor.execute("rollback")


@pytest.mark.usefixtures("committed")
def test_an_error_without_words_is_recorded_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
	broken, well = daily(subject="Broken"), daily(subject="Well")
	original = one_by_one.save

	def save(draft: Any) -> str:
		if draft.source.name == broken.name:
			raise frappe.PermissionError
		return original(draft)

	monkeypatch.setattr(one_by_one, "is_wanted", lambda: True)
	monkeypatch.setattr(one_by_one, "save", save)
	renew_and_commit()
	assert state(broken, "failures", "last_error") == (1, "PermissionError")
	assert len(tasks_of(well)) == 1


@pytest.mark.usefixtures("committed")
def test_webhooks_are_sent_for_the_tasks_that_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
	hook = frappe.get_doc(
		doctype="Webhook",
		name="TD tests",
		webhook_doctype="TD Task",
		webhook_docevent="after_insert",
		request_url="http://127.0.0.1:9/",
		request_structure="JSON",
		webhook_json="{}",
		enabled=1,
	).insert()
	templates = [daily(subject=f"Template {number}") for number in range(3)]
	frappe.db.set_value("TD Task Template", templates[1].name, "subject", TOO_LONG)
	sent: list[str] = []
	try:
		with monkeypatch.context() as patched:
			patched.setattr(frappe, "enqueue", lambda *_args, **values: sent.append(values["doc"].name))
			renew_and_commit()
		assert state(templates[1], "failures") == 1
		assert sorted(sent) == sorted(task.name for template in templates for task in tasks_of(template))
	finally:
		hook.delete()
		frappe.db.commit()


@pytest.mark.usefixtures("committed")
def test_one_failing_template_in_ten_stops_no_other() -> None:
	templates = [daily(subject=f"Template {number}") for number in range(20)]
	for template in templates[::10]:
		frappe.db.set_value("TD Task Template", template.name, "subject", TOO_LONG)
	assert renew_and_commit() == 20
	failures = [state(template, "failures") for template in templates]
	assert failures == [1 if number % 10 == 0 else 0 for number in range(20)]
	assert [len(tasks_of(template)) for template in templates] == [1 - failed for failed in failures]


@pytest.mark.usefixtures("committed")
def test_nobody_has_had_his_turn_where_nothing_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
	people = [{"user": RESPONSIBLE}, {"user": CO_ASSIGNEE}]
	template = daily(people_mode="In Turn", candidates=people, missed_runs="Create All")
	original, drafted = run.draft, iter((True, False))

	def draft(*args: Any) -> Any:
		if not next(drafted, True):
			raise ValueError("the second date cannot be drafted")
		return original(*args)

	monkeypatch.setattr(run, "draft", draft)
	renew(MONDAY + timedelta(days=1))
	assert (state(template, "turn", "failures"), tasks_of(template)) == ((0, 1), [])
	monkeypatch.undo()
	renew(MONDAY + timedelta(days=1, minutes=10))
	assert [task.responsible for task in tasks_of(template, "responsible")] == [RESPONSIBLE, CO_ASSIGNEE]


@pytest.mark.usefixtures("committed")
def test_a_template_at_work_is_not_deleted_from_under_its_task(other: Database) -> None:
	template = daily()
	frappe.db.commit()
	frappe.db.count("TD Task")  # from here on the person's transaction sees an older state
	mine, frappe.local.db = frappe.local.db, other
	try:
		with clock.at(MONDAY):
			run.renew(other.commit, seconds=60)
	finally:
		frappe.local.db = mine
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError, match="stays on record"):
		frappe.delete_doc("TD Task Template", template.name)
	frappe.db.rollback()
	assert len(tasks_of(template)) == 1

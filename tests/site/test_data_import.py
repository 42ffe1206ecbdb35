"""Tasks from CSV by the host's Data Import: the checks of the form, nothing twice, and one notice for each person."""

from collections.abc import Iterator
from datetime import datetime

import frappe
import pytest
from frappe.core.doctype.data_import.data_import import import_file

from tests import importing
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	acting_as,
	events_of,
	make_mail_account,
	make_task,
	purge,
)

HEAD = "ID,Subject,Responsible,Assigner,Deadline,Priority,Status\n"


@pytest.fixture(autouse=True)
def clean(rolled_back: None) -> Iterator[None]:
	yield
	frappe.db.rollback()
	importing.remove()
	frappe.db.delete("Notification Log", {"document_type": "TD Task"})
	frappe.db.delete("Email Queue", {"reference_doctype": "TD Task"})
	frappe.db.delete("Email Account", {"name": "TD Tests"})
	purge()
	frappe.db.commit()


def brought(origin: str) -> dict:
	return frappe.get_doc("TD Task", {"imported_from": origin}).as_dict()


def test_our_sample_comes_as_the_form_would_have_made_it() -> None:
	made = importing.run((importing.SAMPLES / "tasks.csv").read_text())
	assert (made.status, importing.said(made)) == ("Success", ["", "", ""])
	task = brought("PLAN-1")
	assert task.name.startswith("TD-")
	assert (task.subject, task.status, task.priority) == ("Prepare the contract", "New", "High")
	assert (task.assigner, task.responsible) == (ASSIGNER, RESPONSIBLE)
	assert [row.user for row in task.co_assignees] == [CO_ASSIGNEE]
	assert [row.user for row in task.observers] == [OBSERVER]
	assert [row.title for row in task.plan] == ["Draft", "Agree with the lawyers", "Sign"]
	assert task.deadline == task.first_deadline == datetime(2031, 3, 14, 18, 0)
	assert (task.timeliness, task.deadline_moves, task.needs_review, task.estimated_hours) == (
		"Open",
		0,
		1,
		6,
	)
	assert events_of(task.name) == ["Created"]
	seen = frappe.get_all("TD Task Access", {"task": task.name}, pluck="user")
	assert set(seen) == {ASSIGNER, RESPONSIBLE, CO_ASSIGNEE, OBSERVER}
	todos = frappe.get_all("ToDo", {"reference_name": task.name, "status": "Open"}, pluck="allocated_to")
	assert set(todos) == {RESPONSIBLE, CO_ASSIGNEE}
	assert brought("PLAN-3").assigner == MANAGER


def test_a_second_import_of_the_file_makes_nothing_twice() -> None:
	content = (importing.SAMPLES / "tasks.csv").read_text()
	importing.run(content)
	again = importing.run(content)
	assert again.status == "Error"
	assert all("was imported before, as task" in words for words in importing.said(again))
	assert frappe.db.count("TD Task", {"imported_from": ("like", "PLAN-%")}) == 3


def test_bad_rows_say_what_is_wrong_and_leave_the_others() -> None:
	rows = [
		f"B-1,Fine,{RESPONSIBLE},,,,",
		f"B-2,Late,{RESPONSIBLE},,2020-01-01 10:00:00,,",
		f"B-3,Closed account,{DISABLED},,,,",
		f"B-4,Done already,{RESPONSIBLE},,,,Done",
		f"B-1,Twice,{RESPONSIBLE},,,,",
		f"B-6,Self,{ASSIGNER},{ASSIGNER},,,",
	]
	made = importing.run(HEAD + "\n".join(rows))
	fine, late, closed, done, twice, own = importing.said(made)
	assert (fine, own, made.status) == ("", "", "Partial Success")
	assert "lies in the past" in late
	assert "disabled" in closed
	assert "starts as New" in done
	assert "was imported before" in twice
	assert frappe.get_all(
		"TD Task", {"imported_from": ("like", "B-%")}, pluck="imported_from", order_by="name"
	) == [
		"B-1",
		"B-6",
	]
	assert brought("B-6").needs_review == 0


def test_only_a_manager_imports_in_anothers_name() -> None:
	rows = f"N-1,Mine,{RESPONSIBLE},,,,\nN-2,Another's,{RESPONSIBLE},{OBSERVER},,,"
	with importing.holding(ASSIGNER, "System Manager"):
		made = importing.run(HEAD + rows, user=ASSIGNER)
	mine, anothers = importing.said(made)
	assert mine == "" and brought("N-1").assigner == ASSIGNER
	assert "cannot set a task in the name of" in anothers


def test_an_id_never_becomes_a_name_and_never_repeats_a_task() -> None:
	task = make_task()
	frappe.db.commit()
	made = importing.run(HEAD + f"TD-99999,New one,{RESPONSIBLE},,,,\n{task.name},A copy,{RESPONSIBLE},,,,")
	fresh, copy = importing.said(made)
	assert fresh == "" and not frappe.db.exists("TD Task", "TD-99999")
	assert brought("TD-99999").subject == "New one"
	assert "Update Existing Records" in copy


def test_a_date_without_an_hour_is_the_end_of_the_working_day() -> None:
	importing.run(HEAD + f"D-1,Dated,{RESPONSIBLE},,2031-03-14,,")
	assert brought("D-1").deadline == datetime(2031, 3, 14, 18, 0)


def test_a_form_cannot_say_where_a_task_comes_from() -> None:
	assert not make_task(imported_from="Forged 1").imported_from


def test_each_person_is_told_once_of_all_his_tasks() -> None:
	make_mail_account(1)
	frappe.db.commit()
	rows = [
		f"T-{number},Task {number},{RESPONSIBLE},{ASSIGNER},2031-03-14 18:00:00,," for number in range(120)
	]
	rows.append(f"T-own,Single,{OBSERVER},{ASSIGNER},,,")
	made = importing.run(HEAD + "\n".join(rows))
	assert made.status == "Success"
	bells = frappe.get_all("Notification Log", {"document_type": "TD Task"}, ["for_user", "subject"])
	told = {bell.for_user: bell.subject for bell in bells}
	assert len(bells) == 3 and set(told) == {RESPONSIBLE, ASSIGNER, OBSERVER}
	assert "Felix Tester set 120 tasks" in told[RESPONSIBLE]
	mails = frappe.get_all("Email Queue", {"reference_doctype": "TD Task"}, pluck="message")
	assert len(mails) == 3
	assert frappe.get_all("Comment", {"reference_name": made.name}, pluck="content") == [
		"Told 3 people of 121 tasks."
	]


def test_rows_that_are_tried_again_are_told_of_alone() -> None:
	made = importing.run(HEAD + f"R-1,First,{RESPONSIBLE},,,,\nR-2,Second,{DISABLED},,,,")
	frappe.db.set_value("User", DISABLED, "enabled", 1)
	frappe.db.commit()
	importing.start_import_again(made)
	frappe.db.set_value("User", DISABLED, "enabled", 0)
	frappe.db.commit()
	told = frappe.get_all("Notification Log", {"document_type": "TD Task"}, pluck="for_user")
	assert sorted(told) == sorted([RESPONSIBLE, DISABLED])


def test_an_import_without_mails_sends_none() -> None:
	make_mail_account(1)
	frappe.db.commit()
	importing.run(HEAD + f"M-1,Quiet,{RESPONSIBLE},,,,", muted=1)
	assert not frappe.db.count("Email Queue", {"reference_doctype": "TD Task"})
	assert frappe.db.count("Notification Log", {"document_type": "TD Task", "for_user": RESPONSIBLE}) == 1


def test_what_a_killed_import_has_brought_is_told_of_by_the_next_run() -> None:
	rows = [f"K-{number},Task {number},{RESPONSIBLE},,,," for number in range(60)]
	made = importing.prepare(HEAD + "\n".join(rows))
	came = importing.start_and_kill(made, 5)
	assert 5 <= came < 60
	assert not frappe.db.count("Notification Log", {"document_type": "TD Task"})
	assert importing.said(importing.start_import_again(made)) == [""] * 60
	assert frappe.db.count("TD Task", {"imported_from": ("like", "K-%")}) == 60
	(bell,) = frappe.get_all("Notification Log", {"document_type": "TD Task"}, ["for_user", "subject"])
	assert bell.for_user == RESPONSIBLE and "set 60 tasks" in bell.subject


def test_an_import_by_hand_tells_nobody() -> None:
	# The host keeps the log of an import that has no name, beyond a rollback, and passes over the rows that stand there.
	log = frappe.qb.DocType("Data Import Log")
	frappe.qb.from_(log).delete().where(log.data_import.isnull() | (log.data_import == "")).run()
	with acting_as(MANAGER):
		import_file("TD Task", str(importing.SAMPLES / "tasks.csv"), "Insert", console=True)
	assert frappe.db.count("TD Task", {"imported_from": ("like", "PLAN-%")}) == 3
	assert not frappe.db.count("Notification Log", {"document_type": "TD Task"})

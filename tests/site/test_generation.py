"""The generator: what it makes of a template is what a person would have made in the form, once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from task_discipline.services.generation import one_by_one
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	OBSERVER,
	RESPONSIBLE,
	acting_as,
	make_file,
	make_mail_account,
	make_task,
)
from tests.recurring import MONDAY, daily, make_template, outcomes_of, renew, state, tasks_of

# The same as through the form

OWN_COLUMNS = {"name", "creation", "modified", "template", "occurrence", "parent", "task"}
TABLES = {
	"TD Task": "name",
	"TD Task User": "parent",
	"TD Plan Step": "parent",
	"TD Task Access": "task",
	"TD Task Event": "task",
	"ToDo": "reference_name",
	"Notification Log": "document_name",
	"Email Queue": "reference_name",
}


def rows_beside(task: str) -> dict[str, list[dict[str, Any]]]:
	"""Every row that belongs to a task, without what must differ between two tasks."""
	found = {}
	for doctype, column in TABLES.items():
		rows = frappe.db.sql(f"select * from `tab{doctype}` where `{column}` = %s", task, as_dict=True)
		found[doctype] = sorted((_comparable(row, task) for row in rows), key=repr)
	return found


def _comparable(row: dict[str, Any], task: str) -> dict[str, Any]:
	if "message" in row:  # a mail: its parts are compared where mails are tested
		row = {key: row[key] for key in ("sender", "status", "priority", "owner")}
	values = {key: str(value).replace(task, "TASK") for key, value in row.items() if key not in OWN_COLUMNS}
	return dict(sorted(values.items()))


@pytest.mark.usefixtures("mail_account")
def test_a_task_of_a_template_is_the_same_as_one_made_in_the_form() -> None:
	common = {
		"subject": 'Prepare <b>the</b> "contract" & Straße',
		"description": "<p>With care</p>",
		"priority": "High",
		"co_assignees": [{"user": CO_ASSIGNEE}],
		"observers": [{"user": OBSERVER}, {"user": HEAD}],
		"require_result": 1,
		"estimated_hours": 2.5,
		"weight": 3,
		"reference_doctype": "User",
		"reference_name": ASSIGNER,
		"deadline_is_firm": 1,
		"most_deadline_requests": 3,
	}
	steps = [{"title": "Draft"}, {"title": "Agree", "person": CO_ASSIGNEE}]
	template = daily(**common, plan=steps, latest_deadline_days=5)
	renew(MONDAY)
	made = frappe.get_doc("TD Task", tasks_of(template)[0].name)
	assert made.latest_deadline == made.deadline + timedelta(days=5)
	dates = {name: made.get(name) for name in ("deadline", "starts_on", "latest_deadline")}
	written = make_task(**common, plan=steps, **dates)
	theirs, ours = rows_beside(written.name), rows_beside(made.name)
	assert [len(rows) for rows in theirs.values()] == [1, 3, 2, 5, 1, 2, 4, 2]
	for doctype in TABLES:
		assert ours[doctype] == _at_same_moment(theirs[doctype], ours[doctype]), doctype


def _at_same_moment(rows: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
	"""The rows with the moment of the others, for the generator was told another time of day."""
	return [
		row | {key: other[key] for key in ("happened_at",) if key in other}
		for row, other in zip(rows, others, strict=True)
	]


@pytest.fixture
def mail_account() -> None:
	make_mail_account(2525)


def test_names_go_on_in_the_series_of_the_form() -> None:
	frappe.db.delete("TD Task Template")
	before = make_task().name
	template = daily()
	renew(MONDAY)
	names = [before, tasks_of(template)[0].name, make_task().name]
	first = int(before.removeprefix("TD-"))
	assert names == [f"TD-{first + step:05d}" for step in range(3)]


@pytest.fixture
def forgotten_notifications() -> Iterator[None]:
	"""The host keeps the list of notifications beyond the transaction, from version 16 on in the process."""
	yield
	frappe.db.rollback()
	getattr(frappe, "client_cache", frappe.cache).delete_keys("notifications")


@pytest.mark.usefixtures("forgotten_notifications")
def test_a_site_with_hooks_of_its_own_gets_documents() -> None:
	frappe.get_doc(
		doctype="Notification",
		name="TD tests: new task",
		subject="New",
		message="New task",
		document_type="TD Task",
		event="New",
		channel="System Notification",
		recipients=[{"receiver_by_role": "System Manager"}],
	).insert()
	getattr(frappe, "client_cache", frappe.cache).delete_keys("notifications")
	template = daily(milestones=[{"title": "Half", "after": 1, "after_unit": "Days"}])
	renew(MONDAY)
	task = tasks_of(template, "name", "assigner", "occurrence", "owner")[0]
	assert (task.assigner, task.owner, task.occurrence) == (ASSIGNER, ASSIGNER, MONDAY)
	assert frappe.db.exists("TD Milestone", {"task": task.name, "title": "Half"})


@pytest.mark.parametrize(("doctype", "wanted"), [("TD Task", True), ("Note", False), ("*", False)])
def test_a_hook_of_another_app_is_heard_when_it_names_tasks(
	doctype: str, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
	hooks = {("ToDo", doctype): {"after_insert": ["frappe.ping"]}}
	frappe.get_doc_hooks()  # so that what is taken away here comes back afterwards
	monkeypatch.delattr(frappe.local, "doc_events_hooks")
	monkeypatch.setattr(frappe, "get_hooks", lambda *_args, **_values: hooks)
	assert one_by_one.is_wanted() is wanted


# Once


def test_a_second_run_makes_nothing_new() -> None:
	template = daily()
	for _run in range(3):
		renew(MONDAY + timedelta(minutes=5))
	assert len(tasks_of(template)) == 1
	renew(MONDAY + timedelta(days=1))
	assert [task.occurrence for task in tasks_of(template, "occurrence")] == [
		MONDAY,
		MONDAY + timedelta(days=1),
	]


def test_the_database_refuses_a_second_task_of_one_occurrence() -> None:
	template = daily()
	renew(MONDAY)
	second = make_task().name
	with pytest.raises(Exception, match=r"Duplicate entry|unique|UNIQUE"):
		frappe.db.set_value("TD Task", second, {"template": template.name, "occurrence": MONDAY})


def test_a_template_set_back_by_hand_does_not_repeat_itself() -> None:
	template = daily()
	renew(MONDAY)
	frappe.db.set_value("TD Task Template", template.name, {"handled_until": None, "next_run": MONDAY})
	renew(MONDAY + timedelta(minutes=10))
	assert len(tasks_of(template)) == 1
	assert state(template, "status", "failures") == ("Active", 0)


def test_generation_needs_no_earlier_task() -> None:
	template = daily()
	renew(MONDAY)
	task = tasks_of(template)[0].name
	frappe.db.delete("TD Task", {"name": task})
	renew(MONDAY + timedelta(days=1))
	assert len(tasks_of(template)) == 1


def test_finishing_a_task_makes_no_other() -> None:
	template = daily(ends="After Count", occurrences_limit=1)
	renew(MONDAY)
	task = tasks_of(template)[0].name
	with acting_as(RESPONSIBLE):
		frappe.get_doc("TD Task", task).submit_task()
	renew(MONDAY + timedelta(days=30))
	assert len(tasks_of(template)) == 1
	assert state(template) == "Finished"
	assert "Finished" in outcomes_of(template)


def test_the_last_day_is_inclusive() -> None:
	template = daily(ends="On Date", until=(MONDAY + timedelta(days=2)).date(), missed_runs="Create All")
	renew(MONDAY + timedelta(days=20))
	assert [task.occurrence.day for task in tasks_of(template, "occurrence")] == [3, 4, 5]


# What came due while nothing ran


@pytest.mark.parametrize(
	("missed_runs", "cap", "made", "skipped"),
	[
		("Create All", 10, [3, 4, 5, 6, 7], 0),
		("Create All", 2, [6, 7], 3),
		("Only the Latest", 10, [7], 4),
		("None", 10, [], 5),
	],
)
def test_missed_runs_follow_the_policy_and_are_on_record(
	missed_runs: str, cap: int, made: list[int], skipped: int
) -> None:
	template = daily(missed_runs=missed_runs, missed_cap=cap)
	renew(MONDAY + timedelta(days=4, hours=5))
	assert [task.occurrence.day for task in tasks_of(template, "occurrence")] == made
	assert outcomes_of(template).count("Skipped") == skipped
	assert outcomes_of(template).count("Made Late") == len(made)
	renew(MONDAY + timedelta(days=5))
	assert tasks_of(template, "occurrence")[-1].occurrence == MONDAY + timedelta(days=5)


@pytest.mark.usefixtures("mail_account")
def test_many_tasks_at_once_are_told_by_one_notice() -> None:
	template = daily(missed_runs="Create All", observers=[{"user": OBSERVER}])
	renew(MONDAY + timedelta(days=4, hours=5))
	names = [task.name for task in tasks_of(template)]
	assert len(names) == 5
	for user in (RESPONSIBLE, OBSERVER):
		bells = frappe.get_all(
			"Notification Log", {"for_user": user, "document_name": ("in", names)}, pluck="subject"
		)
		assert len(bells) == 1 and "set 5 tasks" in bells[0]
	mails = frappe.get_all("Email Queue", {"reference_name": ("in", names)}, pluck="message")
	assert len(mails) == 2 and all(name in mail for name in names for mail in mails)


def test_a_task_made_late_has_a_deadline_that_has_not_passed() -> None:
	template = daily(term=1, term_unit="Days", missed_runs="Create All")
	late = MONDAY + timedelta(days=3, hours=2)
	renew(late)
	deadlines = [task.deadline for task in tasks_of(template, "deadline")]
	assert len(deadlines) == 4
	assert min(deadlines) > late
	reasons = frappe.get_all("TD Template Event", {"template": template.name}, pluck="reason")
	assert any("would have passed" in reason for reason in reasons)


def test_the_past_before_the_template_follows_the_same_policy() -> None:
	start = now_datetime() - timedelta(days=6)
	template = make_template(starts_on=start.date(), missed_runs="Only the Latest")
	renew()
	occurrences = [task.occurrence for task in tasks_of(template, "occurrence")]
	assert occurrences == [get_datetime(now_datetime().date())]


# What a task of a template is


def test_a_task_of_a_template_starts_clean_and_its_copy_belongs_to_no_template() -> None:
	template = daily()
	renew(MONDAY)
	task = frappe.get_doc("TD Task", tasks_of(template)[0].name)
	assert (task.status, task.result, task.submitted_at, task.returns) == ("New", "", None, 0)
	copied = frappe.copy_doc(task)
	copied.deadline = MONDAY + timedelta(days=400)
	with acting_as(ASSIGNER):
		copied.insert()
	assert (copied.template, copied.occurrence) == (None, None)


@pytest.mark.parametrize("field", ["template", "occurrence"])
def test_nobody_puts_a_task_into_a_template(field: str) -> None:
	template = daily()
	value = {"template": template.name, "occurrence": MONDAY}[field]
	new = make_task(**{field: value})
	assert not new.get(field)
	with acting_as(ASSIGNER), pytest.raises(frappe.ValidationError):
		new.set(field, value)
		new.save()


def test_words_plan_milestones_and_files_of_the_template() -> None:
	template = daily(
		subject="Close {month_name} {year}",
		description="<p>Week {week}, due {deadline}</p>",
		plan=[{"title": "Count", "after": 2, "after_unit": "Days"}],
		milestones=[{"title": "Draft", "after": 1, "after_unit": "Days"}],
	)
	with acting_as(ASSIGNER):
		file = make_file(None, "list.txt", "what to count")
		file.db_set({"attached_to_doctype": template.doctype, "attached_to_name": template.name})
	renew(MONDAY)
	task = frappe.get_doc("TD Task", tasks_of(template)[0].name)
	assert task.subject == "Close March 2031"
	assert "Week 10" in task.description and "{" not in task.description
	assert [(step.title, step.due_date) for step in task.plan] == [
		("Count", (MONDAY + timedelta(days=2)).date())
	]
	milestones = frappe.get_all(
		"TD Milestone", {"task": task.name}, ["title", "due_date", "responsible", "state"]
	)
	assert [tuple(row.values()) for row in milestones] == [
		("Draft", (MONDAY + timedelta(days=1)).date(), RESPONSIBLE, "Pending")
	]
	files = frappe.get_all("File", {"attached_to_name": task.name}, ["file_url", "is_private", "owner"])
	assert [tuple(row.values()) for row in files] == [(file.file_url, 1, ASSIGNER)]


def test_a_task_is_made_working_days_ahead() -> None:
	template = daily(
		repeat_unit="Week", on_monday=1, days_ahead=2, term=0, due_time="18:00:00", term_unit="Days"
	)
	renew(MONDAY - timedelta(days=5))
	assert tasks_of(template) == []
	renew(MONDAY - timedelta(days=4) + timedelta(hours=1))
	task = tasks_of(template, "starts_on", "occurrence", "deadline")[0]
	assert (task.starts_on, task.occurrence, task.deadline) == (MONDAY, MONDAY, MONDAY.replace(hour=18))


def test_create_now_makes_one_task_beside_the_rule() -> None:
	template = daily()
	with acting_as(ASSIGNER):
		answer = frappe.get_doc("TD Task Template", template.name).create_now()
	task = frappe.get_doc("TD Task", answer["task"])
	assert (task.template, task.assigner, task.responsible) == (template.name, ASSIGNER, RESPONSIBLE)
	renew(MONDAY)
	assert len(tasks_of(template)) == 2

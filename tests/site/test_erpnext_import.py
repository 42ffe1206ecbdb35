"""The import of ERPNext's tasks: what a dry run says is what happens, once, however often it runs or breaks."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import getdate

from task_discipline.services import settings
from task_discipline.services.imports import erpnext_tasks, erpnext_writer
from tests import foreign
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
)

TODAY = date.today()
SOON, PAST = str(TODAY + timedelta(days=20)), str(TODAY - timedelta(days=20))


@pytest.fixture(scope="module", autouse=True)
def erpnext(site: str) -> Iterator[None]:
	with foreign.present(foreign.ERPNEXT):
		yield


@pytest.fixture(autouse=True)
def clean(rolled_back: None) -> Iterator[None]:
	"""None of ERPNext's own tasks, and a manager who may read them."""
	frappe.db.delete("Task")
	user = frappe.get_doc("User", MANAGER)
	user.append("roles", {"role": "System Manager"})
	if frappe.db.exists("Role", "Projects User"):
		user.append("roles", {"role": "Projects User"})
	user.save()
	frappe.cache.delete_value("task_discipline_erpnext_import")
	yield
	frappe.cache.delete_value("task_discipline_erpnext_import")


def theirs(
	name: str, /, *, given: tuple[str, ...] = (RESPONSIBLE,), closed: bool = False, **fields: Any
) -> str:
	"""A task of ERPNext with its ToDos."""
	defaults = {"subject": f"Do {name}", "status": "Open", "priority": "High", "exp_end_date": SOON}
	awaited = fields.pop("awaited", ())
	row = defaults | fields
	foreign.make_record("Task", name, row.pop("owner", ASSIGNER), **row)
	for idx, one in enumerate(awaited, 1):
		place = {"parent": name, "parenttype": "Task", "parentfield": "depends_on", "idx": idx}
		frappe.get_doc(doctype="Task Depends On", task=one, **place).db_insert()
	for user in given:
		todo = frappe.get_doc(
			doctype="ToDo",
			reference_type="Task",
			reference_name=name,
			allocated_to=user,
			assigned_by=ASSIGNER,
			description=name,
			status="Closed" if closed else "Open",
			name=frappe.generate_hash(length=10),
		)
		todo.db_insert()
	return name


def their_project(name: str = "PROJ-1", **fields: Any) -> str:
	values = {"project_name": "Move house", "status": "Open"} | fields
	foreign.make_record("Project", name, values.pop("owner", ASSIGNER), **values)
	for user in (RESPONSIBLE, DISABLED):
		place = {"parent": name, "parenttype": "Project", "parentfield": "users"}
		frappe.get_doc(doctype="Project User", user=user, **place).db_insert()
	return name


def bring() -> dict[str, Any]:
	with acting_as(MANAGER):
		return erpnext_tasks.run(lambda: None)


def told() -> dict[str, Any]:
	with acting_as(MANAGER):
		return erpnext_tasks.dry_run()


def ours(name: str) -> Any:
	return frappe.get_doc("TD Task", {"imported_from": name})


def end_of(day: str) -> datetime:
	return datetime.combine(getdate(day), datetime.min.time()).replace(hour=settings.load().day_end_hour)


def test_a_task_comes_with_its_people_dates_and_words() -> None:
	theirs(
		"T-1",
		given=(RESPONSIBLE, CO_ASSIGNEE),
		subject="Paint <b>it</b>",
		description="<p>Blue</p><script>x</script>",
		exp_start_date=str(TODAY),
		expected_time=5,
		task_weight=3,
	)
	bring()
	task = ours("T-1")
	assert (task.subject, task.status, task.priority, task.assigner) == ("Paint it", "New", "High", ASSIGNER)
	assert (task.responsible, [row.user for row in task.co_assignees]) == (RESPONSIBLE, [CO_ASSIGNEE])
	assert (task.deadline, task.first_deadline) == (end_of(SOON), end_of(SOON))
	assert task.starts_on.date() == TODAY
	assert (task.estimated_hours, task.weight, task.needs_review) == (5, 3, 1)
	assert "Blue" in task.description
	assert "<script" not in task.description
	assert (task.reference_doctype, task.reference_name) == ("Task", "T-1")
	assert {row.user for row in frappe.get_all("TD Task Access", {"task": task.name}, ["user"])} == {
		ASSIGNER,
		RESPONSIBLE,
		CO_ASSIGNEE,
	}
	assert (
		frappe.db.count("ToDo", {"reference_type": "TD Task", "reference_name": task.name, "status": "Open"})
		== 2
	)
	event = frappe.get_last_doc("TD Task Event", {"task": task.name})
	assert (event.event, event.actor) == ("Created", MANAGER)
	assert "T-1" in event.reason


STATES: dict[str, tuple[dict[str, Any], str, int, str]] = {
	"open": ({"status": "Open"}, "New", 1, "Open"),
	"late": ({"status": "Overdue", "exp_end_date": PAST}, "New", 1, "Overdue"),
	"late and begun": (
		{"status": "Overdue", "exp_end_date": PAST, "progress": 20},
		"In Progress",
		1,
		"Overdue",
	),
	"working": ({"status": "Working"}, "In Progress", 1, "Open"),
	"to review": ({"status": "Pending Review"}, "Submitted", 1, "Not Rated"),
	"to review by himself": ({"status": "Pending Review", "given": (ASSIGNER,)}, "In Progress", 1, "Open"),
	"completed": ({"status": "Completed", "completed_on": PAST}, "Done", 0, "Not Rated"),
	"cancelled": ({"status": "Cancelled"}, "Cancelled", 0, "Not Rated"),
	"without dates": ({"status": "Open", "exp_end_date": None}, "New", 1, "Open"),
}


@pytest.mark.parametrize("case", STATES)
def test_each_state_becomes_the_state_that_means_the_same(case: str) -> None:
	fields, status, is_open, timeliness = STATES[case]
	theirs("T-1", **fields)
	assert told()["states"] == {status: 1}
	bring()
	task = ours("T-1")
	assert (task.status, task.is_open, task.timeliness) == (status, is_open, timeliness)
	assert bool(task.review_due) == (status == "Submitted")
	if status == "Done":
		assert task.accepted_at == task.submitted_at == end_of(PAST)
	with acting_as(MANAGER):
		task.reload()
		if is_open:
			task.priority = "Low"
			task.save()  # what was imported is a task like any other


def test_history_keeps_its_people_and_open_work_goes_to_the_active() -> None:
	theirs("done", status="Completed", given=(DISABLED,), closed=True, completed_by=DISABLED)
	theirs("open", given=(DISABLED, RESPONSIBLE))
	theirs("nobody", given=(DISABLED,))
	theirs("orphan", given=(), owner=DISABLED)
	remarks = {line["task"]: line["remarks"] for line in told()["lines"]}
	bring()
	found = {name: ours(name).responsible for name in ("done", "open", "nobody", "orphan")}
	assert found == {"done": DISABLED, "open": RESPONSIBLE, "nobody": ASSIGNER, "orphan": MANAGER}
	assert remarks["done"] == []
	assert len(remarks["open"]) == 1
	assert len(remarks["nobody"]) == 2
	assert ours("orphan").assigner == MANAGER


def test_parents_and_what_is_waited_for_are_ours() -> None:
	theirs("above", awaited=("below",))
	theirs("below", parent_task="above")
	theirs("after", awaited=("below", "gone"))
	remarks = {line["task"]: line["remarks"] for line in told()["lines"]}
	bring()
	above, below, after = ours("above"), ours("below"), ours("after")
	assert below.parent_task == above.name
	assert above.is_group == 1
	assert above.depends_on == []
	assert [row.task for row in after.depends_on] == [below.name]
	assert (after.depends_on_tasks, after.is_blocked) == (below.name, 1)
	assert remarks["after"] == ["Does not wait for gone, which does not come"]


def test_circles_are_cut_with_a_word() -> None:
	theirs("a", awaited=("b",), parent_task=None)
	theirs("b", awaited=("c",))
	theirs("c", awaited=("a",))
	theirs("self", parent_task="self")
	remarks = [remark for line in told()["lines"] for remark in line["remarks"]]
	assert sum("circle" in remark for remark in remarks) == 1
	assert sum("above itself" in remark for remark in remarks) == 1
	assert bring()["done"] == 4
	assert sum(len(ours(name).depends_on) for name in "abc") == 2


@pytest.mark.parametrize(
	("status", "wanted"), [("Open", "Open"), ("Completed", "Closed"), ("Cancelled", "Cancelled")]
)
def test_a_project_comes_with_its_people_and_figures(status: str, wanted: str) -> None:
	their_project(status=status, expected_start_date=PAST, expected_end_date=SOON)
	theirs("T-1", project="PROJ-1")
	theirs("T-2", project="PROJ-1", status="Completed")
	theirs("T-3", project="PROJ-1", status="Cancelled")
	assert (told()["new_projects"], told()["known_projects"]) == (1, 0)
	bring()
	project = frappe.get_doc("TD Project Link", {"reference_doctype": "Project", "reference_name": "PROJ-1"})
	assert (project.project_name, project.status, project.manager) == ("Move house", wanted, ASSIGNER)
	assert [row.user for row in project.members] == [RESPONSIBLE]
	assert (project.tasks_total, project.tasks_done, project.progress) == (2, 1, 50)
	assert ours("T-1").project == project.name
	assert frappe.db.exists(
		"TD Task Access", {"task": ours("T-2").name, "user": RESPONSIBLE, "is_project_member": 1}
	)


def test_tasks_go_into_the_project_that_is_there_already() -> None:
	their_project()
	with acting_as(MANAGER):
		reference = {"reference_doctype": "Project", "reference_name": "PROJ-1"}
		made = frappe.get_doc(doctype="TD Project Link", project_name="Mine", **reference).insert()
	theirs("T-1", project="PROJ-1")
	assert (told()["new_projects"], told()["known_projects"]) == (0, 1)
	bring()
	assert ours("T-1").project == made.name


def test_what_does_not_come_is_said_with_its_reason() -> None:
	theirs("template", is_template=1, status="Template")
	theirs("odd", status="Sleeping")
	theirs("fine")
	found = told()
	assert (found["total"], found["coming"], found["left_out"]) == (3, 1, 2)
	assert [line["task"] for line in found["lines"]][2:] == ["fine"]
	reasons = {line["task"]: line["left_out"] for line in found["lines"]}
	assert "template" in reasons["template"]
	assert "Sleeping" in reasons["odd"]
	bring()
	assert frappe.db.count("TD Task", {"imported_from": ("is", "set")}) == 1


def test_a_dry_run_writes_nothing_and_a_second_import_makes_nothing_twice() -> None:
	their_project()
	theirs("T-1", project="PROJ-1")
	theirs("T-2", awaited=("T-1",))
	before = _rows()
	told()
	assert _rows() == before
	assert bring()["done"] == 2
	after = _rows()
	again = told()
	assert (again["coming"], again["there"]) == (0, 2)
	assert bring()["done"] == 0
	assert _rows() == after
	theirs("T-3", parent_task="T-1", awaited=("T-2",))
	assert bring()["done"] == 1
	assert ours("T-3").parent_task == ours("T-1").name
	assert [row.task for row in ours("T-3").depends_on] == [ours("T-2").name]


def _rows() -> dict[str, int]:
	doctypes = ("TD Task", "TD Task Access", "TD Task Event", "TD Task Dependency", "TD Project Link", "ToDo")
	return {doctype: frappe.db.count(doctype) for doctype in doctypes}


def test_one_task_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
	for number in range(6):
		theirs(f"T-{number}")
	write, saved = erpnext_writer.write, frappe.db.savepoint

	def broken(drafts: list[Any], *more: Any) -> None:
		saved("batch")
		write(drafts, *more)
		if any(draft.source.name == "T-3" for draft in drafts):
			frappe.db.rollback(save_point="batch")
			raise ValueError("broken")

	monkeypatch.setattr(erpnext_writer, "write", broken)
	monkeypatch.setattr(erpnext_tasks.batches.compat, "undo_transaction", lambda: None)
	state = bring()
	assert (state["state"], state["failed"]) == ("done", ["T-3"])
	assert frappe.db.count("TD Task", {"imported_from": ("is", "set")}) == 5


def test_nobody_is_told_and_no_reminder_of_the_past_goes() -> None:
	theirs("T-1", exp_end_date=PAST)
	bells = frappe.db.count("Notification Log")
	mails = frappe.db.count("Email Queue")
	bring()
	assert frappe.db.count("Notification Log") == bells
	assert frappe.db.count("Email Queue") == mails
	due = {"task": ours("T-1").name, "state": "Planned", "moment": ("<", frappe.utils.now_datetime())}
	assert not frappe.db.exists("TD Reminder", due)


@pytest.mark.parametrize("user", [ASSIGNER, OBSERVER, STRANGER, SYSTEM_MANAGER])
@pytest.mark.parametrize(
	"door", [erpnext_tasks.dry_run, erpnext_tasks.start, lambda: erpnext_tasks.run(lambda: None)]
)
def test_only_managers_import(user: str, door: Callable[[], Any]) -> None:
	with acting_as(user), pytest.raises(frappe.PermissionError):
		door()


def test_nobody_writes_where_a_task_came_from() -> None:
	theirs("T-1")
	bring()
	task = ours("T-1")
	with acting_as(MANAGER):
		task.imported_from = "T-2"
		with pytest.raises(frappe.ValidationError):
			task.save()


@pytest.mark.parametrize(("minutes", "said"), [(1, "running"), (20, "failed")])
def test_a_worker_that_is_silent_for_long_is_given_up(minutes: int, said: str) -> None:
	erpnext_tasks._note("running", 1, 2)
	with acting_as(MANAGER):
		begun = frappe.utils.now_datetime() - timedelta(minutes=minutes)
		value = erpnext_tasks.state() | {"at": str(begun)}
		frappe.cache.set_value("task_discipline_erpnext_import", value, expires_in_sec=60)
		assert erpnext_tasks.state()["state"] == said

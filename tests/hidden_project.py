"""Projects that say a secret wherever they can, tasks that say another, and the people who push at their doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.desk.doctype.tag.tag import add_tag
from frappe.utils import add_days, nowdate

from task_discipline.services.projects import log
from tests import factories, projects
from tests.doors import GUEST, SECRET
from tests.factories import ASSIGNER, CO_ASSIGNEE, NEWCOMER, OBSERVER, RESPONSIBLE, STRANGER, acting_as
from tests.projects import PROJECT

TASK_SECRET = "mombasa"
"""What the hidden task says; whoever may see the task need not see its project, nor the other way round."""

INSIDERS = {
	"lead": ASSIGNER,
	"member": RESPONSIBLE,
	"observer": OBSERVER,
	"manager": factories.MANAGER,
}
OUTSIDERS = {
	"taker": CO_ASSIGNEE,
	"former member": NEWCOMER,
	"head": factories.HEAD,
	"stranger": STRANGER,
	"disabled": factories.DISABLED,
	"system manager": factories.SYSTEM_MANAGER,
	"guest": GUEST,
}
"""Those who do a task of the project without taking part in it are among them, and the head of a member."""
BLIND = {who: user for who, user in OUTSIDERS.items() if who != "head"}
"""Whoever may not see the hidden task either; the head may, for it is his subordinate's."""


@dataclass(frozen=True)
class ProjectWorld:
	"""Names of the hidden project, of what stands in it and beside it."""

	project: str
	person: str
	milestone: str
	event: int
	file: str
	file_url: str
	comment: str
	bell: str
	task: str
	"""Says ``TASK_SECRET``; the member's."""
	edge: str
	"""The row by which ``given`` waits for ``task``."""
	given: str
	"""A task of the project whose responsible takes no part in it."""
	request: str
	"""The new deadline that was proposed for ``given`` when ``task`` slipped."""
	closed: str
	"""A project of the same people whose tasks are seen by those only who take part in them."""
	closed_task: str
	mine: str
	"""A project of the stranger's own."""
	my_task: str


@contextmanager
def furnished() -> Iterator[ProjectWorld]:
	"""The committed projects of the tests; everything is removed after them."""
	frappe.set_user("Administrator")
	world = _make()
	frappe.db.commit()
	yield world
	frappe.db.rollback()
	frappe.set_user("Administrator")
	_remove(world)


def _make() -> ProjectWorld:
	project = _project([RESPONSIBLE, NEWCOMER], members_see_tasks=1)
	points = projects.add_milestone(project.name, f"{SECRET} point", add_days(nowdate(), 30))
	tasks = _tasks(project.name, points)
	closed = _project([RESPONSIBLE], members_see_tasks=0)
	closed_task = projects.task_in(
		closed.name, subject=f"{TASK_SECRET} closed", responsible=ASSIGNER, deadline=factories.in_hours(9)
	)
	log.record(project.name, "Held", reason=f"{SECRET} reason")
	mine = projects.make_project(STRANGER, project_name="My own project").name
	return ProjectWorld(
		project=project.name,
		person=frappe.db.get_value("TD Task User", {"parent": project.name, "user": OBSERVER}),
		milestone=points,
		event=frappe.db.get_value(log.EVENT, {"project": project.name, "reason": ("like", f"{SECRET}%")}),
		closed=closed.name,
		closed_task=closed_task,
		mine=mine,
		my_task=factories.make_task(STRANGER, subject="Mine", responsible=STRANGER, co_assignees=[]).name,
		**tasks,
		**_beside(project.name),
	)


def _project(members: list[str], **fields: Any) -> Any:
	"""A project that DISABLED observes, who has lost his account since."""
	frappe.db.set_value("User", factories.DISABLED, "enabled", 1)
	frappe.clear_document_cache("User", factories.DISABLED)
	project = projects.make_project(
		project_name=f"{SECRET} house",
		description=f"<p>{SECRET}</p>",
		members=members,
		observers=[OBSERVER, factories.DISABLED],
		**fields,
	)
	frappe.db.set_value("User", factories.DISABLED, "enabled", 0)
	frappe.clear_document_cache("User", factories.DISABLED)
	return project


def _tasks(project: str, milestone: str) -> dict[str, str]:
	hours = factories.in_hours
	task = projects.task_in(
		project,
		subject=f"{TASK_SECRET} pit",
		milestone=milestone,
		deadline=hours(30),
		responsible=RESPONSIBLE,
	)
	given = projects.task_in(
		project,
		subject="Given away",
		responsible=CO_ASSIGNEE,
		starts_on=hours(31),
		deadline=hours(60),
		depends_on=[{"task": task}],
	)
	factories.act(ASSIGNER, task, "change_deadline", deadline=str(hours(200)), reason=f"{TASK_SECRET} slips")
	return {
		"task": task,
		"given": given,
		"edge": frappe.db.get_value("TD Task Dependency", {"parent": given}),
		"request": frappe.db.get_value("TD Deadline Request", {"task": given}),
	}


def _beside(project: str) -> dict[str, str]:
	with acting_as(NEWCOMER):
		comment = frappe.get_doc(PROJECT, project).add_comment("Comment", f"{SECRET} talk")
	with acting_as(ASSIGNER):
		doc = frappe.get_doc(PROJECT, project)
		file = frappe.get_doc(
			doctype="File",
			file_name=f"{SECRET}.txt",
			content=f"{SECRET} project plans",
			is_private=1,
			attached_to_doctype=PROJECT,
			attached_to_name=project,
		).insert()
		doc.set("members", [row for row in doc.members if row.user != NEWCOMER])
		doc.save()
	add_tag(f"{SECRET}-tag", PROJECT, project)
	return {"comment": comment.name, "file": file.name, "file_url": file.file_url, "bell": _ring(project)}


def _ring(project: str) -> str:
	bell = frappe.get_doc(
		doctype="Notification Log",
		for_user=CO_ASSIGNEE,
		subject=f"{SECRET} bell",
		type="Alert",
		document_type=PROJECT,
		document_name=project,
	)
	bell.name = frappe.generate_hash(length=10)
	bell.db_insert()
	return bell.name


def stored(world: ProjectWorld) -> dict[str, list[tuple[Any, ...]]]:
	"""Every row of the hidden project, its tasks, and what stands beside them, as committed now."""
	frappe.db.rollback()
	names = (world.project, world.closed, world.task, world.given, world.closed_task)
	found = {}
	for doctype, column in (
		(PROJECT, "name"),
		("TD Task", "name"),
		("TD Task User", "parent"),
		("TD Task Dependency", "parent"),
		("TD Task Access", "task"),
		("TD Task Event", "task"),
		("TD Task Rating", "task"),
		("TD Milestone", "project"),
		("TD Milestone", "task"),
		("TD Project Event", "project"),
		("TD Deadline Request", "task"),
		("Comment", "reference_name"),
		("Communication", "reference_name"),
		("Document Follow", "ref_docname"),
		("DocShare", "share_name"),
		("File", "attached_to_name"),
		("Tag Link", "document_name"),
		("ToDo", "reference_name"),
	):
		table = frappe.qb.DocType(doctype)
		rows = frappe.qb.from_(table).select("*").where(table[column].isin(names)).run()
		found[f"{doctype}.{column}"] = sorted(rows, key=str)
	return found


def _remove(world: ProjectWorld) -> None:
	people = ("in", list(factories.PEOPLE))
	for file in frappe.get_all("File", filters={"owner": people}, pluck="name", order_by=None):
		frappe.delete_doc("File", file, force=True)
	for doctype in ("Comment", "Communication", "ToDo"):
		frappe.db.delete(doctype, {"owner": people})
	frappe.db.delete("Notification Log", {"name": world.bell})
	frappe.db.delete("Access Log", {"user": people})
	frappe.db.delete("Tag Link", {"document_type": PROJECT})
	frappe.db.delete("Tag", {"name": f"{SECRET}-tag"})
	factories.purge()

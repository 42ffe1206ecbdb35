"""A template that says a secret wherever it can, and the people who push at its doors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe

from task_discipline.services.templates import log
from tests import factories
from tests.doors import GUEST, SECRET
from tests.factories import ASSIGNER, NEWCOMER, RESPONSIBLE, STRANGER, acting_as
from tests.recurring import make_template

TEMPLATE = "TD Task Template"
OWNER = NEWCOMER
"""Has made the template, which sets its tasks in the name of ``ASSIGNER``."""

INSIDERS = {"owner": OWNER, "assigner": ASSIGNER, "manager": factories.MANAGER}
OUTSIDERS = {
	"responsible": RESPONSIBLE,
	"observer": factories.OBSERVER,
	"head": factories.HEAD,
	"other user": STRANGER,
	"disabled": factories.DISABLED,
	"system manager": factories.SYSTEM_MANAGER,
	"guest": GUEST,
}
"""Those who take part in its tasks are among them: a task is theirs, the template is not."""

_CHILDREN = ("TD Template Step", "TD Template Milestone", "TD Task User")


@dataclass(frozen=True)
class TemplateWorld:
	"""Names of the hidden template, of what stands beside it, and of a task that it made."""

	template: str
	step: str
	milestone: str
	participant: str
	event: int
	file: str
	file_url: str
	comment: str
	bell: str
	task: str
	"""Its subject does not say the secret: the responsible may read it."""
	mine: str
	"""A template of the stranger's own."""


@contextmanager
def furnished() -> Iterator[TemplateWorld]:
	"""The committed template of the tests; everything is removed after it."""
	frappe.set_user("Administrator")
	world = _make()
	frappe.db.commit()
	yield world
	frappe.db.rollback()
	frappe.set_user("Administrator")
	_remove(world)


def _make() -> TemplateWorld:
	template = make_template(
		subject=f"{SECRET} closing",
		description=f"<p>{SECRET}</p>",
		plan=[{"title": f"{SECRET} step"}],
		milestones=[{"title": f"{SECRET} point"}],
		observers=[{"user": factories.OBSERVER}],
		starts_on=date.today() + timedelta(days=20),
	)
	with acting_as(ASSIGNER):
		task = frappe.get_doc(TEMPLATE, template.name).create_now()["task"]
		file = frappe.get_doc(
			doctype="File",
			file_name=f"{SECRET}.txt",
			content=f"{SECRET} harbour plans",
			is_private=1,
			attached_to_doctype=TEMPLATE,
			attached_to_name=template.name,
		).insert()
		comment = frappe.get_doc(TEMPLATE, template.name).add_comment("Comment", f"{SECRET} talk")
	_silence(task)
	log.record(log.Entry(template.name, "Failed", f"{SECRET} failed", task=task))
	frappe.db.set_value(TEMPLATE, template.name, "owner", OWNER)
	return TemplateWorld(
		template=template.name,
		step=template.plan[0].name,
		milestone=template.milestones[0].name,
		participant=template.observers[0].name,
		event=frappe.db.get_value(log.EVENT, {"template": template.name}, "name"),
		file=file.name,
		file_url=file.file_url,
		comment=comment.name,
		bell=_ring(template.name),
		task=task,
		mine=make_template(STRANGER, subject="My own template").name,
	)


def _silence(task: str) -> None:
	"""The task is the responsible's to read, so it must not say what only the template says."""
	frappe.db.set_value("TD Task", task, {"subject": "Close", "description": None})
	for doctype, column in (("TD Plan Step", "parent"), ("TD Milestone", "task")):
		frappe.db.set_value(doctype, {column: task}, "title", "Close")
	for doctype, column in (
		("ToDo", "reference_name"),
		("Notification Log", "document_name"),
		("File", "attached_to_name"),
		("TD Task Event", "task"),
	):
		frappe.db.delete(doctype, {column: task})


def _ring(template: str) -> str:
	bell = frappe.get_doc(
		doctype="Notification Log",
		for_user=RESPONSIBLE,
		subject=f"{SECRET} bell",
		type="Alert",
		document_type=TEMPLATE,
		document_name=template,
	)
	bell.name = frappe.generate_hash(length=10)
	bell.db_insert()
	return bell.name


def stored(world: TemplateWorld) -> dict[str, list[tuple[Any, ...]]]:
	"""Every row of the hidden template and of what stands beside it, as committed now."""
	frappe.db.rollback()
	found = {}
	for doctype, column in (
		(TEMPLATE, "name"),
		*((child, "parent") for child in _CHILDREN),
		("TD Template Event", "template"),
		("TD Task", "template"),
		("TD Milestone", "task"),
		("Comment", "reference_name"),
		("Communication", "reference_name"),
		("Document Follow", "ref_docname"),
		("DocShare", "share_name"),
		("File", "attached_to_name"),
		("Tag Link", "document_name"),
		("ToDo", "reference_name"),
	):
		table, name = frappe.qb.DocType(doctype), world.task if column == "task" else world.template
		rows = frappe.qb.from_(table).select("*").where(table[column] == name).run()
		found[doctype] = sorted(rows, key=str)
	return found


def _remove(world: TemplateWorld) -> None:
	people = ("in", list(factories.PEOPLE))
	for file in frappe.get_all("File", filters={"owner": people}, pluck="name", order_by=None):
		frappe.delete_doc("File", file, force=True)
	for doctype in ("Comment", "Communication", "ToDo"):
		frappe.db.delete(doctype, {"owner": people})
	frappe.db.delete("Notification Log", {"name": world.bell})
	frappe.db.delete("Access Log", {"user": people})
	frappe.db.set_value(TEMPLATE, world.template, "owner", ASSIGNER)
	factories.purge()

"""What a save of a project may do: cleans what is written, refuses what is wrong, leaves alone what the system keeps."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, getdate

from task_discipline import permissions
from task_discipline.services import inputs, links, people_rules
from task_discipline.services.chat import records as talk
from task_discipline.services.projects import access, log, standing

KEPT = (
	"status",
	"health",
	"health_reasons",
	"progress",
	"tasks_total",
	"tasks_done",
	"work_total",
	"work_done",
	"closed_at",
	"closed_by",
)
"""What the system keeps: whatever a form, an import or a program sends of it counts for nothing."""
_TABLES = ("members", "observers")
_TOLD = ("project_name", "manager", "starts_on", "ends_on", "reference_name", "members_see_tasks")
_MAX_NAME = 140


def prepare(project: Document) -> None:
	"""Fill and clean every field before the project is checked. Raises ``frappe.ValidationError`` on bad input."""
	before = project.get_doc_before_save()
	for fieldname in KEPT:
		project.set(fieldname, before.get(fieldname) if before else None)
	if not before:
		project.update({"status": "Open", "health": "Not Rated"})
	project.project_name = " ".join(inputs.plain_text(project.project_name).split())
	if not project.project_name:
		frappe.throw(
			_("Give the project a name."), frappe.MandatoryError, title=_("Name", context="of a project")
		)
	inputs.limited(project.project_name, _("Name", context="of a project"), _MAX_NAME)
	project.description = inputs.rich_text(project.description, _("Description"))
	project.manager = project.manager or frappe.session.user
	_tidy_people(project)


def _tidy_people(project: Document) -> None:
	"""Each person once, in the place that lets him do most."""
	placed = {project.manager}
	for fieldname in _TABLES:
		kept = []
		for row in project.get(fieldname):
			if row.user and row.user not in placed:
				placed.add(row.user)
				kept.append(row)
		project.set(fieldname, kept)


def check(project: Document) -> None:
	"""Refuse a save that breaks a rule. Raises ``frappe.ValidationError`` or ``frappe.PermissionError``."""
	before = project.get_doc_before_save()
	if before and before.status in standing.ENDED:
		frappe.throw(
			_("The project is {0} and stays as it is. Reopen it first.").format(
				frappe.bold(_(before.status, context="TD Project Link"))
			)
		)
	_check_manager(project, before)
	known = _people(before) if before else set()
	people_rules.require_active([user for user in _people(project) if user not in known])
	_check_dates(project)
	links.check_reference(project)


def _people(project: Document) -> set[str]:
	return {project.manager, *(row.user for table in _TABLES for row in project.get(table))}


def _check_manager(project: Document, before: Document | None) -> None:
	known = before.manager if before else frappe.session.user
	if project.manager != known and frappe.session.user != known and not permissions.is_manager():
		frappe.throw(
			_("Only the manager of the project hands it to {0}. Ask {1}.").format(
				frappe.bold(escape_html(project.manager)), frappe.bold(escape_html(known))
			),
			frappe.PermissionError,
		)


def _check_dates(project: Document) -> None:
	starts_on, ends_on = (
		getdate(project.get(field)) if project.get(field) else None for field in ("starts_on", "ends_on")
	)
	if starts_on and ends_on and ends_on < starts_on:
		frappe.throw(_("The project ends before it starts. Choose a later end."), title=_("Ends on"))
	if not ends_on or project.is_new():
		return
	beyond = frappe.get_all(
		"TD Milestone",
		{"project": project.name, "state": "Pending", "due_date": (">", ends_on)},
		pluck="title",
		order_by="due_date asc",
		limit=3,
	)
	if beyond and project.has_value_changed("ends_on"):
		frappe.throw(
			_(
				"These milestones are due after the new end: {0}. Move them first, or choose a later end."
			).format(", ".join(frappe.bold(escape_html(title)) for title in beyond)),
			title=_("Ends on"),
		)


def created(project: Document) -> None:
	"""Open the history of a new project."""
	log.record(project.name, "Created")


def edited(project: Document) -> None:
	"""Record what a save changed, let the people of the project see its tasks, and rate it anew."""
	before = project.get_doc_before_save()
	fields = [name for name in _TOLD if str(project.get(name) or "") != str(before.get(name) or "")]
	if fields:
		log.record(
			project.name,
			"Edited",
			details={name: [str(before.get(name)), str(project.get(name))] for name in fields},
		)
	if _people(project) != _people(before):
		talk.follow(project.doctype, project.name)
		log.record(
			project.name,
			"People Changed",
			details={"people": [sorted(_people(before)), sorted(_people(project))]},
		)
	_follow_people(project, before)
	standing.refresh([project.name])
	project.load_from_db()


def _follow_people(project: Document, before: Document) -> None:
	saw = _seeing(before)
	if saw != _seeing(project):
		access.sync_project(project.name, saw)


def _seeing(project: Document) -> set[str]:
	"""Who sees all tasks of the project; he who answers for it always does."""
	return _people(project) if project.members_see_tasks else {project.manager}


def delete(project: Document) -> None:
	"""What goes with a project. Raises where it has a history that would be lost with it."""
	if frappe.db.exists("TD Task", {"project": project.name}) or frappe.db.exists(
		"TD Milestone", {"project": project.name}
	):
		frappe.throw(
			_(
				"The project has tasks or milestones and stays on record. Cancel it, or move its tasks out first."
			)
		)
	talk.ended(project.doctype, project.name)
	frappe.db.delete(log.EVENT, {"project": project.name})

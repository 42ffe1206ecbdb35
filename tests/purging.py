"""Removes from the site what tests have committed."""

from pathlib import Path

import frappe

from task_discipline.setup import install


def purge(users: list[str]) -> None:
	"""Remove what tests committed: tasks of these people and everything beside them."""
	people = ("in", users)
	tasks = frappe.get_all(
		"TD Task Access", filters={"user": people}, pluck="task", distinct=True, order_by=None
	)
	mine = ("in", tasks or [""])
	remove_from_disk(mine)
	_purge_templates(people)
	_purge_projects(people)
	_purge_kinds(people)
	for doctype, field in (
		("TD Task Event", "task"),
		("TD Milestone", "task"),
		("TD Deadline Request", "task"),
		("TD Reminder", "task"),
		("TD Task Rating", "task"),
		("TD Task Access", "task"),
		("TD Plan Step", "parent"),
		("TD Task User", "parent"),
		("TD Task Dependency", "parent"),
		("ToDo", "reference_name"),
		("Comment", "reference_name"),
		("Communication", "reference_name"),
		("Email Queue", "reference_name"),
		("File", "attached_to_name"),
		("Notification Log", "document_name"),
		("TD Task", "name"),
	):
		frappe.db.delete(doctype, {field: mine})
	frappe.db.delete("Notification Log", {"for_user": people})
	frappe.db.delete("TD Preferences", {"user": people})
	frappe.db.set_value(
		"Kanban Board Column", {"parent": install.BOARD}, "order", "[]", update_modified=False
	)
	frappe.db.delete("Email Account", {"name": "TD Tests"})
	frappe.clear_cache(doctype="Email Account")
	frappe.db.commit()


def _purge_templates(people: tuple[str, list[str]]) -> None:
	templates = frappe.get_all("TD Task Template", {"assigner": people}, pluck="name", order_by=None)
	mine = ("in", templates or [""])
	for doctype, field in (
		("TD Template Event", "template"),
		("TD Template Step", "parent"),
		("TD Template Milestone", "parent"),
		("TD Task User", "parent"),
		("File", "attached_to_name"),
		("Comment", "reference_name"),
		("TD Task Template", "name"),
	):
		frappe.db.delete(doctype, {field: mine})


def _purge_projects(people: tuple[str, list[str]]) -> None:
	projects = frappe.get_all("TD Project Link", {"owner": people}, pluck="name", order_by=None)
	mine = ("in", projects or [""])
	for doctype, field in (
		("TD Project Event", "project"),
		("TD Milestone", "project"),
		("TD Task User", "parent"),
		("File", "attached_to_name"),
		("Comment", "reference_name"),
		("TD Project Link", "name"),
	):
		frappe.db.delete(doctype, {field: mine})


def _purge_kinds(people: tuple[str, list[str]]) -> None:
	kinds = frappe.get_all("TD Project Template", {"owner": people}, pluck="name", order_by=None)
	mine = ("in", kinds or [""])
	for doctype, field in (
		("TD Project Template Milestone", "parent"),
		("TD Project Template Task", "parent"),
		("TD Project Template", "name"),
	):
		frappe.db.delete(doctype, {field: mine})


def remove_from_disk(tasks: tuple[str, list[str]]) -> None:
	"""Remove the content of the files of tasks."""
	filters = {"attached_to_doctype": "TD Task", "attached_to_name": tasks}
	for url in frappe.get_all("File", filters=filters, pluck="file_url", order_by=None):
		Path(frappe.get_site_path(url.lstrip("/"))).unlink(missing_ok=True)

"""Removes everything that the host leaves behind when an app is uninstalled.

The host drops our doctypes and what links to our module; the rows below belong to its own doctypes. It runs the hooks
of a dry run too and rolls back afterwards, so that what no rollback brings back waits until the app is really gone.
"""

import re

import frappe

from task_discipline import compat
from task_discipline.services.chat import inquiry_job
from task_discipline.setup import traces, view_traces
from task_discipline.setup.demo import clearance, people
from task_discipline.standing import MANAGER_ROLE, USER_ROLE

_APP, _MODULE = "task_discipline", "Task Discipline"
_SERIES = ("TD-", "TDT-", "TDP-", "TDPT-", "TDS-", "TDR-", "TDG-")
_TASK_NAME = re.compile(r"\bTD-\d{5,}\b")
_ROLES = (USER_ROLE, MANAGER_ROLE)
_BLOCKS = ("Task Discipline Health",)

_SETUPS = {
	"Assignment Rule": "document_type",
	"Auto Repeat": "reference_doctype",
	"Calendar View": "reference_doctype",
	"Client Script": "dt",
	"Custom DocPerm": "parent",
	"Custom Field": "dt",
	"Custom Role": "ref_doctype",
	"Dashboard Chart": "document_type",
	"Data Import": "reference_doctype",
	"DocType Layout": "document_type",
	"Document Naming Rule": "document_type",
	"Energy Point Rule": "reference_doctype",
	"Form Tour": "reference_doctype",
	"Global Search DocType": "document_type",
	"Kanban Board": "reference_doctype",
	"List Filter": "reference_doctype",
	"List View Settings": "name",
	"Logs To Clear": "ref_doctype",
	"Milestone Tracker": "document_type",
	"Notification": "document_type",
	"Notification Subscribed Document": "document",
	"Number Card": "document_type",
	"Print Format": "doc_type",
	"Property Setter": "doc_type",
	"Report": "ref_doctype",
	"Server Script": "reference_doctype",
	"Singles": "doctype",
	"Success Action": "ref_doctype",
	"User Document Type": "document_type",
	"User Select Document Type": "document_type",
	"Web Form": "doc_type",
	"Webhook": "webhook_doctype",
	"Workflow": "document_type",
	"Workspace Link": "link_to",
	"Workspace Quick List": "document_type",
	"Workspace Shortcut": "link_to",
	"__UserSettings": "doctype",
}
"""What people have set up for our doctypes: the field of the host's doctype that names one of ours."""

_WITHOUT_A_RECORD = {
	"Email Queue": ("reference_doctype", "message"),
	"Notification Log": ("document_type", "subject"),
}
"""Where a notice may stand that leads to no record: the fields that would name its doctype, and that hold its words."""

_OF_THE_ROLES = {"Custom DocPerm": "role", "Has Role": "role", "Notification Recipient": "receiver_by_role"}


def before_uninstall() -> None:
	"""Delete the rows that name our doctypes, roles and jobs, and the demo; nothing that a rollback would miss."""
	doctypes = frappe.get_all("DocType", filters={"module": _MODULE}, pluck="name", order_by=None)
	demo = people.marked()
	files = frappe.get_all("File", {"attached_to_doctype": ("in", doctypes)}, pluck="name", order_by=None)
	copies = frappe.get_all("File", {"attached_to_field": inquiry_job.MARK}, pluck="name", order_by=None)
	imports, sheets = _imports(doctypes)
	files = list({*files, *copies, *sheets, *clearance.files_of(demo)})
	traces.detach_files(files)
	_detach_payroll(doctypes)
	clearance.clear(demo, but_not_for=doctypes)
	traces.delete_references(doctypes)
	_delete_farewells()
	_delete_imports(imports, doctypes)
	_delete_copies(doctypes)
	_delete_setups(doctypes)
	_delete_roles()
	_delete_jobs()
	frappe.flags.task_discipline_leftovers = (doctypes, files)


def after_uninstall() -> None:
	"""Delete the files, the counters and the host's copies of what it has deleted."""
	if not frappe.flags.task_discipline_leftovers or frappe.db.exists("Module Def", _MODULE):
		return  # only a dry run
	doctypes, files = frappe.flags.task_discipline_leftovers
	traces.delete_files(files)
	_delete_copies([_MODULE])
	for doctype in doctypes:
		compat.drop_serials(doctype)
	frappe.db.commit()  # the host's own came before this hook


def _detach_payroll(doctypes: list[str]) -> None:
	"""Let the salaries of HRMS name no statement any more; what its people have made of them is theirs."""
	if frappe.db.table_exists("Additional Salary"):
		named = {"ref_doctype": ("in", doctypes)}
		frappe.db.set_value("Additional Salary", named, {"ref_doctype": None, "ref_docname": None})


def _delete_farewells() -> None:
	"""Delete what tells people that they were taken off a task: it leads nowhere, and its words alone name the task."""
	for host_doctype, (leads_to, text) in _WITHOUT_A_RECORD.items():
		filters = {leads_to: ("is", "not set"), text: ("like", "%TD-%")}
		told = frappe.get_all(host_doctype, filters, ["name", text], order_by=None)
		named = [row.name for row in told if _TASK_NAME.search(row[text])]
		traces.delete(host_doctype, {"name": ("in", [*named, ""])})


def _imports(doctypes: list[str]) -> tuple[list[str], list[str]]:
	"""The host's imports of our records, and the files that they took."""
	ours = {"reference_doctype": ("in", doctypes)}
	imports = frappe.get_all("Data Import", filters=ours, pluck="name", order_by=None)
	place = {"attached_to_doctype": "Data Import", "attached_to_name": ("in", [*imports, ""])}
	return imports, frappe.get_all("File", filters=place, pluck="name", order_by=None)


def _delete_imports(imports: list[str], doctypes: list[str]) -> None:
	"""Delete what stands beside imports, and what is left of those that were deleted; they go with the other set-ups."""
	traces.delete_references(["Data Import"], [*imports, ""])
	traces.delete("Data Import Log", {"data_import": ("in", [*imports, ""])})
	for doctype in doctypes:
		named = ("like", f"{doctype} Import on %")  # so the host calls an import
		traces.delete("Data Import Log", {"data_import": named})
		traces.delete("Comment", {"reference_doctype": "Data Import", "reference_name": named})
		traces.delete("Deleted Document", {"data": ("like", f'%"{doctype} Import on %')})


def _delete_setups(doctypes: list[str]) -> None:
	named = ("in", doctypes)
	pages = view_traces.places(_MODULE)
	view_traces.delete(_MODULE, doctypes)
	boards = frappe.get_all("Kanban Board", filters={"reference_doctype": named}, pluck="name", order_by=None)
	traces.delete_references(["Kanban Board"], [*boards, ""])
	for host_doctype, fieldname in _SETUPS.items():
		traces.delete(host_doctype, {fieldname: named})
	# What a person has seen of an app's version is asked anew where it is empty.
	frappe.db.set_value(
		"User",
		{"last_known_versions": ("like", f"%{_APP}%")},
		"last_known_versions",
		None,
		update_modified=False,
	)
	workspaces = frappe.get_all("Workspace", filters={"module": _MODULE}, pluck="name", order_by=None)
	frappe.db.set_value(
		"User",
		{"default_workspace": ("in", [*workspaces, ""])},
		"default_workspace",
		None,
		update_modified=False,
	)
	_delete_onboarding()
	# Version 16 makes an icon of the screen of apps.
	traces.delete("Desktop Icon", {"app": _APP})
	traces.delete("Block Module", {"module": _MODULE})
	traces.delete_references(["Custom HTML Block"], _BLOCKS)
	traces.delete("Custom HTML Block", {"name": ("in", _BLOCKS)})
	_forget_routes([*doctypes, *workspaces, *pages])
	for series in _SERIES:
		if not _others_use(series, doctypes):
			traces.delete("Series", {"name": series})


def _delete_onboarding() -> None:
	"""Delete the steps that greet a new site: the host drops their list with our module, but not the steps."""
	lists = frappe.get_all("Module Onboarding", filters={"module": _MODULE}, pluck="name", order_by=None)
	named = {"parenttype": "Module Onboarding", "parent": ("in", [*lists, ""])}
	steps = frappe.get_all("Onboarding Step Map", filters=named, pluck="step", order_by=None)
	traces.delete_references(["Onboarding Step"], [*steps, ""])
	traces.delete("Onboarding Step", {"name": ("in", [*steps, ""])})


def _forget_routes(places: list[str]) -> None:
	"""Delete where people have been in the desk: ``List/TD Task/List``, or ``td-task/...`` of a refused form."""
	for place in places:
		for route in (f"%/{place}", f"%/{place}/%", f"{place.lower().replace(' ', '-')}/%"):
			traces.delete("Route History", {"route": ("like", route)})


def _others_use(series: str, doctypes: list[str]) -> bool:
	ours, like = ("not in", doctypes), ("like", f"%{series}%")
	return bool(
		frappe.db.exists("DocType", {"autoname": like, "name": ours})
		or frappe.db.exists("DocField", {"fieldname": "naming_series", "options": like})
		or frappe.db.exists("Property Setter", {"field_name": "naming_series", "value": like})
	)


def _delete_roles() -> None:
	ours = ("in", list(_ROLES))
	for host_doctype, fieldname in _OF_THE_ROLES.items():
		traces.delete(host_doctype, {fieldname: ours})
	traces.delete_references(["Role"], _ROLES)
	traces.delete("Role", {"name": ours})


def _delete_jobs() -> None:
	ours = {"method": ("like", f"{_APP}.%")}
	jobs = frappe.get_all("Scheduled Job Type", filters=ours, pluck="name", order_by=None)
	traces.delete("Scheduled Job Log", {"scheduled_job_type": ("in", [*jobs, ""])})
	traces.delete("Scheduled Job Type", ours)
	traces.delete("Patch Log", {"patch": ("like", f"{_APP}.%")})


def _delete_copies(names: list[str]) -> None:
	"""Delete what the host has kept of deleted records that name one of ``names`` as their doctype, link or module."""
	for name in names:
		traces.delete("Deleted Document", {"data": ("like", f'%: "{name}"%')})
		# The host names a site's own field or property "<doctype>-<field>", also when it tells of its deletion.
		traces.delete("Comment", {"comment_type": "Deleted", "subject": ("like", f"% {name}-%")})

"""Where the host itself keeps something about a record or a person, and how to delete it.

The host's own way of deleting goes document by document, leaves rows behind and commits in jobs, so that what must
vanish without a trace is deleted here, in bulk and in the caller's transaction.
"""

from collections.abc import Collection, Mapping

import frappe

_Filters = Mapping[str, object]

REFERENCES: Mapping[str, tuple[str, str]] = {
	"Access Log": ("export_from", "reference_document"),
	"Activity Log": ("reference_doctype", "reference_name"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Communication Link": ("link_doctype", "link_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"DocShare": ("share_doctype", "share_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"Dynamic Link": ("link_doctype", "link_name"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"Email Unsubscribe": ("reference_doctype", "reference_name"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"Error Log": ("reference_doctype", "reference_name"),
	"Integration Request": ("reference_doctype", "reference_docname"),
	"Milestone": ("reference_type", "reference_name"),
	"Notification Log": ("document_type", "document_name"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
	"Submission Queue": ("ref_doctype", "ref_docname"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"User Permission": ("allow", "for_value"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
	"Workflow Action": ("reference_doctype", "reference_name"),
	"__global_search": ("doctype", "name"),
}
"""Rows about one record: the fields that name its doctype and its name."""

PERSONAL: Mapping[str, str] = {
	"Access Log": "user",
	"Activity Log": "user",
	"Console Log": "owner",
	"Contact": "user",
	"Dashboard Settings": "user",
	"DefaultValue": "parent",
	"Desktop Icon": "owner",
	"DocShare": "user",
	"Document Follow": "user",
	"Energy Point Log": "user",
	"Error Log": "owner",
	"List Filter": "for_user",
	"Note Seen By": "user",
	"Notification Log": "for_user",
	"Notification Settings": "name",
	"OAuth Authorization Code": "user",
	"OAuth Bearer Token": "user",
	"Personal Data Download Request": "user",
	"Prepared Report": "owner",
	"Reminder": "user",
	"Route History": "user",
	"Sessions": "user",
	"TD Preferences": "user",
	"ToDo": "allocated_to",
	"Token Cache": "user",
	"User Group Member": "user",
	"User Permission": "user",
	"View Log": "viewed_by",
	"Workflow Action": "user",
	"Workspace": "for_user",
	"__UserSettings": "user",
}
"""Rows that serve one user only: the field that names him."""


def delete_references(doctypes: Collection[str], names: Collection[str] | None = None) -> None:
	"""Delete what the host keeps about the records ``names`` of ``doctypes``; None means all of them."""
	for host_doctype, (type_field, name_field) in REFERENCES.items():
		filters: dict[str, object] = {type_field: ("in", list(doctypes))}
		if names is not None:
			filters[name_field] = ("in", list(names))
		delete(host_doctype, filters)


def delete_personal(users: Collection[str]) -> None:
	"""Delete what the host keeps for ``users``, sessions and passwords included."""
	them = ("in", list(users))
	_end_sessions(users)
	for host_doctype, fieldname in PERSONAL.items():
		delete(host_doctype, {fieldname: them})
	frappe.db.delete("__Auth", {"doctype": "User", "name": them})


def _end_sessions(users: Collection[str]) -> None:
	sessions = frappe.qb.DocType("Sessions")
	for sid in (
		frappe.qb.from_(sessions).where(sessions.user.isin(list(users))).select(sessions.sid).run(pluck=True)
	):
		frappe.cache.hdel("session", sid)


def detach_files(names: Collection[str]) -> None:
	"""Let files belong to no record, so that what they belonged to may go first."""
	frappe.db.set_value(
		"File", {"name": ("in", [*names, ""])}, {"attached_to_doctype": None, "attached_to_name": None}
	)


def delete_files(names: Collection[str]) -> None:
	"""Delete detached files one by one through the host, because they lie on the disk too."""
	for name in names:
		# The app is going: whoever removes it need not own every file.
		frappe.delete_doc("File", name, ignore_permissions=True, force=True, delete_permanently=True)


def delete(doctype: str, filters: _Filters) -> None:
	"""Delete rows and their child rows without a hook; a doctype that this version of the host lacks is passed over."""
	if not (doctype.startswith("__") or frappe.db.table_exists(doctype)):
		return
	for child in _child_doctypes(doctype):
		doomed = frappe.qb.get_query(doctype, fields=["name"], filters=dict(filters))
		rows = frappe.qb.DocType(child)
		frappe.qb.from_(rows).delete().where((rows.parenttype == doctype) & rows.parent.isin(doomed)).run()
	frappe.db.delete(doctype, filters)


def _child_doctypes(doctype: str) -> set[str]:
	# Sessions, passwords and the like are tables without a doctype.
	if not frappe.db.exists("DocType", doctype):
		return set()
	return {df.options for df in frappe.get_meta(doctype).get_table_fields()}

"""Doors of the host that ask for no right on the record, closed for our doctypes.

Each takes what the host's own function takes and, for every other doctype, calls what would have been
called without us: the next override of another app, or the host itself.
"""

from typing import Any

import frappe
from frappe import _

from task_discipline import compat, permissions
from task_discipline.services import board

_OURS = "task_discipline."


@frappe.whitelist(methods=["GET", "POST"])
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False) -> int:
	"""The host counts whatever it is asked for: ours are counted as far as the caller may read."""
	if not _touches_ours(doctype, filters):
		return _host("frappe.client.get_count", doctype=doctype, filters=filters, debug=debug, cache=cache)
	if doctype not in permissions.GUARDED or frappe.is_table(doctype):
		_refuse()
	frappe.has_permission(doctype, "read", throw=True)
	return compat.count_permitted(doctype, frappe.parse_json(filters))


@frappe.whitelist(methods=["GET", "POST"])
def validate_link(doctype: str, docname: str, fields: Any = None) -> Any:
	"""The host confirms any name and fetches its fields: ours exist only for those who may read them."""
	if doctype == permissions.TASK and not permissions.can_read(str(docname)):
		return frappe._dict(name=None)
	return _host("frappe.client.validate_link", doctype=doctype, docname=docname, fields=fields)


@frappe.whitelist(methods=["GET", "POST"])
def search_link(
	doctype: str,
	txt: str,
	query: str | None = None,
	filters: Any = None,
	page_length: int = 10,
	searchfield: str | None = None,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
) -> Any:
	"""The host drops the list conditions when the client asks it to: never for ours."""
	return _host(
		"frappe.desk.search.search_link",
		doctype=doctype,
		txt=txt,
		query=query,
		filters=filters,
		page_length=page_length,
		searchfield=searchfield,
		reference_doctype=reference_doctype,
		ignore_user_permissions=_may_ignore(doctype, ignore_user_permissions),
	)


@frappe.whitelist(methods=["GET", "POST"])
def search_widget(
	doctype: str,
	txt: str,
	query: str | None = None,
	searchfield: str | None = None,
	start: int = 0,
	page_length: int = 10,
	filters: Any = None,
	filter_fields: Any = None,
	as_dict: bool = False,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
) -> Any:
	"""As ``search_link``, and the host returns any field that the client names."""
	return _host(
		"frappe.desk.search.search_widget",
		doctype=doctype,
		txt=txt,
		query=query,
		searchfield=searchfield,
		start=start,
		page_length=page_length,
		filters=filters,
		filter_fields=filter_fields,
		as_dict=as_dict,
		reference_doctype=reference_doctype,
		ignore_user_permissions=_may_ignore(doctype, ignore_user_permissions),
	)


@frappe.whitelist(methods=["GET", "POST"])
def get_group_by_count(doctype: str, current_filters: str, field: str) -> Any:
	"""The host counts assignments over all records: for ours only over readable ones."""
	if doctype in permissions.GUARDED and field == "assigned_to":
		return board.assignment_counts(doctype, frappe.parse_json(current_filters))
	return _host(
		"frappe.desk.listview.get_group_by_count",
		doctype=doctype,
		current_filters=current_filters,
		field=field,
	)


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: Any = False) -> Any:
	"""A like writes into the record: ours can be liked by those who read them."""
	if doctype in permissions.GUARDED and (
		doctype != permissions.TASK or not permissions.can_read(str(name))
	):
		permissions.deny_read(str(name))
	return _host("frappe.desk.like.toggle_like", doctype=doctype, name=name, add=add)


@frappe.whitelist(methods=["POST"])
def move_card(
	board_name: str, docname: str, from_colname: str, to_colname: str, old_index: Any, new_index: Any
) -> Any:
	"""A card of a task moved to another state takes the action that leads there, or says why not."""
	if from_colname != to_colname and board.is_status_board(board_name):
		to_colname = board.move(docname, to_colname)
	return _host(
		"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
		board_name=board_name,
		docname=docname,
		from_colname=from_colname,
		to_colname=to_colname,
		old_index=old_index,
		new_index=new_index,
	)


def _host(door: str, **arguments: Any) -> Any:
	overrides = frappe.get_hooks("override_whitelisted_methods", {}).get(door, [])
	others = [path for path in overrides if not path.startswith(_OURS)]
	return frappe.call(others[-1] if others else door, **arguments)


def _may_ignore(doctype: str, asked: bool) -> bool:
	return bool(asked) and doctype not in permissions.GUARDED


def _touches_ours(doctype: str, filters: Any) -> bool:
	return doctype in permissions.GUARDED or any(name in str(filters) for name in permissions.GUARDED)


def _refuse() -> None:
	frappe.throw(_("These records are read with the task they belong to."), frappe.PermissionError)

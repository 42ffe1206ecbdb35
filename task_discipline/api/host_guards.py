"""Doors of the host that ask for no right on the record, closed for our doctypes.

Each takes what the host's own function takes and, for every other doctype, calls what would have been
called without us: the next override of another app, or the host itself.
"""

from functools import partial
from json import JSONDecodeError
from typing import Any, NoReturn

import frappe
from frappe import _
from frappe.utils import cint

from task_discipline import beside, compat, host_state, permissions
from task_discipline.api import request_guard
from task_discipline.api.doors import fitting, reader
from task_discipline.chat_names import CHAT
from task_discipline.services import board, host_counts

_OURS = "task_discipline."
_FOUND_BY_READERS = (permissions.ABSENCE, *CHAT)


@reader
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False) -> int:
	"""The host counts whatever it is asked for: ours are counted as far as the caller may read."""
	_refuse_foreign_filters(doctype, filters)
	if doctype in beside.HOST_RECORDS:
		return host_counts.without_hidden(partial(_host_count, doctype), doctype, filters)
	if doctype not in permissions.GUARDED:
		return _host_count(doctype, filters, debug=debug, cache=cache)
	if frappe.is_table(doctype):
		_refuse()
	frappe.has_permission(doctype, "read", throw=True)
	return compat.count_permitted(doctype, parsed(filters))


@reader
def validate_link(doctype: str, docname: str, fields: Any = None) -> Any:
	"""The host confirms any name and fetches its fields: ours exist only for those who may read them."""
	if doctype in permissions.ROOTS and not permissions.reads(doctype, str(docname)):
		return frappe._dict(name=None)
	if doctype in _FOUND_BY_READERS and not frappe.has_permission(doctype, "read", doc=str(docname)):
		return frappe._dict(name=None)
	return call_host("frappe.client.validate_link", doctype=doctype, docname=docname, fields=fields)


@reader
def search_link(
	doctype: str,
	txt: str,
	query: str | None = None,
	filters: Any = None,
	page_length: int = 10,
	searchfield: str | None = None,
	reference_doctype: str | None = None,
	ignore_user_permissions: bool = False,
	link_fieldname: str | None = None,
) -> Any:
	"""The host drops the list conditions when the client asks it to: never for ours.

	``link_fieldname`` is what later hosts ask for besides; earlier ones do not get it.
	"""
	return call_host(
		"frappe.desk.search.search_link",
		doctype=doctype,
		txt=txt,
		query=query,
		filters=filters,
		page_length=page_length,
		searchfield=searchfield,
		reference_doctype=reference_doctype,
		ignore_user_permissions=_may_ignore(doctype, ignore_user_permissions),
		link_fieldname=link_fieldname,
	)


@reader
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
	link_fieldname: str | None = None,
) -> Any:
	"""As ``search_link``, and the host returns any field that the client names."""
	return call_host(
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
		link_fieldname=link_fieldname,
	)


@reader
def get_group_by_count(doctype: str, current_filters: str, field: str) -> Any:
	"""The host counts assignments over all records: for ours only over readable ones."""
	if doctype in permissions.GUARDED and field == "assigned_to" and not permissions.is_manager():
		return board.assignment_counts(doctype, parsed(current_filters))
	return call_host(
		"frappe.desk.listview.get_group_by_count",
		doctype=doctype,
		current_filters=current_filters,
		field=field,
	)


@frappe.whitelist(methods=["POST"])
@fitting
def toggle_like(doctype: str, name: str, add: Any = False) -> Any:
	"""A like writes into the record: ours can be liked by those who read them."""
	if doctype in permissions.ROOTS:
		permissions.require_read(str(name), doctype)
	elif doctype in permissions.GUARDED:
		_refuse()
	return call_host("frappe.desk.like.toggle_like", doctype=doctype, name=name, add=add)


@frappe.whitelist(methods=["POST"])
@fitting
def move_card(
	board_name: str, docname: str, from_colname: str, to_colname: str, old_index: Any, new_index: Any
) -> Any:
	"""A card of a task moved to another state takes the action that leads there, or says why not."""
	if from_colname != to_colname and board.is_status_board(board_name):
		to_colname = board.move(docname, to_colname)
	return call_host(
		"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
		board_name=board_name,
		docname=docname,
		from_colname=from_colname,
		to_colname=to_colname,
		old_index=old_index,
		new_index=new_index,
	)


@reader
def get_chart(
	chart_name: str | None = None,
	chart: Any = None,
	no_cache: Any = None,
	filters: Any = None,
	from_date: Any = None,
	to_date: Any = None,
	timespan: Any = None,
	time_interval: Any = None,
	heatmap_year: Any = None,
	refresh: Any = None,
) -> Any:
	"""The host draws a heatmap over all records, whoever looks: over ours only for those who see them all."""
	given = parsed(chart)
	given = given if isinstance(given, dict) else {}
	drawn = frappe.get_doc("Dashboard Chart", str(chart_name)) if chart_name else frappe._dict(given)
	request_guard.refuse_joins(drawn.document_type, drawn.group_by_based_on, drawn.based_on)
	if drawn.type == "Heatmap":
		_refuse_blind_figures(drawn.document_type, filters or drawn.filters_json)
	if _is_watched(drawn.document_type):
		refresh = 1  # the host keeps one answer for all people, under the chart's name
	return call_host(
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		chart_name=chart_name,
		chart=chart,
		no_cache=no_cache,
		filters=filters,
		from_date=from_date,
		to_date=to_date,
		timespan=timespan,
		time_interval=time_interval,
		heatmap_year=heatmap_year,
		refresh=refresh,
	)


@reader
def get_goal_graph(
	title: str,
	doctype: str,
	docname: str,
	goal_value_field: str,
	goal_total_field: str,
	goal_history_field: str,
	goal_doctype: str,
	goal_doctype_link: str,
	goal_field: str,
	date_field: str,
	aggregation: str = "sum",
	filters: str | dict | None = None,
) -> Any:
	"""The host sums up any field of any doctype by month: ours only for those who see them all."""
	_refuse_blind_figures(goal_doctype, filters)
	return call_host(
		"frappe.utils.goal.get_monthly_goal_graph_data",
		title=title,
		doctype=doctype,
		docname=docname,
		goal_value_field=goal_value_field,
		goal_total_field=goal_total_field,
		goal_history_field=goal_history_field,
		goal_doctype=goal_doctype,
		goal_doctype_link=goal_doctype_link,
		goal_field=goal_field,
		date_field=date_field,
		aggregation=aggregation,
		filters=filters,
	)


@frappe.whitelist(methods=["GET", "POST"], allow_guest=True)
@fitting
def can_subscribe_doc(doctype: str, docname: str | None = None, name: str | None = None) -> Any:
	"""The host opens a room for any child row of a doctype that one may read: ours have none.

	``name`` is what later hosts call ``docname``.
	"""
	if doctype in permissions.CHILDREN:
		_refuse()
	door, argument = host_state.ROOM_DOOR
	return call_host(door, doctype=doctype, **{argument: docname or name})


@reader
def get_tagged_docs(doctype: str, tag: str) -> Any:
	"""The host names every record with a tag: ours as far as the caller may read."""
	if doctype not in permissions.GUARDED:
		return call_host("frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=doctype, tag=tag)
	return frappe.get_list(
		doctype, filters={"_user_tags": ("like", tag)}, fields=["name"], order_by="name asc", as_list=True
	)


@frappe.whitelist(methods=["POST"])
@fitting
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> Any:
	"""The host moves any mail to any record: one beside a task moves by the hand of those who read the task."""
	stands = frappe.db.get_value("Communication", name, ["reference_doctype", "reference_name"])
	for place in (stands, (reference_doctype, reference_name)):
		if place and place[0] in permissions.ROOTS:
			permissions.require_read(str(place[1]), place[0])
	return call_host(
		"frappe.email.relink",
		name=name,
		reference_doctype=reference_doctype,
		reference_name=reference_name,
	)


@frappe.whitelist(methods=["POST"])
@fitting
def add_attachments(doctype: str, name: str, attachments: Any) -> Any:
	"""The host attaches any file by its name: one of a task only for those who may read it."""
	files = parsed(attachments) or []
	if not isinstance(files, list):
		frappe.throw(_("Send the attachments as a list."))
	for file in files:
		if isinstance(file, str):
			frappe.has_permission("File", "read", doc=file, throw=True)
	return call_host(
		"frappe.utils.file_manager.add_attachments", doctype=doctype, name=name, attachments=attachments
	)


def call_host(door: str, **arguments: Any) -> Any:
	"""What would have been called without us; the host itself breaks on JSON that is none."""
	overrides = frappe.get_hooks("override_whitelisted_methods", {}).get(door, [])
	others = [path for path in overrides if not path.startswith(_OURS)]
	try:
		return frappe.call(others[-1] if others else door, **arguments)
	except JSONDecodeError:
		_refuse_unreadable()


def _host_count(doctype: str, filters: Any, **options: Any) -> int:
	return call_host("frappe.client.get_count", doctype=doctype, filters=filters, **options)


def _may_ignore(doctype: str, asked: Any) -> bool:
	return bool(cint(asked)) and not _is_watched(doctype)


def _is_watched(doctype: str | None) -> bool:
	return doctype in permissions.GUARDED or doctype in beside.HOST_RECORDS


def _refuse_foreign_filters(doctype: str, filters: Any) -> None:
	"""Refuse to guess at hidden tasks through a filter on another doctype than the one that is asked for."""
	if host_counts.reach_our_records(doctype, filters):
		_refuse()


def _refuse_blind_figures(doctype: str | None, filters: Any) -> None:
	_refuse_foreign_filters(str(doctype), filters)
	if _is_watched(doctype) and not permissions.is_manager():
		frappe.throw(
			_("This figure would count what you may not see. Use a list, a report or another kind of chart."),
			frappe.PermissionError,
		)


def parsed(value: Any) -> Any:
	"""What a client has sent, as JSON or not. Raises ``frappe.ValidationError`` where the JSON is broken."""
	try:
		return frappe.parse_json(value)
	except ValueError:
		_refuse_unreadable()


def _refuse_unreadable() -> NoReturn:
	frappe.throw(_("The call could not be read. Reload the page and try again."))


def _refuse() -> None:
	frappe.throw(_("These records belong to a task or a project. Open that instead."), frappe.PermissionError)

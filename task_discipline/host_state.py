"""What the host's version means for a site: whether it lets the site sleep, and which doors it leaves open.

The rest of what differs between versions stands in ``compat``.
"""

import inspect
import re
from collections.abc import Iterator
from datetime import datetime

import frappe
from frappe import handler
from frappe.core.doctype.file.file import File
from frappe.desk import search
from frappe.desk.form import document_follow

from task_discipline.compat import FRAPPE_MAJOR

if FRAPPE_MAJOR < 16:
	from frappe.utils.data import get_number_format_info
else:
	from frappe.utils.number_format import NumberFormat

ROOM_DOOR = (
	("frappe.realtime.can_subscribe_doc", "docname")
	if FRAPPE_MAJOR < 16
	else ("frappe.realtime.has_permission", "name")
)
"""The host's function that is asked who may listen to a record, and its argument for the record's name."""
_GUARDS_PRIVATE_FILES = re.compile(r"private.{0,40}(access|permission)", re.IGNORECASE)


def places_in(number_format: str) -> int:
	"""Places behind the point in a number that is written as a currency's ``#,###.##`` says."""
	if FRAPPE_MAJOR < 16:
		return int(get_number_format_info(number_format)[2])
	return int(NumberFormat.from_string(number_format).precision)


def may_sleep() -> bool:
	"""Whether the host lets this site sleep when nobody logs in for long.

	From version 16 on it does so on its makers' own cloud alone.
	"""
	return FRAPPE_MAJOR < 16 and not frappe.conf.developer_mode


def was_dormant(moment: datetime) -> bool:
	"""Whether the host ran the site's jobs but once a day at that moment, because nobody had logged in for long."""
	if not may_sleep():
		return False
	before = {"modified": ("<=", moment)}
	login = frappe.db.get_value("Activity Log", before, "modified", order_by="modified desc")
	return login is None or (moment - login).days >= dormant_days()


def dormant_days() -> int:
	"""After so many days without a login the host lets a site sleep."""
	return frappe.get_system_settings("dormant_days") or 4


def open_doors() -> list[str]:
	"""Which holes of ``docs/security.md`` that newer hosts have closed are open in this one.

	Repairs reach old versions at any time, so the code itself is asked and not its number. Where it is not plain that
	a door was closed, it counts as open.
	"""
	return sorted(_open_doors())


def _open_doors() -> Iterator[str]:
	if "link_fieldname" not in inspect.signature(inspect.unwrap(search.search_widget)).parameters:
		yield "search"
	if "permission" not in _code_of(document_follow.follow_document):
		yield "following"
	if "check_permission" not in _code_of(handler.check_write_permission):
		yield "uploads"
	if not _GUARDS_PRIVATE_FILES.search(_code_of(File.before_insert) + _code_of(File.validate)):
		yield "files"


def _code_of(function: object) -> str:
	return inspect.getsource(inspect.unwrap(function))

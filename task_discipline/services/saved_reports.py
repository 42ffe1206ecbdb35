"""What the shipped reports of the report builder cannot hold themselves.

A saved report has fixed filters, so the name of whoever looks is put in when he opens it, or has it mailed.
"""

import frappe
from frappe.model.document import Document

from task_discipline import compat, permissions

_OF_WHOEVER_READS = "Tasks Set by Me"
_MODULE = "Task Discipline"


def open_for_reader(report: Document) -> None:
	"""Prepare a shipped report for the desk of the session's user; nothing is stored."""
	if report.module != _MODULE or report.report_type != "Report Builder" or not report.json:
		return
	stored = frappe.parse_json(report.json)
	stored["filters"] = [compat.desk_filter(one) for one in stored["filters"]]
	if report.name == _OF_WHOEVER_READS:
		stored["filters"].append([permissions.TASK, "assigner", "=", frappe.session.user])
	if report.ref_doctype == permissions.TASK and not stored["group_by"]:
		# The desk asks for it besides; without it the report would look changed as soon as it is opened.
		stored["fields"].insert(1, ["docstatus", permissions.TASK])
	report.json = frappe.as_json(stored, indent=None)


def mail_to_reader(mail: Document) -> None:
	"""Let a mailed report be about the person in whose name it is sent."""
	if mail.report == _OF_WHOEVER_READS:
		filters = frappe.parse_json(mail.filters or "{}") | {"assigner": mail.user}
		mail.filters = frappe.as_json(filters, indent=None)

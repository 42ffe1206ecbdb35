"""Runs reports the way the desk does, as a person."""

from typing import Any

import frappe
from frappe.desk import query_report

from tests.factories import acting_as


def run(report: str, reader: str, /, **filters: Any) -> frappe._dict:
	"""What the host answers to ``reader`` who opens the report."""
	with acting_as(reader):
		return frappe._dict(query_report.run(report, filters=dict(filters), are_default_filters=False))


def rows_of(report: str, reader: str, /, **filters: Any) -> list[frappe._dict]:
	"""The rows of the table."""
	return [frappe._dict(row) for row in run(report, reader, **filters).result]

"""Puts on record what a save has changed in a template."""

import frappe
from frappe import _
from frappe.model import no_value_fields
from frappe.model.document import Document
from frappe.utils import cstr, flt, get_time

from task_discipline.services.templates import intake, log

_KEPT = frozenset({"status", *intake.STATE_FIELDS})
_ROW_FIELDS = ("user", "title", "person", "after", "after_unit")


def record(template: Document) -> None:
	"""Write an Edited event that names the changed fields, if there are any."""
	before = template.get_doc_before_save()
	changed = [
		_(df.label)
		for df in template.meta.fields
		if df.fieldname not in _KEPT and _value(template, df) != _value(before, df)
	]
	if changed:
		log.record(log.Entry(template.name, "Edited", ", ".join(changed)))


def _value(doc: Document, df: frappe._dict) -> object:
	value = doc.get(df.fieldname)
	if df.fieldtype in ("Table", "Table MultiSelect"):
		return [[cstr(row.get(name)) for name in _ROW_FIELDS] for row in value or ()]
	if df.fieldtype in no_value_fields:
		return None
	if df.fieldtype in ("Int", "Check", "Float"):
		return flt(value)
	if df.fieldtype == "Time":
		return get_time(str(value)) if value not in (None, "") else None
	return cstr(value)

"""How far long work in the background has come, kept in the settings: what was killed goes on from there.

A mark is a call and the last name dealt with, as ``call:name``; it is empty where nothing is to be done.
"""

import frappe
from frappe.model.document import Document

SETTINGS = "TD Settings"


def new() -> str:
	"""The mark of a call to begin."""
	return f"{frappe.generate_hash(length=8)}:"


def read(field: str) -> str:
	"""The mark that stands, as committed now or in this transaction."""
	single = frappe.qb.DocType("Singles")
	found = frappe.qb.from_(single).where(_place(single, field)).select(single.value).run()
	return (found[0][0] or "") if found else ""


def move(field: str, former: str, mark: str) -> bool:
	"""Put ``mark`` in the place of ``former``; False where a newer call, or another job, has put something else there."""
	single = frappe.qb.DocType("Singles")
	place = _place(single, field) & (single.value == former)
	frappe.qb.update(single).set(single.value, mark).where(place).run()
	return bool(frappe.db._cursor.rowcount)


def keep(settings: Document, field: str) -> None:
	"""Give a form of the settings, which may have stood open for hours, the newest mark before it is saved."""
	settings.set(field, read(field))


def _place(single: object, field: str) -> object:
	return (single.doctype == SETTINGS) & (single.field == field)

"""What is stored of a document, whatever a client's JSON says in it: rights are asked of the row."""

import frappe
from frappe.model.document import Document


def values(doc: Document, *columns: str) -> tuple[object, ...] | None:
	"""Values of the stored row, None where there is none."""
	known = isinstance(doc.name, str | int) and frappe.db.get_value(
		doc.doctype, doc.name, columns, as_dict=True
	)
	return tuple(known[column] for column in columns) if known else None


def is_unsaved(doc: Document) -> bool:
	"""Whether nothing is stored under the name of the document."""
	# The mark of a new document may come from the client, so a stored task is asked for all the same.
	return not doc.name or (doc.is_new() and not frappe.db.exists(doc.doctype, {"name": doc.name}))

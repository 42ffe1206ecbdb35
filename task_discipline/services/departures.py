"""What a person leaves behind when he is taken off a task: nothing that still tells him of it."""

from collections.abc import Collection

import frappe


def clean_up(task: str, users: Collection[str]) -> None:
	"""Remove the follows, shares and ToDos that would keep ``users`` informed of ``task``."""
	if not users:
		return
	people = ("in", list(users))
	frappe.db.delete("Document Follow", {"ref_doctype": "TD Task", "ref_docname": task, "user": people})
	frappe.db.delete("DocShare", {"share_doctype": "TD Task", "share_name": task, "user": people})
	frappe.db.delete("ToDo", {"reference_type": "TD Task", "reference_name": task, "allocated_to": people})

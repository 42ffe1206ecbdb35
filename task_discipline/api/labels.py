"""Names of our doctypes that another app of the site uses too, told apart in the desk."""

from typing import Any

import frappe
from frappe import _

_OURS = "TD "


def tell_apart(bootinfo: dict[str, Any]) -> None:
	"""Hook ``extend_bootinfo``: what people would read as another app's doctype, such as ERPNext's Task, says whose it is.

	The desk's search finds what a person chooses by these words alone, and would open the other one.
	"""
	words = bootinfo.get("__messages") or {}
	labels = {name: label for name, label in words.items() if name.startswith(_OURS)}
	if not labels:
		return
	taken = frappe.get_all(
		"DocType", filters={"name": ("in", list(labels.values()))}, pluck="name", order_by=None
	)
	# Others are read by their translations, too.
	read = {words.get(name) or name for name in taken}
	words.update(
		{name: _("{0} (Task Discipline)").format(label) for name, label in labels.items() if label in read}
	)

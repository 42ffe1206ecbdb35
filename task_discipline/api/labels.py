"""Names of our doctypes that another app of the site uses too, told apart in the desk."""

from typing import Any

import frappe
from frappe import _
from frappe.translate import get_translations_from_csv

_OURS = "TD "


def tell_apart(bootinfo: dict[str, Any]) -> None:
	"""Hook ``extend_bootinfo``: what people would read as another app's doctype, such as ERPNext's Task, says whose it is.

	The desk's search finds what a person chooses by these words alone, and would open the other one.
	"""
	words = bootinfo.get("__messages")
	if words is None:
		return
	_name(words)
	labels = {name: label for name, label in words.items() if name.startswith(_OURS)}
	taken = frappe.get_all(
		"DocType", filters={"name": ("in", list(labels.values()))}, pluck="name", order_by=None
	)
	# Others are read by their translations, too.
	read = {words.get(name) or name for name in taken}
	words.update(
		{name: _("{0} (Task Discipline)").format(label) for name, label in labels.items() if label in read}
	)


def _name(words: dict[str, str]) -> None:
	"""The prefix keeps a doctype apart from others; a language that has no word for it reads the English one."""
	for name, label in get_translations_from_csv("en", "task_discipline").items():
		words.setdefault(name, label)

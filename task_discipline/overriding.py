"""Classes of ours in the place of the host's: of several apps the last one wins, so ours stands on that of the others."""

from typing import Any

import frappe


def class_of_others(doctype: str, ours: str, hosts: type[Any]) -> type[Any]:
	"""What would serve ``doctype`` on this site without ``ours``, the dotted path of our class."""
	paths = frappe.get_hooks("override_doctype_class").get(doctype, [])
	others = [path for path in paths if path != ours]
	if not others:
		return hosts
	module, _dot, name = others[-1].rpartition(".")
	base: type[Any] = getattr(frappe.get_module(module), name)
	return base

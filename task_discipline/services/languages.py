"""The language in which the session speaks for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def spoken(language: str) -> Iterator[None]:
	"""Translate into ``language`` what is said inside."""
	before = frappe.local.lang
	frappe.local.lang = language
	try:
		yield
	finally:
		frappe.local.lang = before

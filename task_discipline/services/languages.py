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


def filled(sentence: object, *values: object, **named: object) -> str:
	"""A lazy sentence with its places filled; in the app's own words where a translation of the site spoils the places."""
	try:
		return str(sentence).format(*values, **named)
	except (KeyError, IndexError, ValueError, AttributeError):
		# Not the English translation: that may be the spoilt one.
		return str(getattr(sentence, "msg", sentence)).format(*values, **named)

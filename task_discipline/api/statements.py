"""Doors of the statements of fines and rewards, for managers only; what a person does, his statement's methods do."""

from typing import Any

import frappe
from frappe import _

from task_discipline.api.doors import reader, writer
from task_discipline.services.money import bulk, draft_job


@reader
def draft_state() -> dict[str, Any]:
	"""How far the caller's last draft of a month is, and what it has done."""
	return draft_job.state()


@writer
def draft_month(period: str, users: list | str | None = None) -> dict[str, Any]:
	"""Draft the month that a day lies in, for the people named or for everybody, in the background."""
	return draft_job.start(period, _names(users) if users else None)


@writer
def take_on_many(names: list | str, step: str) -> list[dict[str, Any]]:
	"""Show or close many statements; each says for itself why it cannot be."""
	return bulk.take(_names(names), step)


def _names(value: list | str) -> list[str]:
	try:
		names = frappe.parse_json(value)
	except ValueError:
		names = None
	if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
		frappe.throw(_("Send the names as a list."))
	return names

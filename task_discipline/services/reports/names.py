"""What people, projects and templates are called in a report: nobody learns a title that he may not read."""

import re
from collections.abc import Iterable

import frappe

from task_discipline.services import recipients

_PLACE = re.compile(r"\{\w+\}")
_TITLES = {"TD Project Link": "project_name", "TD Task Template": "subject", "TD Task": "subject"}


def of_people(users: Iterable[object]) -> dict[str, str]:
	"""Full names of accounts; the account's own name where it has none or is gone."""
	wanted = {str(user) for user in users if user}
	return dict.fromkeys(wanted) | {user: user for user in wanted} | recipients.full_names(wanted)


def of_records(doctype: str, names: Iterable[object]) -> dict[str, str]:
	"""Titles of those records that the session's person may read; the bare name of all others."""
	wanted = sorted({str(name) for name in names if name})
	if not wanted or not frappe.has_permission(doctype, "read"):
		return {name: name for name in wanted}
	title = _TITLES[doctype]
	rows = frappe.get_list(
		doctype, {"name": ("in", wanted)}, ["name", title], order_by=None, limit=len(wanted)
	)
	told = without_places if doctype == "TD Task Template" else str
	return {name: name for name in wanted} | {row.name: told(row[title] or row.name) for row in rows}


def without_places(subject: str) -> str:
	"""The subject of a template without the names of what each task has of its own: its date, its week, its month."""
	return _PLACE.sub("…", subject)

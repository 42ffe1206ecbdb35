"""How a person's month went, kept on his statement as it was when the month was drafted: the figures of the reports."""

from collections.abc import Mapping
from datetime import date, timedelta

import frappe
from frappe import _

from task_discipline.domain.statements import ends
from task_discipline.services.reports import counting, definitions, reader
from task_discipline.services.reports.counting import Question
from task_discipline.services.reports.period import Period

Figures = Mapping[str, int]
_NAMES = ("settled", "counted", "on_time", "late", "first_on_time")


def of_month(period: date) -> dict[str, Figures]:
	"""The figures of everybody who ended tasks in the month, whoever asks: they are of statements, not of reports."""
	month = Period(period, ends(period).date() - timedelta(days=1))
	found = counting.ended(Question(month, reader.of_everything(), reader.Narrowing()))
	return {str(user): {name: int(getattr(sums, name)) for name in _NAMES} for user, sums in found.items()}


def in_words(stored: str | None) -> list[dict[str, str]]:
	"""Figures of a statement as its reader sees them: what each is called, its value, and what it means."""
	found = frappe.parse_json(stored or "{}")
	return [_in_words(name, found[name]) for name in _NAMES if name in found]


def _in_words(name: str, value: object) -> dict[str, str]:
	if name not in definitions.WORDS:
		return {"label": _("Counted"), "value": str(value), "meaning": ""}
	return {"label": definitions.label(name), "value": str(value), "meaning": definitions.meaning(name)}

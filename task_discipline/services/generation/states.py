"""How templates stand after the generator has looked at them, and what goes on record of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe

from task_discipline import compat
from task_discipline.domain.recurrence import Due
from task_discipline.services.generation.claims import TEMPLATE
from task_discipline.services.generation.drafts import Draft, Remark
from task_discipline.services.templates import log, tell
from task_discipline.services.templates.log import Entry

MOST_FAILURES = 5
"""After so many failures in a row a template is suspended."""
_FIRST_PAUSE, _GROWTH = timedelta(minutes=5), 3
TOLD = ("Failed", "Suspended", "Substituted", "Left Out", "Finished")
"""Outcomes that the keepers of a template are told of; of failures in a row the first one only."""
_COLUMNS = ("status", "next_run", "next_occurrence", "handled_until", "turn", "failures", "last_error")
_MAX_ERROR = 500


@dataclass(frozen=True)
class Outcome:
	"""What one look at one template came to: drafts to write, its new state, remarks by occurrence."""

	row: frappe._dict
	state: dict[str, object]
	drafts: tuple[Draft, ...] = ()
	remarks: tuple[tuple[datetime | None, Remark], ...] = ()


def current(row: frappe._dict) -> dict[str, object]:
	"""The state fields of a template as they are stored."""
	return {column: row[column] for column in _COLUMNS}


def after(row: frappe._dict, due: Due) -> dict[str, object]:
	"""The state once all that is due has been dealt with."""
	state = current(row) | {"failures": 0, "last_error": None, "handled_until": due.handled_until}
	if due.next is None:
		return state | {"status": "Finished", "next_run": None, "next_occurrence": None}
	return state | {"next_run": due.next.create_at, "next_occurrence": due.next.moment}


def failed(row: frappe._dict, error: Exception, now: datetime) -> Outcome:
	"""A template that could not be dealt with: tried again after a growing pause, suspended after several times."""
	failures, words = (row.failures or 0) + 1, _in_words(error)
	state = current(row) | {"failures": failures, "last_error": words}
	if failures >= MOST_FAILURES:
		return suspended(row, state, words)
	state["next_run"] = now + _FIRST_PAUSE * _GROWTH ** (failures - 1)
	return Outcome(row, state, remarks=((row.next_occurrence, ("Failed", words)),))


def suspended(row: frappe._dict, state: dict[str, object], reason: str) -> Outcome:
	"""A template that makes no more tasks until somebody resumes it."""
	state = state | {"status": "Suspended", "next_run": None, "last_error": reason}
	return Outcome(row, state, remarks=((row.next_occurrence, ("Suspended", reason)),))


def store(outcomes: Sequence[Outcome], tasks: Sequence[str]) -> None:
	"""Write the states and the records of ``outcomes``; ``tasks`` are the names of their drafts, in order."""
	compat.update_many(TEMPLATE, {outcome.row.name: outcome.state for outcome in outcomes})
	made, entries = iter(tasks), []
	for outcome in outcomes:
		for draft in outcome.drafts:
			task = next(made)
			entries += [_entry(outcome, draft.occurrence, remark, task) for remark in draft.remarks]
		entries += [_entry(outcome, occurrence, remark) for occurrence, remark in outcome.remarks]
	log.record_all(entries)


def tell_owners(outcomes: Sequence[Outcome]) -> None:
	"""Tell those who keep the templates what they have to know or act on."""
	for outcome in outcomes:
		remarks = [remark for draft in outcome.drafts for remark in draft.remarks]
		remarks += [remark for _occurrence, remark in outcome.remarks]
		for name in TOLD:
			reasons = dict.fromkeys(reason for what, reason in remarks if what == name)
			if reasons and not (name == "Failed" and outcome.state["failures"] != 1):
				tell.tell(outcome.row, name, " ".join(reasons))


def _entry(outcome: Outcome, occurrence: datetime | None, remark: Remark, task: str | None = None) -> Entry:
	name, reason = remark
	return Entry(outcome.row.name, name, reason, occurrence, task)


def _in_words(error: Exception) -> str:
	words = frappe.utils.strip_html(str(error)).strip() or type(error).__name__
	return words[:_MAX_ERROR]

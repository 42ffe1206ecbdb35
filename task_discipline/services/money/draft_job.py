"""Drafting a month in the background: how far it is, and what it said in the end."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial

import frappe
from frappe import _

from task_discipline import busy, money_rights
from task_discipline.services import background, batches
from task_discipline.services.money import drafting, months, site

JOB = "task_discipline.td_jobs.draft_month"
_WORK = "draft_month"


def start(period: object, users: Collection[str] | None) -> dict[str, object]:
	"""Let a worker draft a month for ``users`` or everybody; returns the state. One that runs already goes on."""
	_require_right()
	site.require_on()
	site.require_unit()
	month = months.parsed(period)
	if users is not None and not users:
		frappe.throw(_("Choose at least one person, or leave the choice empty for everybody."))
	if state().get("state") == "running":
		return state()
	_note("running", month, 0, 0)
	background.enqueue(JOB, period=str(month), users=None if users is None else list(users))
	return state()


def state() -> dict[str, object]:
	"""How far the caller's last draft is: ``state`` (none, running, done, failed), ``done``, ``total``, ``result``."""
	_require_right()
	return background.state(_WORK)


def run(period: object, users: Collection[str] | None, commit: Callable[[], None]) -> dict[str, object]:
	"""Draft the month and keep what was done to be read; returns the state in the end."""
	_require_right()
	month = months.parsed(period)
	progress = partial(_note, "running", month)
	try:
		with busy.said():
			outcome = batches.retried(lambda: drafting.draft(month, users, commit, progress), commit)
	except Exception as error:
		_note("failed", month, 0, 0, {"why": str(error)})
		raise
	_note("done", month, len(outcome.drafted), len(outcome.drafted), drafting.in_words(outcome))
	return state()


def _require_right() -> None:
	money_rights.require_manager(_("Statements"))


def _note(word: str, period: date, done: int, total: int, result: dict[str, object] | None = None) -> None:
	background.note(
		_WORK, word, done, total, period=str(period), month=months.in_words(period), result=result
	)

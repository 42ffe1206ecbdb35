"""The generator: takes templates that are due, makes their tasks, one transaction for each small batch."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import frappe
from frappe import _
from rq.timeouts import JobTimeoutException

from task_discipline import compat
from task_discipline.domain import recurrence
from task_discipline.domain.recurrence import Due, Occurrence
from task_discipline.services import batches, clock
from task_discipline.services.batches import Commit
from task_discipline.services.generation import claims, sources, states, writer
from task_discipline.services.generation.drafts import Circumstances, Draft, Remark, circumstances, draft
from task_discipline.services.generation.sources import Source
from task_discipline.services.generation.staff import Unavailable
from task_discipline.services.generation.states import Outcome
from task_discipline.services.rule_texts import passed_over_text
from task_discipline.services.templates import records


def renew(commit: Commit, seconds: float) -> int:
	"""Make every task that is due, for at most ``seconds``; returns how many templates were dealt with.

	``commit`` ends each batch. Whatever is killed on the way, what was not committed is due again.
	"""
	return batches.work_off(
		lambda: claims.due_names(clock.now()), claims.batches, _renew_batch, _give_up, commit, seconds
	)


def renew_these(names: list[str]) -> None:
	"""Make what is due of these templates alone, inside the caller's transaction; errors are the caller's."""
	_renew_batch(names)


def create_now(name: str) -> str:
	"""Make one task of the template at this moment, beside its rule; returns the name of the task.

	Raises ``frappe.ValidationError`` where nobody can take it or one was made in this very second.
	"""
	now = clock.now()
	source = sources.load([claims.take(name)])[0]
	around = circumstances([source], now)
	if source.row.assigner not in around.staff.active:
		frappe.throw(_disabled_assigner(source.row.assigner))
	try:
		made = draft(source, Occurrence(now, now, now, ()), around)
		tasks = writer.write([made])
	except Unavailable as error:
		frappe.throw(_("{0} Choose other people in the template.").format(error))
	except Exception as error:
		if not compat.is_unique_key_violation(error):
			raise
		frappe.throw(_("A task was made in this very moment. Look at it before you make another."))
	state = states.current(source.row) | {"turn": made.choice.turn}
	outcome = Outcome(source.row, state, (made,))
	states.store([outcome], tasks)
	states.tell_owners([outcome])
	return tasks[0]


def _renew_batch(names: Sequence[str]) -> int:
	now = clock.now()
	found = sources.load(claims.claim(names, now))
	if not found:
		return 0
	with clock.at(now):  # what is made together bears one moment
		_deal_with(found, now)
	return len(found)


def _deal_with(found: list[Source], now: datetime) -> None:
	around = circumstances(found, now)
	outcomes = _without_made([_looked_at(source, around) for source in found])
	tasks = writer.write([made for outcome in outcomes for made in outcome.drafts])
	states.store(outcomes, tasks)
	states.tell_owners(outcomes)


def _without_made(outcomes: list[Outcome]) -> list[Outcome]:
	"""The outcomes without drafts of occurrences that have their task already, however they came by it."""
	drafts = [made for outcome in outcomes for made in outcome.drafts]
	stored = writer.stored_occurrences(drafts)
	return [
		replace(outcome, drafts=tuple(made for made in outcome.drafts if made.key not in stored))
		for outcome in outcomes
	]


def _looked_at(source: Source, around: Circumstances) -> Outcome:
	turn = source.row.turn
	try:
		return _outcome(source, around)
	except JobTimeoutException:
		raise
	except Exception as error:
		frappe.log_error(
			title=_("A task template failed"),
			reference_doctype=claims.TEMPLATE,
			reference_name=source.name,
		)
		source.row.turn = turn  # nothing of it is made, so nobody has had his turn
		return states.failed(source.row, error, around.now)


def _outcome(source: Source, around: Circumstances) -> Outcome:
	row = source.row
	due = recurrence.due(
		records.rule_of(row),
		around.calendars[row.work_calendar],
		row.handled_until,
		around.now,
		*records.missed_of(row),
	)
	if row.assigner not in around.staff.active:
		return states.suspended(row, states.current(row), _disabled_assigner(row.assigner))
	drafts: list[Draft] = []
	for occurrence in due.make:
		try:
			drafts.append(_next_draft(source, occurrence, around))
		except Unavailable as error:
			return _stopped(source, drafts, str(error))
	return Outcome(row, states.after(row, due), tuple(drafts), tuple(_remarks(due)))


def _remarks(due: Due) -> Iterator[tuple[datetime | None, Remark]]:
	"""What goes on record of one look besides the tasks."""
	if due.older_passed_over:
		yield (
			None,
			("Skipped", _("{0} older dates were missed and passed over.").format(due.older_passed_over)),
		)
	for occurrence, reason in due.passed_over:
		yield occurrence.planned, ("Skipped", passed_over_text(reason))
	if due.next is None:
		yield due.handled_until, ("Finished", _("The rule has no further date."))


def _next_draft(source: Source, occurrence: Occurrence, around: Circumstances) -> Draft:
	made = draft(source, occurrence, around)
	source.row.turn = made.choice.turn
	around.staff.load[made.choice.responsible] += 1
	return made


def _stopped(source: Source, drafts: Sequence[Draft], reason: str) -> Outcome:
	"""Suspended in the middle: what was drafted before is made, the rest waits for the one who resumes it."""
	row = source.row
	handled = drafts[-1].occurrence if drafts else row.handled_until
	state = states.current(row) | {"handled_until": handled}
	outcome = states.suspended(row, state, reason)
	return replace(outcome, drafts=tuple(drafts))


def _disabled_assigner(user: str) -> str:
	return _("No task was made: the account of its assigner {0} is disabled.").format(
		frappe.utils.get_fullname(user)
	)


def _give_up(name: str, error: Exception) -> None:
	"""Record the failure of a template whose tasks could not be written."""
	now = clock.now()
	for row in claims.claim([name], now):
		outcome = states.failed(row, error, now)
		states.store([outcome], [])
		states.tell_owners([outcome])

"""A month's rules and ratings -> entries: what is to be, minus what stands on record.

A second evaluation finds nothing to write. A month that was shown to a person stays as he saw it: what changes after
that becomes entries of the month that is evaluated then, and says of which month it is. Entries are written in the
name of whoever asks for them; everything is read for all people at once.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from task_discipline import compat
from task_discipline.domain.award_ledger import Booked, Due, differences
from task_discipline.domain.award_limits import Outcome
from task_discipline.domain.award_limits import evaluate as find_targets
from task_discipline.domain.award_tasks import LATE
from task_discipline.domain.award_terms import Event, Terms
from task_discipline.domain.awards import OPEN, CaseKey, Mark, Month, Past, Site
from task_discipline.domain.statements import State
from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock, rows
from task_discipline.services.money import (
	changes,
	judging,
	limits,
	marks,
	notes,
	record,
	site,
	standing,
	terms,
)

Progress = Callable[[int, int], None]
_STEPS = 4


@dataclass
class Result:
	"""What an evaluation has done."""

	period: date
	made: int = 0
	"""Entries written, corrections of earlier months among them."""
	corrected: int = 0
	"""Those among them that are of an earlier month."""
	unchanged: int = 0
	"""Cases whose record says already what it should."""
	decided: int = 0
	"""Cases that a manager has corrected, and that are his since then."""
	shown: tuple[str, ...] = ()
	"""People whose month they have seen already: what has changed since comes into a later one."""
	skipped: dict[str, str] = field(default_factory=dict)
	"""People for whom nothing is counted, and why."""
	notes: list[str] = field(default_factory=list)
	"""What could not be counted as the rules say, in words."""


def evaluate(
	period: date, users: Collection[str] | None = None, progress: Progress = lambda *_: None
) -> Result:
	"""Evaluate the rules of the month that begins with ``period``, of ``users`` or of everybody.

	In one transaction of the caller's. Raises ``frappe.ValidationError`` where fines and rewards are switched off or
	nobody has said in which currency they are.
	"""
	site.require_on()
	_lock()
	run = _Run(getdate(period).replace(day=1), None if users is None else frozenset(users))
	if run.rules and not run.unit:
		_refuse_without_currency()
	run.correct_earlier()
	progress(1, _STEPS)
	run.evaluate(progress)
	return run.result


def _refuse_without_currency() -> None:
	frappe.throw(
		_(
			"No currency is set for fines and rewards, so nothing was counted. Choose one in {0}, or count in points."
		).format(frappe.bold(_("TD Settings"))),
		title=_("Currency is missing"),
	)


def _lock() -> None:
	"""One evaluation at a time: the second waits here, and finds the entries of the first."""
	# A row that is always there and that nothing else waits for.
	frappe.db.get_value("DocType", ENTRY, "name", for_update=True)


class _Run:
	"""One evaluation, with what all of its months share."""

	def __init__(self, period: date, users: frozenset[str] | None) -> None:
		self.period, self.users = period, users
		self.result = Result(period)
		self.rules = terms.all_terms()
		self.unit, self.now = site.unit(), clock.now()
		self.moves_money = site.mode_of(period) in site.PAYING
		self.active = notes.active_people()

	def correct_earlier(self) -> None:
		"""Bring what has changed since an earlier month was shown into this one."""
		for about, people in changes.since_shown(
			self.period, self.users, self.unit, moves_money=self.moves_money
		):
			known = self._known(about, people)
			before = self.result.made
			self._write(about, known, people & self.active)
			self.result.corrected += self.result.made - before

	def evaluate(self, progress: Progress) -> None:
		"""The month itself, of everybody to whom it was not shown yet."""
		known = self._known(self.period, self.users)
		progress(2, _STEPS)
		shown = self._shown()
		self.result.shown = tuple(sorted(shown))
		self.result.skipped = notes.left(
			({mark.user for mark in known.marks} | set(self.users or ())) - self.active
		)
		progress(3, _STEPS)
		self._write(self.period, known, None, but_not=shown)
		progress(_STEPS, _STEPS)

	def _shown(self) -> set[str]:
		"""Whose month is out of the drafts, as committed now and until this transaction ends."""
		# By their names, as each single step locks one: by another index the two could wait for each other.
		names = frappe.get_all(STATEMENT, {"period": self.period}, pluck="name", order_by=None)
		found = compat.rows_now(STATEMENT, ["user", "state"], {"name": names or [""]})
		return {row.user for row in found if row.state != State.DRAFT.value}

	def _known(self, about: date, users: Collection[str] | None) -> "Known":
		month = month_of(about, self.now)
		rules = [one for one in self.rules if _touches(one, month)]
		# Whoever is best is best among all.
		among = None if any(one.event is Event.MOST_DONE for one in rules) else users
		return known_of(month, rules, among, self.active)

	def _write(
		self, about: date, known: "Known", users: Collection[str] | None, but_not: Collection[str] = ()
	) -> None:
		wanted = users if users is not None else self.users
		outcome, counted = known.outcome(about, self.unit), self.active - set(but_not)
		ours = [
			one for one in outcome.targets if one.user in counted and (wanted is None or one.user in wanted)
		]
		later = record.later(about, {one.task for one in ours if one.task}, self.unit)
		for unit, booked in self._booked(about, wanted):
			# Of a task that a later month has counted as a whole, nothing is left for this one.
			ours = [one for one in ours if one.key in booked or one.key not in later]
			kept = {key: one for key, one in booked.items() if key[0] in counted}
			# What was counted in another unit is taken back in that unit.
			due, unchanged, decided = differences(ours if unit == self.unit else [], kept)
			self._insert(due, about, unit)
			self.result.unchanged += unchanged
			self.result.decided += len(decided)
		self.result.notes += notes.in_words(outcome.notes, wanted)

	def _booked(
		self, about: date, users: Collection[str] | None
	) -> Iterable[tuple[str, dict[CaseKey, Booked]]]:
		found = record.of_month(about, users)
		return ({self.unit: {}} | found).items()

	def _insert(self, dues: Sequence[Due], about: date, unit: str) -> None:
		entries = [
			{
				**record.columns_of(due, self.period, about, unit, _key(due, about, unit)),
				"moves_money": int(self.moves_money),
			}
			for due in dues
		]
		# Nothing can be there: the key is the last guard, should anybody have come past the lock.
		rows.insert(ENTRY, entries, keep_existing=True)
		self.result.made += len(entries)


@dataclass(frozen=True)
class Known:
	"""What is known of a month: its rules and the marks of its people."""

	month: Month
	rules: Sequence[Terms]
	marks: Sequence[Mark]

	def outcome(self, about: date, unit: str) -> Outcome:
		"""What the rules come to, with what earlier months have dealt with taken into account."""
		late = {
			mark.task
			for mark in self.marks
			if mark.late_review or LATE in (mark.timeliness, mark.first_timeliness)
		}
		past = record.past(about, late, unit, with_year=any(one.limits.year for one in self.rules))
		return self._found(limits.of_site(about), past)

	def alone(self, about: date) -> Outcome:
		"""What the rules come to with nothing on record."""
		return self._found(limits.of_site(about), Past())

	def _found(self, held: Site, past: Past) -> Outcome:
		overdue = [mark for mark in self.marks if mark.outcome == OPEN]
		runs = marks.runs(self.month, self.rules, overdue, held.shortest_minutes)
		return find_targets(self.month, self.rules, self.marks, held, replace(past, runs=runs))


def month_of(period: date, now: datetime) -> Month:
	"""The month as far as it is known ``now``."""
	begin, end = (datetime.combine(day, time()) for day in (period, getdate(add_months(period, 1))))
	return Month(begin, end, min(now, end))


def _touches(one: Terms, month: Month) -> bool:
	return one.since < month.end and (one.until is None or one.until > month.begin)


def known_of(
	month: Month, rules: Sequence[Terms], users: Collection[str] | None, active: Collection[str]
) -> Known:
	"""Everything that the rules may be about, of ``users`` or of everybody; nothing where there are no rules."""
	if not rules:
		return Known(month, rules, [])
	with_reviews = any(one.event is Event.LATE_REVIEW for one in rules)
	found = marks.of_month(month, users, with_reviews=with_reviews)
	if with_reviews:
		found = _with_late_reviews(found, judging.late(month, users))
	found += standing.overdue(month, users)
	# Of whoever has left, nothing counts but how his work was reviewed.
	return Known(month, rules, [one if one.user in active else one._replace(agreement="") for one in found])


def _with_late_reviews(found: Sequence[Mark], judged: Sequence[Mark]) -> list[Mark]:
	"""The reviews of a task are one case: of what stood at the month's end nothing counts a second time."""
	tasks = {mark.task for mark in judged}
	return [*(mark._replace(late_review=0) if mark.task in tasks else mark for mark in found), *judged]


def _key(due: Due, about: date, unit: str) -> str:
	said = (about, unit, due.user, due.event.value, due.task, due.serial)
	return hashlib.sha256("|".join(map(str, said)).encode()).hexdigest()

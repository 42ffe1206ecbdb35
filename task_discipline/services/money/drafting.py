"""Drafts a month: evaluates its rules, gives everybody concerned his statement, and says what became of each.

Drafting twice doubles nothing: there is one statement of a person and month, drafts are made anew from what is so now,
and whatever was shown stays as it was shown. Entries that come too late for a shown month go to the next draft.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import frappe
from frappe import _

from task_discipline import compat, people
from task_discipline.domain.statements import State, ends
from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import batches, clock, recipients, rows
from task_discipline.services.money import evaluation, figures, notes, site, totals
from task_discipline.services.recipients import full_names

BATCH = 500
"""Statements in one transaction."""
_SERIES = "TDS-.#####"
Progress = Callable[[int, int], None]


@dataclass
class Outcome:
	"""What drafting a month has done; people by their names."""

	period: date
	begun_at: datetime
	"""What is so at this moment is in the drafts."""
	made: list[str] = field(default_factory=list)
	refreshed: list[str] = field(default_factory=list)
	there: dict[str, str] = field(default_factory=dict)
	"""Whose month is out of the drafts already, and in which state."""
	skipped: dict[str, str] = field(default_factory=dict)
	"""Who gets no statement, and why."""
	notes: list[str] = field(default_factory=list)
	"""What could not be counted as the rules say."""
	kept_units: dict[str, str] = field(default_factory=dict)
	"""Whose draft holds entries in another unit than the site's of today, and in which."""

	@property
	def drafted(self) -> list[str]:
		"""Everybody whose draft is new or renewed."""
		return [*self.made, *self.refreshed]


def draft(
	period: date, users: Collection[str] | None, commit: batches.Commit, progress: Progress = lambda *_: None
) -> Outcome:
	"""Draft the month of ``users``, or of everybody who had tasks or entries in it, in transactions of ``BATCH`` people."""
	site.require_on()
	outcome = Outcome(period, clock.now())
	wanted = None if users is None else sorted(set(users))
	evaluated = evaluation.evaluate(period, wanted)
	commit()
	outcome.skipped |= evaluated.skipped
	outcome.notes += evaluated.notes
	concerned = _concerned(period, wanted)
	_skip(outcome, concerned, wanted)
	found = figures.of_month(period)
	todo = [user for user in concerned if user not in outcome.skipped]
	for start in range(0, len(todo), BATCH):
		_draft_batch(outcome, todo[start : start + BATCH], found)
		commit()
		progress(min(start + BATCH, len(todo)), len(todo))
	outcome.notes += notes.kept_units(outcome.kept_units, site.unit())
	return outcome


def _concerned(period: date, wanted: Sequence[str] | None) -> list[str]:
	"""Everybody with a task settled in the month, an entry without a statement, or a statement of it."""
	among, names = ("", ()) if wanted is None else (" and `user` in %s", (tuple(wanted) or ("",),))
	found = frappe.db.sql(
		f"""select distinct `user` from `tabTD Task Rating` where settled_at >= %s and settled_at < %s{among}
		union select `user` from `tab{ENTRY}`
		where period <= %s and (`statement` is null or `statement` = ''){among}
		union select `user` from `tab{STATEMENT}` where period = %s{among}""",
		(period, ends(period), *names, period, *names, period, *names),
		pluck=True,
	)
	return sorted(found)


def _skip(outcome: Outcome, concerned: Sequence[str], wanted: Sequence[str] | None) -> None:
	there = {one.user for one in recipients.load(concerned)}
	left = people.who_left(concerned)
	for user in concerned:
		if user not in there:
			outcome.skipped[user] = _("The account is closed, so nobody could answer. Settle it by hand.")
		elif user in left:
			outcome.skipped[user] = _("Left the company. Settle what is open by hand.")
	for user in wanted or ():
		if user not in concerned and user not in outcome.skipped:
			outcome.skipped[user] = _("Had no tasks, fines or rewards in this month")


def _draft_batch(outcome: Outcome, users: Sequence[str], found: Mapping[str, figures.Figures]) -> None:
	_make_missing(outcome, users)
	# Under lock: a draft that somebody shows at this moment must not change any more.
	drafts: dict[str, str] = {}
	for row in _locked(outcome.period, users):
		if row.state == State.DRAFT.value:
			drafts[row.user] = row.name
		else:
			outcome.there[row.user] = row.state
	outcome.refreshed += [user for user in drafts if user not in set(outcome.made)]
	_refresh(outcome, drafts, found)
	_gather(outcome.period, drafts)


def _make_missing(outcome: Outcome, users: Sequence[str]) -> None:
	known = frappe.get_all(
		STATEMENT, {"period": outcome.period, "user": ("in", list(users))}, pluck="user", order_by=None
	)
	missing = [user for user in users if user not in set(known)]
	if not missing:
		return
	called = full_names(missing)
	common = {
		"period": outcome.period,
		"state": State.DRAFT.value,
		"mode": site.mode_of(outcome.period),
		"unit": site.unit(),
	}
	records = [{"user": user, "full_name": called.get(user, user), **common} for user in missing]
	names = compat.next_in_series(_SERIES, len(records))
	# Another who drafts the same month at the same time may have been faster.
	rows.insert(STATEMENT, records, names, keep_existing=True)
	ours = set(frappe.get_all(STATEMENT, {"name": ("in", names)}, pluck="user", order_by=None))
	outcome.made += [user for user in missing if user in ours]


def _locked(period: date, users: Sequence[str]) -> list[frappe._dict]:
	# By their names, as each single step locks one: by another index the two could wait for each other.
	names = frappe.get_all(
		STATEMENT, {"period": period, "user": ("in", list(users))}, pluck="name", order_by=None
	)
	statement = frappe.qb.DocType(STATEMENT)
	return (
		frappe.qb.from_(statement)
		.where(statement.name.isin(names or [""]))
		.select(statement.name, statement.user, statement.state)
		.orderby(statement.name)
		.for_update()
		.run(as_dict=True)
	)


def _gather(period: date, drafts: Mapping[str, str]) -> None:
	"""Give the drafts the entries of their people that belong to no statement yet: of this month, and late ones of earlier months."""
	loose = _loose(period, list(drafts.values()))
	compat.update_many(ENTRY, {row.name: {"statement": row.statement} for row in loose})
	totals.recount(list(drafts.values()))


def _loose(period: date, drafts: Sequence[str]) -> list[frappe._dict]:
	if not drafts:
		return []
	# Sums of two units are none, so what was counted in another one waits for a statement that counts so.
	# What was on record only is never paid, so it waits for a statement that pays nothing.
	return frappe.db.sql(
		f"""select entry.`name`, statement.`name` as statement from `tab{STATEMENT}` statement
		join `tab{ENTRY}` entry on entry.`user` = statement.`user` and entry.`period` <= %s
		and (entry.`statement` is null or entry.`statement` = '')
		and coalesce(entry.`unit`, '') = coalesce(statement.`unit`, '')
		where statement.`name` in %s and (entry.`moves_money` = 1 or statement.`mode` not in %s)""",
		(period, tuple(drafts), site.PAYING),
		as_dict=True,
	)


def _refresh(outcome: Outcome, drafts: Mapping[str, str], found: Mapping[str, figures.Figures]) -> None:
	"""The figures of the month, what the sums are for, and in which unit they are, as it is now."""
	common = {"mode": site.mode_of(outcome.period), "drafted_at": outcome.begun_at}
	unit, held = site.unit(), _units_held(list(drafts.values()))
	values = {}
	for user, name in drafts.items():
		kept = held.get(name, unit)
		if kept != unit:
			outcome.kept_units[user] = kept
		values[name] = {"figures": frappe.as_json(found.get(user, {}), indent=None), "unit": kept} | common
	compat.update_many(STATEMENT, values)


def _units_held(drafts: Sequence[str]) -> dict[str, str]:
	"""The unit of the entries that drafts hold already, by the names of the drafts: theirs, for sums of two are none."""
	found = frappe.get_all(
		ENTRY, {"statement": ("in", [*drafts, ""])}, ["statement", "unit"], order_by=None, limit=0
	)
	return {row.statement: row.unit or "" for row in found}


def in_words(outcome: Outcome) -> dict[str, object]:
	"""The outcome with full names, as a page shows it."""
	called = full_names([*outcome.drafted, *outcome.there, *outcome.skipped])

	def people_of(reasons: Mapping[str, str]) -> list[dict[str, str]]:
		return [{"user": user, "name": called.get(user, user), "why": why} for user, why in reasons.items()]

	return {
		"made": people_of(dict.fromkeys(outcome.made, "")),
		"refreshed": people_of(dict.fromkeys(outcome.refreshed, "")),
		"there": people_of(
			{user: _(state, context="TD Discipline Statement") for user, state in outcome.there.items()}
		),
		"skipped": people_of(outcome.skipped),
		"notes": outcome.notes,
	}

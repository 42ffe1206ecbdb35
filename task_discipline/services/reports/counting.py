"""Sums of a period for each person, project or day, in a handful of statements whatever their number.

What has ended is summed from the ratings, what is open from the tasks. Each statement reads a range of one index;
none reads the archive behind the period.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate

from task_discipline import compat_words
from task_discipline.domain.measures import Sums
from task_discipline.services import settings
from task_discipline.services.reports.period import Period
from task_discipline.services.reports.reader import RATING, Narrowing, Reader

PERSON, DAY = "user", "day"
"""Keys of groups beside assigner, project and template, which are called alike in both tables."""

Key = object
Groups = dict[Key, Sums]

_OPEN = "('New', 'In Progress', 'On Hold', 'Declined')"  # a submitted one has its rating already
_IN_TIME = "('Early', 'On Time')"
_ADDED = {
	"settled": "count(*)",
	"counted": "sum(counted)",
	"done": "sum(case when counted = 1 and outcome = 'Done' then 1 else 0 end)",
	"on_time": f"sum(case when counted = 1 and timeliness in {_IN_TIME} then 1 else 0 end)",
	"late": "sum(case when counted = 1 and timeliness = 'Late' then 1 else 0 end)",
	"first_on_time": f"sum(case when counted = 1 and first_timeliness in {_IN_TIME} then 1 else 0 end)",
	"returned": "sum(case when counted = 1 and returns > 0 then 1 else 0 end)",
	"first_passes": "sum(case when counted = 1 and outcome = 'Done' and first_pass = 1 then 1 else 0 end)",
	"late_reviews": "sum(case when counted = 1 and late_review = 1 then 1 else 0 end)",
	"weight": "sum(case when counted = 1 then weight else 0 end)",
	"on_time_weight": f"sum(case when counted = 1 and timeliness in {_IN_TIME} then weight else 0 end)",
	"first_on_time_weight": f"sum(case when counted = 1 and first_timeliness in {_IN_TIME} then weight else 0 end)",
}
"""What the ratings of a period add to ``Sums``."""
_SPANS = {
	"delays": "case when counted = 1 and timeliness = 'Late' then fair_delay_minutes end",
	"earliness": "case when counted = 1 and timeliness = 'Early' then early_minutes end",
}
"""What each of them adds to the lists of ``Sums``, of which the middle is looked for."""
_EVERYTHING = (*_ADDED, *_SPANS)
_OF_RANKS = ("counted", "done", "first_passes", "weight", "on_time_weight", "first_on_time_weight")
"""Those of them that a rank is made of."""
_WEIGHT = (
	# Nobody has weighed a task of the usual weight, so its priority counts.
	"case when weight > 0 and weight <> 1 then weight when priority = 'Low' then 0.5"
	" when priority = 'High' then 1.5 when priority = 'Urgent' then 2 else 1 end"
)
"""Of an open task, as its rating will have it."""


@dataclass(frozen=True)
class Question:
	"""What is counted: the tasks of a period that a reader may see and has asked for, by a ``key``."""

	period: Period
	reader: Reader
	narrowing: Narrowing
	key: str = PERSON
	long_only: bool = False
	"""Leave out what took less time than a task that can be ranked."""

	def of_ratings(self, *conditions: str) -> tuple[str, dict[str, object]]:
		"""Condition and values of a statement on ratings."""
		parts, values = self.narrowing.conditions("user")
		if self.long_only:
			parts.append(f"{_taken()} >= %(shortest)s")
			values["shortest"] = settings.load().shortest_minutes
		return self._joined([*conditions, *parts, self.reader.ratings]), self._moments() | values

	def of_tasks(self, *conditions: str) -> tuple[str, dict[str, object]]:
		"""Condition and values of a statement on tasks."""
		parts, values = self.narrowing.conditions("responsible")
		return self._joined([*conditions, *parts, self.reader.tasks]), self._moments() | values

	@property
	def is_of_everybody(self) -> bool:
		"""Whether it is what ranks are made of: each person of the site by everything that he has."""
		is_whole = self.reader.is_manager and self.narrowing == Narrowing()
		return is_whole and self.key == PERSON and not self.long_only

	def rating_key(self) -> str:
		"""The group of a rating."""
		return "date(settled_at)" if self.key == DAY else f"`{self.key}`"

	def task_key(self, moment: str) -> str:
		"""The group of a task; ``moment`` is the column that a day is taken from."""
		if self.key == DAY:
			return f"date(`{moment}`)"
		return "`responsible`" if self.key == PERSON else f"`{self.key}`"

	def _moments(self) -> dict[str, object]:
		period = self.period
		return {"start": period.start, "end": period.end, "afterwards": period.afterwards}

	@staticmethod
	def _joined(parts: Iterable[str]) -> str:
		return " and ".join(filter(None, parts))


def count(question: Question, ranked: Groups | None = None) -> Groups:
	"""The sums of every group but for the tasks in progress, which ``add_in_progress`` brings.

	Into ``ranked`` goes what ``for_ranks`` would bring, of a question that ``is_of_everybody``.
	"""
	groups = (
		_of_ratings(question, tuple(_ADDED), tuple(_SPANS))
		if ranked is None
		else _of_everybody(question, ranked)
	)
	_add_overdue(groups, question)
	if ranked is not None:
		_copy_overdue(groups, ranked)
	_add_given(groups, question)
	return groups


def for_ranks(question: Question) -> Groups:
	"""As much of the sums as a rank needs."""
	groups = _of_ratings(question, _OF_RANKS)
	_add_overdue(groups, question)
	return groups


def ended(question: Question) -> Groups:
	"""The sums of what has ended in the period, and of nothing that is open."""
	return _of_ratings(question, tuple(_ADDED))


def add_in_progress(groups: Groups, question: Question) -> None:
	"""Count the tasks that were worked on in the period: ended in it or soon after, or open still."""
	for sums in groups.values():
		sums.in_progress = sums.counted
	where, values = question.of_ratings(
		"settled_at >= %(end)s", "settled_at < %(afterwards)s", "given_at < %(end)s", "counted = 1"
	)
	_add_numbers(groups, _grouped(RATING, question.rating_key(), ["count(*)"], where, values))
	_add_numbers(groups, _still_open(question, question.task_key("creation")))


def spans_of_work(question: Question) -> list[tuple[date, date | None, int]]:
	"""Days of beginning and end of the tasks that were worked on, with how many share both; None: open still."""
	where, values = question.of_ratings(
		"settled_at >= %(start)s", "settled_at < %(afterwards)s", "given_at < %(end)s", "counted = 1"
	)
	ended = frappe.db.sql(
		f"""select date(given_at), date(settled_at), count(*) from `tab{RATING}`
		where {where} group by date(given_at), date(settled_at)""",
		values,
	)
	waiting = _still_open(question, "date(creation)")
	# SQLite makes text of a moment's day.
	return [
		*((getdate(given), getdate(settled), number) for given, settled, number in ended),
		*((getdate(day), None, number) for day, number in waiting),
	]


def _still_open(question: Question, key: str) -> Sequence[tuple[Key, int]]:
	where, values = question.of_tasks(f"status in {_OPEN}", "creation < %(end)s", "responsible != assigner")
	return _grouped("TD Task", key, ["count(*)"], where, values)


def _of_ratings(question: Question, names: Sequence[str], spans: Sequence[str] = ()) -> Groups:
	where, values = question.of_ratings("settled_at >= %(start)s", "settled_at < %(end)s")
	columns = [*(_ADDED[name] for name in names), *(compat_words.strung(_SPANS[name]) for name in spans)]
	rows = _grouped(RATING, question.rating_key(), columns, where, values)
	groups: Groups = defaultdict(Sums)
	groups.update((key, _sums((*names, *spans), found)) for key, *found in rows)
	return groups


def _of_everybody(question: Question, ranked: Groups) -> Groups:
	"""``_of_ratings`` with what can be ranked put into ``ranked`` as well: ratings are read but once."""
	where, values = question.of_ratings("settled_at >= %(start)s", "settled_at < %(end)s")
	can_be_ranked, values["shortest"] = f"{_taken()} >= %(shortest)s", settings.load().shortest_minutes
	strung = map(compat_words.strung, _SPANS.values())
	columns = [f"max(case when {can_be_ranked} then 1 else 0 end)", *_ADDED.values(), *strung]
	groups: Groups = defaultdict(Sums)
	for key, is_long, *found in _grouped(RATING, "`user`", columns, where, values, can_be_ranked):
		sums = _sums(_EVERYTHING, found)
		if is_long:
			ranked[key] = replace(sums, delays=[], earliness=[])
		if key in groups:
			groups[key].add(sums)
		else:
			groups[key] = sums
	return groups


def _sums(names: Sequence[str], found: Sequence[object]) -> Sums:
	return Sums(**{name: _read(name, value) for name, value in zip(names, found, strict=True)})


def _read(name: str, value: Any) -> int | float | list[int]:
	if name in _SPANS:
		return list(map(int, value.split(","))) if value else []
	return float(value or 0) if name.endswith("weight") else int(value or 0)


def _copy_overdue(groups: Groups, ranked: Groups) -> None:
	for key, sums in groups.items():
		if sums.overdue:
			ranked.setdefault(key, Sums()).add(Sums(overdue=sums.overdue, overdue_weight=sums.overdue_weight))


def _add_overdue(groups: Groups, question: Question) -> None:
	# What waits for another task is not its responsible's time, as his rating will say.
	where, values = question.of_tasks(
		"timeliness = 'Overdue'", "deadline < %(end)s", "responsible != assigner", "is_blocked = 0"
	)
	key, columns = question.task_key("deadline"), ["count(*)", f"sum({_WEIGHT})"]
	for group, number, weight in _grouped("TD Task", key, columns, where, values):
		groups[group].overdue += number
		groups[group].overdue_weight += float(weight)


def _add_given(groups: Groups, question: Question) -> None:
	where, values = question.of_tasks("creation >= %(start)s", "creation < %(end)s")
	for key, number in _grouped("TD Task", question.task_key("creation"), ["count(*)"], where, values):
		groups[key].given += number


def _grouped(
	doctype: str,
	key: str,
	columns: Sequence[str],
	where: str,
	values: Mapping[str, object],
	*parted_by: str,
) -> Sequence[tuple[Any, ...]]:
	"""Rows of each group: its key, and the sums of ``columns``; a group may be ``parted_by`` something else."""
	# By its digest: a temporary table of names as wide as the host keeps them takes five times as long.
	grouped = ", ".join((compat_words.digest(key), *parted_by))
	statement = (
		f"select min({key}), {', '.join(columns)} from `tab{doctype}` where {where} group by {grouped}"
	)
	return frappe.db.sql(compat_words.unshortened(statement), values)


def _add_numbers(groups: Groups, numbers: Iterable[tuple[Key, int]]) -> None:
	# Whoever has nothing else in the period makes no row of his own.
	for key, number in numbers:
		if key in groups:
			groups[key].in_progress += number


def _taken() -> str:
	return compat_words.minutes_between("given_at", "settled_at")

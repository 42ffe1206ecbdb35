"""Sums of a period for each person, project or day, in a handful of statements whatever their number.

What has ended is summed from the ratings, what is open from the tasks. Each statement reads a range of one index;
none reads the archive behind the period.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import frappe

from task_discipline import compat
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
_WEIGHT = (
	"case when weight > 0 then weight when priority = 'Low' then 0.5"
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
			taken = compat.minutes_between("given_at", "settled_at")
			parts.append(f"{taken} >= %(shortest)s")
			values["shortest"] = settings.load().shortest_minutes
		return self._joined([*conditions, *parts, self.reader.ratings]), self._moments() | values

	def of_tasks(self, *conditions: str) -> tuple[str, dict[str, object]]:
		"""Condition and values of a statement on tasks."""
		parts, values = self.narrowing.conditions("responsible")
		return self._joined([*conditions, *parts, self.reader.tasks]), self._moments() | values

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


def count(question: Question) -> Groups:
	"""The sums of every group but for the tasks in progress, which ``add_in_progress`` brings."""
	groups: Groups = defaultdict(Sums)
	_add_ratings(groups, question)
	_add_overdue(groups, question)
	_add_given(groups, question)
	_add_spans(groups, question, "delays", "fair_delay_minutes", "Late")
	_add_spans(groups, question, "earliness", "early_minutes", "Early")
	return groups


def for_ranks(question: Question) -> Groups:
	"""As much of the sums as a rank needs."""
	groups: Groups = defaultdict(Sums)
	_add_ratings(groups, question)
	_add_overdue(groups, question)
	return groups


def add_in_progress(groups: Groups, question: Question) -> None:
	"""Count the tasks that were worked on in the period: ended in it or soon after, or open still."""
	for sums in groups.values():
		sums.in_progress = sums.counted
	where, values = question.of_ratings(
		"settled_at >= %(end)s", "settled_at < %(afterwards)s", "given_at < %(end)s", "counted = 1"
	)
	_add_numbers(groups, _counted(RATING, question.rating_key(), where, values))
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
	return [*ended, *((day, None, number) for day, number in waiting)]


def _still_open(question: Question, key: str) -> list[tuple[Key, int]]:
	where, values = question.of_tasks(f"status in {_OPEN}", "creation < %(end)s", "responsible != assigner")
	return _counted("TD Task", key, where, values)


def _add_ratings(groups: Groups, question: Question) -> None:
	where, values = question.of_ratings("settled_at >= %(start)s", "settled_at < %(end)s")
	columns = ", ".join(f"{sql} as {name}" for name, sql in _ADDED.items())
	rows = frappe.db.sql(
		f"select {question.rating_key()} as `key`, {columns} from `tab{RATING}` where {where} group by 1",
		values,
		as_dict=True,
	)
	for row in rows:
		groups[row.pop("key")].add(Sums(**{name: _plain(row[name]) for name in _ADDED}))


def _add_overdue(groups: Groups, question: Question) -> None:
	where, values = question.of_tasks(
		"timeliness = 'Overdue'", "deadline < %(end)s", "responsible != assigner"
	)
	rows = frappe.db.sql(
		f"""select {question.task_key("deadline")}, count(*), sum({_WEIGHT})
		from `tabTD Task` where {where} group by 1""",
		values,
	)
	for key, number, weight in rows:
		groups[key].add(Sums(overdue=number, overdue_weight=float(weight)))


def _add_given(groups: Groups, question: Question) -> None:
	where, values = question.of_tasks("creation >= %(start)s", "creation < %(end)s")
	for key, number in _counted("TD Task", question.task_key("creation"), where, values):
		groups[key].add(Sums(given=number))


def _add_spans(groups: Groups, question: Question, name: str, column: str, timeliness: str) -> None:
	where, values = question.of_ratings(
		"settled_at >= %(start)s", "settled_at < %(end)s", "counted = 1", f"timeliness = '{timeliness}'"
	)
	rows = frappe.db.sql(
		f"select {question.rating_key()}, `{column}` from `tab{RATING}` where {where}", values
	)
	for key, minutes in rows:
		getattr(groups[key], name).append(minutes)


def _counted(doctype: str, key: str, where: str, values: Mapping[str, object]) -> list[tuple[Key, int]]:
	return frappe.db.sql(f"select {key}, count(*) from `tab{doctype}` where {where} group by 1", values)


def _add_numbers(groups: Groups, numbers: Iterable[tuple[Key, int]]) -> None:
	# Whoever has nothing else in the period makes no row of his own.
	for key, number in numbers:
		if key in groups:
			groups[key].in_progress += number


def _plain(value: object) -> int | float:
	number = float(value or 0)
	return int(number) if number.is_integer() else number

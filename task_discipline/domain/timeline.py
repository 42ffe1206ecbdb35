"""A calendar's wall clock as running totals: how much of it is work up to any moment, without walking to it.

Wall times are microseconds since 1970 on the calendar's own clock, days are counted from there too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate

from task_discipline.domain.zones import DAY, SECOND

Shift = tuple[int, int]
"""Minutes of the local day on which the shift starts; the end may pass midnight, up to 2880."""

_MINUTE = 60 * SECOND
_FIRST_DAY = date(1970, 1, 1).toordinal()
_FIRST_WEEKDAY = date(1970, 1, 1).weekday()


def day_number(day: date) -> int:
	"""Days from 1970 to ``day``."""
	return day.toordinal() - _FIRST_DAY


def day_of(number: int) -> date:
	"""The day that lies ``number`` days after 1970's first."""
	return date.fromordinal(number + _FIRST_DAY)


class Totals:
	"""Sum of a figure over all days before a given one: whole weeks, plus what single days differ."""

	def __init__(self, week: Sequence[int], changed: Mapping[int, int]) -> None:
		self._week = (0, *accumulate(week))
		self._days = sorted(changed)
		differences = (changed[day] - week[weekday_of(day)] for day in self._days)
		self._differences = (0, *accumulate(differences))

	def before(self, day: int) -> int:
		"""The sum over all days before ``day``, counted from a fixed Monday."""
		weeks, weekday = divmod(day + _FIRST_WEEKDAY, 7)
		changed = self._differences[bisect_left(self._days, day)]
		return weeks * self._week[7] + self._week[weekday] + changed


def weekday_of(day: int) -> int:
	"""0 for a Monday."""
	return (day + _FIRST_WEEKDAY) % 7


class Timeline:
	"""The shifts of a calendar, laid out on its wall clock."""

	def __init__(
		self, week: Sequence[tuple[Shift, ...]], exceptions: Mapping[date, tuple[Shift, ...]]
	) -> None:
		self._week = tuple(_laid_out(week[day], week[day - 1]) for day in range(7))
		changed = {day_number(day): shifts for day, shifts in exceptions.items()}
		self._changed = _irregular_days(week, changed)
		self._work = Totals(
			[_length(day) for day in self._week],
			{day: _length(spans) for day, spans in self._changed.items()},
		)
		self.working_days = Totals(
			[bool(shifts) for shifts in week], {day: bool(shifts) for day, shifts in changed.items()}
		)

	def spans(self, day: int) -> tuple[Shift, ...]:
		"""What is work of that day's 24 hours, as stretches from its midnight on."""
		return self._changed.get(day, self._week[weekday_of(day)])

	def worked(self, wall: int) -> int:
		"""Work up to ``wall``, counted from a fixed Monday."""
		day, into = divmod(wall, DAY)
		today = sum(min(into, end) - begin for begin, end in self.spans(day) if begin < into)
		return self._work.before(day) + today

	def first_at(self, work: int, low: int, high: int) -> int:
		"""The first wall time up to ``high`` at which ``work`` is done; it must not be done at ``low``."""
		days = range(low // DAY, high // DAY + 1)
		day = days[bisect_left(days, work, key=lambda number: self._work.before(number + 1))]
		missing = work - self._work.before(day)
		for begin, end in self.spans(day):
			if missing <= end - begin:
				return day * DAY + begin + missing
			missing -= end - begin
		raise ValueError("not that much work before the upper bound")

	def last_at(self, work: int, low: int, high: int) -> int:
		"""The last wall time up to ``high`` at which no more than ``work`` is done; ``low`` is such a time."""
		days = range(low // DAY, high // DAY + 1)
		day = days[bisect_right(days, work, key=self._work.before) - 1]
		left = work - self._work.before(day)
		for begin, end in self.spans(day):
			if left < end - begin:
				return min(day * DAY + begin + left, high)
			left -= end - begin
		return min((day + 1) * DAY, high)


def _irregular_days(
	week: Sequence[tuple[Shift, ...]], changed: Mapping[int, tuple[Shift, ...]]
) -> dict[int, tuple[Shift, ...]]:
	def shifts(day: int) -> tuple[Shift, ...]:
		return changed.get(day, week[weekday_of(day)])

	# A changed day takes or brings what spills over its midnight, too.
	touched = {*changed, *(day + 1 for day in changed)}
	return {day: _laid_out(shifts(day), shifts(day - 1)) for day in touched}


def _laid_out(own: Iterable[Shift], of_yesterday: Iterable[Shift]) -> tuple[Shift, ...]:
	"""Stretches of one day in microseconds, in order and without overlap."""
	found = [(begin * _MINUTE, end * _MINUTE) for begin, end in own]
	found += [(begin * _MINUTE - DAY, end * _MINUTE - DAY) for begin, end in of_yesterday]
	merged: list[Shift] = []
	for begin, end in sorted((max(begin, 0), min(end, DAY)) for begin, end in found):
		if merged and begin <= merged[-1][1]:
			merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
		elif begin < end:
			merged.append((begin, end))
	return tuple(merged)


def _length(spans: Iterable[Shift]) -> int:
	return sum(end - begin for begin, end in spans)

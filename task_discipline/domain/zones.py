"""Stretches of time in which a zone keeps one offset to UTC.

Moments are microseconds since 1970, in UTC; a wall time is a moment plus the offset that holds then.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1)

_MICROSECOND = timedelta(microseconds=1)
_STEP = 7 * DAY
"""Sampling this wide misses nothing: no zone has changed its offset and taken it back within a week since 1970."""


class Segment(NamedTuple):
	"""From ``begin`` up to ``end`` the zone's wall clock is ``offset`` ahead of UTC."""

	begin: int
	end: int
	offset: int


def microseconds(naive: datetime) -> int:
	"""A naive datetime as a number that can be counted with."""
	return (naive - EPOCH) // _MICROSECOND


def instant(moment: datetime) -> int:
	"""An aware datetime as a moment."""
	return microseconds(moment.astimezone(timezone.utc).replace(tzinfo=None))


def as_utc(moment: int) -> datetime:
	"""The aware datetime of a moment. Raises ``OverflowError`` beyond the years that Python knows."""
	return (EPOCH + timedelta(microseconds=moment)).replace(tzinfo=timezone.utc)


def offset_at(zone: ZoneInfo, moment: int) -> int:
	"""How far the zone's wall clock is ahead of UTC at ``moment``."""
	return (as_utc(moment).astimezone(zone).utcoffset() or timedelta()) // _MICROSECOND


@lru_cache(maxsize=8192)
def transitions(zone: ZoneInfo, year: int) -> tuple[int, ...]:
	"""Moments of the UTC year at which the zone's wall clock jumps."""
	first, last = (microseconds(datetime(y, 1, 1)) for y in (year, year + 1))
	# From one step before, so that a jump at midnight of the new year is found once, in the year it opens.
	samples = [*range(first - SECOND, last - SECOND, _STEP), last - SECOND]
	offsets = [offset_at(zone, moment) for moment in samples]
	return tuple(
		_jump_between(zone, samples[index], samples[index + 1], offsets[index])
		for index in range(len(samples) - 1)
		if offsets[index] != offsets[index + 1]
	)


def _jump_between(zone: ZoneInfo, low: int, high: int, before: int) -> int:
	seconds = range(low // SECOND, high // SECOND)
	found = bisect_left(seconds, True, key=lambda second: offset_at(zone, second * SECOND) != before)
	return (seconds[0] + found) * SECOND


def segments(zone: ZoneInfo, begin: int, end: int) -> Iterator[Segment]:
	"""The stretches from ``begin`` to ``end``, the earliest first; found year by year, as they are asked for."""
	for year in range(as_utc(begin).year, as_utc(end).year + 1):
		for jump in transitions(zone, year):
			if begin < jump < end:
				yield Segment(begin, jump, offset_at(zone, begin))
				begin = jump
	yield Segment(begin, end, offset_at(zone, begin))


def segments_back(zone: ZoneInfo, begin: int, end: int) -> Iterator[Segment]:
	"""The stretches from ``begin`` to ``end``, the latest first; found year by year, as they are asked for."""
	for year in range(as_utc(end).year, as_utc(begin).year - 1, -1):
		for jump in reversed(transitions(zone, year)):
			if begin < jump < end:
				yield Segment(jump, end, offset_at(zone, jump))
				end = jump
	yield Segment(begin, end, offset_at(zone, begin))

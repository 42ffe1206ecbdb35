"""Recurrence rules of RFC 5545 (section 3.3.10) as text, read through dateutil.

A rule gives dates: its frequency is daily or rarer, and hours, minutes and the start come from elsewhere. ``UNTIL``
counts as a date, inclusive. The start is a date of the rule only where the rule says so itself.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, takewhile

from dateutil.rrule import rrule, rrulestr

from task_discipline.domain.rules import RuleError

MOST_CHARACTERS = 500
MOST_INTERVAL = 1_000
MOST_DATES = 10_000

_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_SUBDAILY = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_OF_THE_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NUMBERS = {
	# part: smallest, largest, whether a negative number counts from the end
	"INTERVAL": (1, MOST_INTERVAL, False),
	"COUNT": (1, MOST_DATES, False),
	"BYMONTH": (1, 12, False),
	"BYMONTHDAY": (1, 31, True),
	"BYYEARDAY": (1, 366, True),
	"BYWEEKNO": (1, 53, True),
	"BYSETPOS": (1, 366, True),
}
_SINGLE = frozenset({"INTERVAL", "COUNT"})
_DAY_CHOICES = ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY")
_MISPLACED = {
	# RFC 5545, table after 3.3.10: parts that mean nothing beside a frequency
	"DAILY": frozenset({"BYYEARDAY", "BYWEEKNO"}),
	"WEEKLY": frozenset({"BYYEARDAY", "BYWEEKNO", "BYMONTHDAY"}),
	"MONTHLY": frozenset({"BYYEARDAY", "BYWEEKNO"}),
}
_UNTIL = re.compile(r"(\d{8})(T\d{6}Z?)?")
_WEEKDAY = re.compile(r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)")
_MOST_IN_A_MONTH = 5
_YEARS_TO_TRY = 120
_YEARS_TO_COUNT = 300
"""A count that reaches further is no end that anybody will see."""


@dataclass(frozen=True)
class Text:
	"""A rule taken apart; ``parts`` are those that choose dates."""

	frequency: str
	interval: int
	parts: tuple[tuple[str, str], ...]
	until: date | None
	count: int | None
	week_start: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Text:
	"""Take a rule apart; raises ``RuleError`` on everything that is not a rule of dates."""
	parts = _parts(text)
	_check_parts(parts)
	return Text(
		frequency=parts["FREQ"],
		interval=int(parts.get("INTERVAL", "1")),
		parts=tuple((name, value) for name, value in parts.items() if name not in ("UNTIL", "COUNT")),
		until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
		count=int(parts["COUNT"]) if "COUNT" in parts else None,
		week_start=_WEEKDAYS.index(parts.get("WKST", "MO")),
	)


def _parts(text: str) -> dict[str, str]:
	words = text.strip().upper().removeprefix("RRULE:").strip(";")
	if not words:
		raise RuleError("rrule_empty")
	if len(text) > MOST_CHARACTERS:
		raise RuleError("rrule_too_long", most=MOST_CHARACTERS)
	if words.startswith(("DTSTART", "EXDATE", "RDATE", "EXRULE")):
		raise RuleError("rrule_has_start", part=re.split(r"\W", words)[0])
	parts: dict[str, str] = {}
	for word in words.split(";"):
		name, equals, value = word.strip().partition("=")
		if not (equals and value) or name in parts:
			raise RuleError("rrule_part", part=word.strip())
		parts[name] = value
	return parts


def _check_parts(parts: dict[str, str]) -> None:
	frequency = parts.get("FREQ", "")
	if frequency in _SUBDAILY:
		raise RuleError("rrule_subdaily", frequency=frequency)
	if frequency not in _FREQUENCIES:
		raise RuleError("rrule_frequency", frequency=frequency)
	for name, value in parts.items():
		_check_part(name, value, frequency)
	# Beside months a weekday is counted within each of them (RFC 5545, BYDAY), and no month has six.
	if "BYMONTH" in parts and any(_count_of(item) > _MOST_IN_A_MONTH for item in _items(parts, "BYDAY")):
		raise RuleError("rrule_value", part="BYDAY", value=parts["BYDAY"])
	if "BYSETPOS" in parts and sum(name.startswith("BY") for name in parts) == 1:
		raise RuleError("rrule_setpos")


def _check_part(name: str, value: str, frequency: str) -> None:
	if name in _OF_THE_DAY:
		raise RuleError("rrule_has_time", part=name)
	if name == "DTSTART":
		raise RuleError("rrule_has_start", part=name)
	if name not in {"FREQ", "UNTIL", "WKST", "BYDAY", *_NUMBERS}:
		raise RuleError("rrule_part", part=name)
	if name in _MISPLACED.get(frequency, ()):
		raise RuleError("rrule_misplaced", part=name, frequency=frequency)
	if not _is_good(name, value, frequency):
		raise RuleError("rrule_value", part=name, value=value)


def _is_good(name: str, value: str, frequency: str) -> bool:
	if name == "FREQ":
		return True
	if name == "WKST":
		return value in _WEEKDAYS
	if name == "UNTIL":
		return _until(value) is not None
	if name == "BYDAY":
		return all(_is_weekday(item, frequency) for item in value.split(","))
	return _are_numbers(name, value.split(","))


def _is_weekday(item: str, frequency: str) -> bool:
	most = {"MONTHLY": _MOST_IN_A_MONTH, "YEARLY": 53}.get(frequency, 0)
	return bool(_WEEKDAY.fullmatch(item)) and _count_of(item) <= most


def _count_of(weekday: str) -> int:
	"""The number before a weekday, from whichever end it counts; 0 where there is none."""
	found = _WEEKDAY.fullmatch(weekday)
	return abs(int(found[1])) if found and found[1] else 0


def _items(parts: dict[str, str], name: str) -> list[str]:
	return parts.get(name, "").split(",")


def _are_numbers(name: str, items: list[str]) -> bool:
	smallest, largest, negative = _NUMBERS[name]
	if name in _SINGLE and len(items) > 1:
		return False
	pattern = r"[+-]?\d{1,5}" if negative else r"\d{1,5}"
	return all(re.fullmatch(pattern, item) and smallest <= abs(int(item)) <= largest for item in items)


def _until(value: str) -> date | None:
	found = _UNTIL.fullmatch(value)
	try:
		return datetime.strptime(found[1], "%Y%m%d").date() if found else None
	except ValueError:
		return None


@lru_cache(maxsize=4096)
def _from_start(text: str, starts: date) -> rrule:
	"""The rule as dateutil has it, endless, with everything written out that it would take from its start.

	Only so may the start be moved later without changing the rule.
	"""
	found = parse(text)
	parts = dict(found.parts)
	if not any(name in parts for name in _DAY_CHOICES):
		if found.frequency == "YEARLY":
			parts.setdefault("BYMONTH", str(starts.month))
		if found.frequency == "WEEKLY":
			parts["BYDAY"] = _WEEKDAYS[starts.weekday()]
		elif found.frequency != "DAILY":
			parts["BYMONTHDAY"] = str(starts.day)
	return _read(";".join(f"{name}={value}" for name, value in parts.items()), starts)


def _read(text: str, starts: date) -> rrule:
	try:
		found = rrulestr(text, dtstart=datetime.combine(starts, time()))
	except ValueError as problem:
		raise RuleError("rrule_part", part=text) from problem
	assert isinstance(found, rrule)
	return found


def dates(text: str, starts: date, day: date) -> Iterator[date]:
	"""Dates of the rule from ``day`` on, without walking there from ``starts``; its own end is respected."""
	last = last_date(text, starts)
	for found in _endless(text, starts, day):
		if last is not None and found > last:
			return
		yield found


def _endless(text: str, starts: date, day: date) -> Iterator[date]:
	rule = _from_start(text, starts)
	begin = _period_before(parse(text), starts, day)
	moved = rule.replace(dtstart=datetime.combine(begin, time())) if begin > starts else rule
	return (moment.date() for moment in moved if moment.date() >= day)


def _period_before(text: Text, starts: date, day: date) -> date:
	"""First day of a period that the rule counts, near before ``day``; ``starts`` where there is none."""
	if day <= starts:
		return starts
	if text.frequency in ("DAILY", "WEEKLY"):
		return _days_before(text, starts, day)
	per_period = text.interval * (12 if text.frequency == "YEARLY" else 1)
	first = starts.year * 12 + (starts.month - 1 if text.frequency == "MONTHLY" else 0)
	gone = day.year * 12 + day.month - 1 - first
	# A week of a year may lie in the year before, so one period more than needed.
	periods = gone // per_period - 1
	if periods <= 0:
		return starts
	year, month = divmod(first + periods * per_period, 12)
	return date(year, month + 1, 1)


def _days_before(text: Text, starts: date, day: date) -> date:
	is_weekly = text.frequency == "WEEKLY"
	first = starts - timedelta((starts.weekday() - text.week_start) % 7 if is_weekly else 0)
	length = text.interval * (7 if is_weekly else 1)
	periods = (day - first).days // length
	return first + timedelta(periods * length) if periods > 0 else starts


def last_date(text: str, starts: date) -> date | None:
	"""Last date of the rule by its own ``UNTIL`` and ``COUNT``; None for an endless one."""
	found = parse(text)
	ends = [found.until, _counted(text, starts, found.count) if found.count else None]
	return min((end for end in ends if end), default=None)


@lru_cache(maxsize=4096)
def _counted(text: str, starts: date, count: int) -> date | None:
	horizon = date(starts.year + _YEARS_TO_COUNT, 1, 1)
	found = takewhile(lambda day: day < horizon, islice(_endless(text, starts, starts), count))
	last = deque(enumerate(found, 1), maxlen=1)
	return last[0][1] if last and last[0][0] == count else None


def counted(text: str, starts: date, count: int) -> date | None:
	"""The ``count``-th date of the rule, its own end left aside; None where it lies centuries ahead."""
	return _counted(text, starts, count)


def can_happen(text: str, starts: date) -> bool:
	"""Whether the rule has any date at all.

	dateutil looks for the next date up to the year 9999, so the question is asked about that calendar's last years,
	where a rule without dates comes to its end soon.
	"""
	years = _YEARS_TO_TRY * (parse(text).interval if parse(text).frequency == "YEARLY" else 1)
	late = date(max(starts.year, 9999 - years), 1, 1)
	return next(_endless(text, starts, max(late, starts)), None) is not None

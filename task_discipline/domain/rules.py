"""What a rule of recurrence says, and what comes of it.

Everything is naive and local: a rule counts calendar days and names an hour of the wall clock, so that no turn of
the clocks and no time zone can move a date.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum


class Unit(str, Enum):
	"""What a rule counts in."""

	DAY = "Day"
	WORKING_DAY = "Working Day"
	WEEK = "Week"
	MONTH = "Month"
	QUARTER = "Quarter"
	YEAR = "Year"
	RRULE = "RRULE"
	"""A recurrence rule of RFC 5545, for what the other units cannot say."""


class MonthDay(str, Enum):
	"""Which day of its month a rule of months, quarters or years means."""

	DAY = "Day"
	LAST_DAY = "Last Day"
	LAST_WORKING_DAY = "Last Working Day"
	WEEKDAY = "Weekday"


class ShortMonth(str, Enum):
	"""What the 29th, 30th or 31st means in a month that does not have it."""

	LAST_DAY = "Last Day"
	SKIP = "Skip"


class DayOff(str, Enum):
	"""What becomes of a date that falls on a day off."""

	KEEP = "Keep"
	NEXT = "Next Working Day"
	PREVIOUS = "Previous Working Day"
	SKIP = "Skip"


class Missed(str, Enum):
	"""What is done about occurrences that came due while nothing ran."""

	ALL = "Create All"
	LATEST = "Only the Latest"
	NONE = "None"


class Note(str, Enum):
	"""Why an occurrence stands where it stands."""

	SHIFTED_NEXT = "Shifted Next"
	SHIFTED_PREVIOUS = "Shifted Previous"
	SKIPPED_DAY_OFF = "Skipped Day Off"
	MERGED = "Merged"
	"""Another occurrence of the same rule stands on that day."""
	SHORT_MONTH = "Short Month"
	BEYOND_CALENDAR = "Beyond Calendar"
	"""The holidays of that day are not known yet."""


_OF_MONTHS = frozenset({Unit.MONTH, Unit.QUARTER, Unit.YEAR})
_SKIPPED = frozenset({Note.SKIPPED_DAY_OFF, Note.MERGED})


class RuleError(ValueError):
	"""A rule that cannot be followed; ``code`` says why and ``values`` what is wrong."""

	def __init__(self, code: str, **values: object) -> None:
		super().__init__(code, values)
		self.code = code
		self.values = values


@dataclass(frozen=True)
class Rule:
	"""When something recurs.

	Periods are counted from the one that holds ``starts``: weeks from Monday, calendar months, quarters and years,
	working days from the first one on or after ``starts``. ``starts`` need not be a date of the rule itself.
	"""

	unit: Unit
	starts: date
	at: time
	interval: int = 1
	weekdays: tuple[int, ...] = ()
	"""Days of a rule of weeks, 0 for Monday."""
	month_day: MonthDay = MonthDay.DAY
	day: int = 1
	"""Day of the month, 1 to 31."""
	nth: int = 1
	"""Which weekday of the month, 1 to 4, or -1 for the last."""
	weekday: int = 0
	month: int = 0
	"""Of the year (1 to 12) or of the quarter (1 to 3); 0 for the month of ``starts``, and for the last days of
	a quarter its third."""
	rrule: str = ""
	until: date | None = None
	"""Last day on which a date of the rule may lie."""
	count: int | None = None
	"""How many dates the rule has, skipped ones among them."""
	short_month: ShortMonth = ShortMonth.LAST_DAY
	day_off: DayOff = DayOff.KEEP
	days_ahead: int = 0
	"""How many working days before its moment an occurrence is created."""

	@property
	def counts_months(self) -> bool:
		"""Whether ``month_day`` and what belongs to it choose the date."""
		return self.unit in _OF_MONTHS

	@property
	def asks_calendar(self) -> bool:
		"""Whether working days decide on anything."""
		return (
			self.unit is Unit.WORKING_DAY
			or (self.counts_months and self.month_day is MonthDay.LAST_WORKING_DAY)
			or self.day_off is not DayOff.KEEP
			or self.days_ahead > 0
		)


@dataclass(frozen=True)
class Occurrence:
	"""One date of a rule, and what the calendar makes of it."""

	planned: datetime
	"""The rule's own date: the key of the occurrence, whatever becomes of it."""
	moment: datetime
	"""When it takes place, days off considered."""
	create_at: datetime
	"""When its task is to be created."""
	notes: tuple[Note, ...] = ()

	@property
	def is_skipped(self) -> bool:
		"""Whether it takes place at all."""
		return not _SKIPPED.isdisjoint(self.notes)

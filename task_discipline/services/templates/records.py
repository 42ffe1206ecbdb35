"""Rules and terms from what is stored: for a document, a dictionary and a row of SQL alike."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Protocol

from frappe.utils import cint, get_time, getdate

from task_discipline.domain.recurrence import DayOff, Missed, MonthDay, Rule, ShortMonth, Unit
from task_discipline.domain.terms import Term, TermUnit

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PERIODS = (Unit.MONTH, Unit.QUARTER, Unit.YEAR)
DEFAULT_CAP = 10

_NTH = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}
_MONTHS = (
	"January",
	"February",
	"March",
	"April",
	"May",
	"June",
	"July",
	"August",
	"September",
	"October",
	"November",
	"December",
)
_TIMED = (TermUnit.HOURS, TermUnit.WORKING_HOURS)


class Row(Protocol):
	"""What has fields by name."""

	def get(self, key: str, /) -> object:
		"""Value of a field, None where there is none."""


def rule_of(row: Row) -> Rule:
	"""The rule of a template. What the form hides for its unit is passed over, whatever an import left there."""
	unit = Unit(row.get("repeat_unit"))
	return Rule(
		unit=unit,
		starts=getdate(row.get("starts_on")),
		at=time_of(row.get("time_of_day")),
		interval=1 if unit is Unit.RRULE else cint(row.get("repeat_every")),
		weekdays=_weekdays(row) if unit is Unit.WEEK else (),
		rrule=str(row.get("rrule") or "").strip() if unit is Unit.RRULE else "",
		until=getdate(row.get("until")) if row.get("ends") == "On Date" else None,
		count=cint(row.get("occurrences_limit")) if row.get("ends") == "After Count" else None,
		day_off=DayOff(row.get("day_off") or DayOff.KEEP),
		days_ahead=cint(row.get("days_ahead")),
		**(_day_of_month(row, unit) if unit in PERIODS else {}),
	)


def term_of(row: Row) -> Term:
	"""The time that a task of the template gives."""
	unit, due = TermUnit(row.get("term_unit")), row.get("due_time")
	due_time = time_of(due) if due not in (None, "") and unit not in _TIMED else None
	return Term(cint(row.get("term")), unit, due_time)


def missed_of(row: Row) -> tuple[Missed, int]:
	"""What a template does about dates that nothing ran on, and how many of them it makes at most."""
	return Missed(row.get("missed_runs") or Missed.LATEST), cint(row.get("missed_cap")) or DEFAULT_CAP


def _day_of_month(row: Row, unit: Unit) -> Mapping[str, object]:
	choice = MonthDay(row.get("month_day") or MonthDay.DAY)
	values: dict[str, object] = {"month_day": choice, "month": _month(row, unit)}
	if choice is MonthDay.DAY:
		values["day"] = cint(row.get("day"))
		values["short_month"] = ShortMonth(row.get("short_month") or ShortMonth.LAST_DAY)
	if choice is MonthDay.WEEKDAY:
		values["nth"] = _NTH[str(row.get("nth") or "First")]
		values["weekday"] = WEEKDAYS.index(str(row.get("weekday") or "Monday").lower())
	return values


def _month(row: Row, unit: Unit) -> int:
	if unit is Unit.YEAR and row.get("month"):
		return _MONTHS.index(str(row.get("month"))) + 1
	if unit is Unit.QUARTER and row.get("quarter_month"):
		return _NTH[str(row.get("quarter_month"))]
	return 0


def _weekdays(row: Row) -> tuple[int, ...]:
	return tuple(number for number, day in enumerate(WEEKDAYS) if cint(row.get(f"on_{day}")))


def time_of(value: object) -> time:
	"""A time of day from what a form sends or the database gives."""
	# The database gives what has passed since midnight.
	if isinstance(value, timedelta):
		return (datetime.min + value).time()
	return get_time(value)

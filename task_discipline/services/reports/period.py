"""The days that a report is about, by the site's calendar."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import frappe
from dateutil.relativedelta import relativedelta
from frappe import _
from frappe.utils import get_first_day_of_week, getdate

from task_discipline.services import clock
from task_discipline.services.date_words import month_names

CUSTOM, DEFAULT = "Custom Dates", "This Month"
AFTERWARDS = relativedelta(months=3)
"""So long after a period a task may end that counts as worked on in it."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
	"""Whole days, both included."""

	first: date
	last: date

	@property
	def start(self) -> datetime:
		"""The first moment of the period."""
		return datetime.combine(self.first, time())

	@property
	def end(self) -> datetime:
		"""The first moment after it."""
		return datetime.combine(self.last + _DAY, time())

	@property
	def afterwards(self) -> datetime:
		"""Up to here an end of a task tells of work in the period."""
		return self.end + AFTERWARDS

	def days(self) -> list[str]:
		"""First and last day as a filter of the host's lists takes them."""
		return [str(self.first), str(self.last)]


def of(filters: Mapping[str, object]) -> Period:
	"""The period that ``filters`` name: a preset (``period``), or ``from_date`` to ``to_date``.

	Raises ``frappe.ValidationError`` for dates that are none or stand the wrong way round.
	"""
	preset = str(filters.get("period") or "")
	if preset in PRESETS:
		return PRESETS[preset](clock.now().date())
	if preset not in ("", CUSTOM):
		frappe.throw(_("There is no period {0}. Choose one of the list.").format(frappe.bold(preset)))
	first, last = day(filters, "from_date"), day(filters, "to_date")
	if not first and not last and not preset:
		return PRESETS[DEFAULT](clock.now().date())
	return _checked(first, last)


def _checked(first: date | None, last: date | None) -> Period:
	# Somebody who has just chosen dates of his own has not named them yet.
	last = last or max(first or date.min, clock.now().date())
	first = first or last.replace(day=1)
	if first > last:
		frappe.throw(_("The first day of the period comes after the last one. Exchange them."))
	return Period(first, last)


def day(filters: Mapping[str, object], field: str) -> date | None:
	"""The day in a filter; None where it is empty. Raises ``frappe.ValidationError`` for what is no date."""
	value = filters.get(field)
	if not value:
		return None
	try:
		found = getdate(str(value))
	except Exception:  # the host has several words for what is no date
		found = None
	if not found or not 1900 < found.year < 9000:
		frappe.throw(
			_("{0} is no date. Choose a day of the calendar.").format(frappe.utils.escape_html(str(value)))
		)
	return found


def begin_of_week(day: date) -> date:
	"""The first day of its week, as the site begins weeks."""
	return getdate(get_first_day_of_week(day))


def weeks(period: Period) -> Iterator[Period]:
	"""The weeks of the period as the site begins them; the first and the last may be cut."""
	return _parts(period, lambda day: begin_of_week(day) + 6 * _DAY)


def months(period: Period) -> Iterator[Period]:
	"""The months of the period; the first and the last may be cut."""
	return _parts(period, lambda day: day + relativedelta(day=31))


def _parts(period: Period, last_of: Callable[[date], date]) -> Iterator[Period]:
	day = period.first
	while day <= period.last:
		last = min(last_of(day), period.last)
		yield Period(day, last)
		day = last + _DAY


def month_name(part: Period) -> str:
	"""A month as people say it: November 2026."""
	name = month_names(frappe.local.lang or "en")[part.first.month - 1]
	return f"{name} {part.first.year}"


def _this(span: relativedelta, first_of: Callable[[date], date]) -> Callable[[date], Period]:
	def period(today: date) -> Period:
		first = first_of(today)
		return Period(first, first + span - _DAY)

	return period


def _before(preset: Callable[[date], Period]) -> Callable[[date], Period]:
	return lambda today: preset(preset(today).first - _DAY)


def _back(days: int) -> Callable[[date], Period]:
	return lambda today: Period(today - timedelta(days=days - 1), today)


_week = _this(relativedelta(days=7), begin_of_week)
_month = _this(relativedelta(months=1), lambda day: day.replace(day=1))
_quarter = _this(relativedelta(months=3), lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))
_year = _this(relativedelta(years=1), lambda day: day.replace(month=1, day=1))

PRESETS: Mapping[str, Callable[[date], Period]] = {
	"This Week": _week,
	"Last Week": _before(_week),
	"This Month": _month,
	"Last Month": _before(_month),
	"This Quarter": _quarter,
	"Last Quarter": _before(_quarter),
	"This Year": _year,
	"Last Year": _before(_year),
	"Last 30 Days": _back(30),
	"Last 90 Days": _back(90),
}
"""Periods by name, each made of the present day."""

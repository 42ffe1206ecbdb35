"""Calendars, rules and slow but plain readings of them, for the tests of recurrence."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil import rrule
from hypothesis import strategies as st

from task_discipline.domain.recurrence import DayOff, MonthDay, Rule, ShortMonth, Unit
from task_discipline.domain.worktime import WorkCalendar

DAY = timedelta(days=1)
NINE = time(9)
OFFICE_HOURS = ((540, 1080),)
OFFICE_WEEK = (OFFICE_HOURS,) * 5 + ((),) * 2


def office(*holidays: date, extra: tuple[date, ...] = (), filled_until: date | None = None) -> WorkCalendar:
	"""Monday to Friday, with these days off and these extra working days."""
	exceptions = {**dict.fromkeys(holidays, ()), **dict.fromkeys(extra, OFFICE_HOURS)}
	return WorkCalendar(OFFICE_WEEK, ZoneInfo("Europe/Berlin"), exceptions, "Office", filled_until)


OFFICE = office()


def rule(unit: Unit, starts: date, **kept: object) -> Rule:
	"""A rule at nine o'clock where nothing else is said."""
	return Rule(unit=unit, starts=starts, **{"at": NINE, **kept})  # type: ignore[arg-type]


def days(found: object) -> list[date]:
	"""The planned dates of occurrences."""
	return [occurrence.planned.date() for occurrence in found]  # type: ignore[attr-defined]


def walk(rule_: Rule, calendar: WorkCalendar) -> Iterator[date]:
	"""Every date of a rule from its anchor on, with its own dateutil rule or day by day; never a short cut."""
	found = (day for day in _endless(rule_, calendar) if day >= rule_.starts)
	for number, day in enumerate(found):
		if (rule_.until and day > rule_.until) or (rule_.count is not None and number >= rule_.count):
			return
		yield day


def _endless(rule_: Rule, calendar: WorkCalendar) -> Iterator[date]:
	if rule_.unit is Unit.WORKING_DAY:
		return _every_nth_working_day(rule_, calendar)
	if rule_.unit is Unit.RRULE:
		return _dates(rrule.rrulestr(rule_.rrule, dtstart=_midnight(rule_.starts)))
	if rule_.unit is Unit.DAY:
		return _dates(rrule.rrule(rrule.DAILY, interval=rule_.interval, dtstart=_midnight(rule_.starts)))
	if rule_.unit is Unit.WEEK:
		return _dates(
			rrule.rrule(
				rrule.WEEKLY,
				interval=rule_.interval,
				byweekday=rule_.weekdays,
				wkst=rrule.MO,
				dtstart=_midnight(rule_.starts),
			)
		)
	return _of_months(rule_, calendar)


def _of_months(rule_: Rule, calendar: WorkCalendar) -> Iterator[date]:
	months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[rule_.unit] * rule_.interval
	begin = _midnight(_first_month(rule_))
	firsts = rrule.rrule(rrule.MONTHLY, interval=months, bymonthday=1, dtstart=begin)
	if rule_.month_day is MonthDay.LAST_WORKING_DAY:
		return (_last_working_day(first.date(), calendar) for first in firsts)
	chosen = _chosen_day(rule_)
	return _dates(rrule.rrule(rrule.MONTHLY, interval=months, dtstart=begin, **chosen))


def _first_month(rule_: Rule) -> date:
	starts = rule_.starts
	if rule_.unit is Unit.MONTH:
		return starts.replace(day=1)
	if rule_.unit is Unit.YEAR:
		return date(starts.year, rule_.month or starts.month, 1)
	own_place = starts.month - next(first for first in (10, 7, 4, 1) if first <= starts.month) + 1
	is_last = rule_.month_day in (MonthDay.LAST_DAY, MonthDay.LAST_WORKING_DAY)
	place = rule_.month or (3 if is_last else own_place)
	return date(starts.year, starts.month - own_place + place, 1)


def _chosen_day(rule_: Rule) -> dict[str, object]:
	if rule_.month_day is MonthDay.LAST_DAY:
		return {"bymonthday": -1}
	if rule_.month_day is MonthDay.WEEKDAY:
		return {"byweekday": rrule.weekdays[rule_.weekday](rule_.nth)}
	if rule_.short_month is ShortMonth.SKIP or rule_.day < 29:
		return {"bymonthday": rule_.day}
	return {"bymonthday": range(28, rule_.day + 1), "bysetpos": -1}


def _last_working_day(first: date, calendar: WorkCalendar) -> date:
	month = [first + DAY * number for number in range(31) if (first + DAY * number).month == first.month]
	working = [day for day in month if calendar.shifts_on(day)]
	return working[-1] if working else month[-1]


def _every_nth_working_day(rule_: Rule, calendar: WorkCalendar) -> Iterator[date]:
	day, seen = rule_.starts, 0
	while True:
		if calendar.shifts_on(day):
			if seen % rule_.interval == 0:
				yield day
			seen += 1
		day += DAY


def _dates(found: rrule.rrule) -> Iterator[date]:
	return (moment.date() for moment in found)


def _midnight(day: date) -> datetime:
	return datetime.combine(day, time())


def settle(planned: list[date], policy: DayOff, calendar: WorkCalendar) -> list[tuple[date, date, bool]]:
	"""(planned, takes place on, is skipped) of every date, looked up one by one."""
	moved = [_moved(day, policy, calendar) for day in planned]
	standing = {}
	for own, day in zip(planned, moved, strict=True):
		if day == own or day not in standing:
			standing[day] = own
	return [
		(own, day, standing[day] != own or (policy is DayOff.SKIP and not calendar.shifts_on(own)))
		for own, day in zip(planned, moved, strict=True)
	]


def _moved(day: date, policy: DayOff, calendar: WorkCalendar) -> date:
	step = {DayOff.NEXT: DAY, DayOff.PREVIOUS: -DAY}.get(policy)
	while step and not calendar.shifts_on(day):
		day += step
	return day


def up_to(found: Iterator[date], last: date) -> list[date]:
	"""The dates up to and with one day."""
	return list(takewhile(lambda day: day <= last, found))


anchors = st.dates(date(1996, 1, 1), date(2032, 12, 31))
calendars = st.builds(
	lambda off, extra, break_: office(*off, *(break_ + DAY * number for number in range(16)), extra=extra),
	st.lists(st.dates(date(2019, 12, 1), date(2021, 2, 1)), max_size=25),
	st.lists(st.dates(date(2019, 12, 1), date(2021, 2, 1)), max_size=8).map(tuple),
	st.dates(date(2020, 1, 1), date(2020, 12, 31)),
)


@st.composite
def rules(draw: st.DrawFn, starts: st.SearchStrategy[date] = anchors) -> Rule:
	"""Any rule of the units that a form offers, ended or not, without a policy for days off."""
	unit = draw(st.sampled_from([unit for unit in Unit if unit is not Unit.RRULE]))
	first = draw(starts)
	months = {Unit.QUARTER: 3, Unit.YEAR: 12}.get(unit, 0)
	return Rule(
		unit=unit,
		starts=first,
		at=draw(st.times()).replace(microsecond=0),
		interval=draw(st.integers(1, 7)),
		weekdays=tuple(draw(st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True))),
		month_day=draw(st.sampled_from(MonthDay)),
		day=draw(st.integers(1, 31) | st.integers(28, 31)),
		nth=draw(st.sampled_from((1, 2, 3, 4, -1))),
		weekday=draw(st.integers(0, 6)),
		month=draw(st.integers(0, months)),
		until=draw(st.none() | st.integers(0, 2_000).map(lambda more: first + DAY * more)),
		count=draw(st.none() | st.integers(1, 60)),
		short_month=draw(st.sampled_from(ShortMonth)),
	)


@st.composite
def texts(draw: st.DrawFn) -> str:
	"""Texts of RFC 5545 that have dates."""
	frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
	parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
	weekdays = draw(st.lists(st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU")), max_size=4))
	if weekdays:
		nth = draw(st.sampled_from(("", "", "1", "-1", "4"))) if frequency in ("MONTHLY", "YEARLY") else ""
		parts.append("BYDAY=" + ",".join(nth + weekday for weekday in dict.fromkeys(weekdays)))
	parts += draw(
		st.sampled_from(
			(
				[],
				["BYMONTH=1,5,12"],
				["BYMONTHDAY=1,15,-1"] if frequency != "WEEKLY" else [],
				["BYWEEKNO=1,20,53"] if frequency == "YEARLY" and not weekdays else [],
				["BYYEARDAY=1,100,-1"] if frequency == "YEARLY" and not weekdays else [],
				["BYSETPOS=-1"] if weekdays and frequency in ("WEEKLY", "MONTHLY") else [],
			)
		)
	)
	parts += draw(st.sampled_from(([], ["WKST=SU"])))
	parts += draw(st.sampled_from(([], ["COUNT=30"], ["UNTIL=20240615"])))
	return ";".join(parts)

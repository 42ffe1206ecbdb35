"""Arithmetic of working time, held against a walk over every single minute."""

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from task_discipline.domain import worktime, zones
from task_discipline.domain.worktime import ALWAYS, NoWorkingTime, WorkCalendar

UTC = timezone.utc
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFICE = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
NIGHT = ((22 * 60, 30 * 60),)
BERLIN = ZoneInfo("Europe/Berlin")
WEEK = (OFFICE,) * 5 + ((), ())

ZONES = (
	"UTC",
	"Europe/Berlin",
	"America/New_York",
	"Asia/Kolkata",
	"Australia/Lord_Howe",
	"America/Sao_Paulo",
	"Asia/Beirut",
	"Africa/Casablanca",
	"America/Caracas",
	"Pacific/Apia",
)
"""With and without daylight saving, by half an hour, at midnight, by decree, and over the date line."""

TURNS = (
	datetime(2018, 11, 3, tzinfo=UTC),
	datetime(2026, 3, 28, tzinfo=UTC),
	datetime(2026, 10, 24, tzinfo=UTC),
	datetime(2026, 3, 7, tzinfo=UTC),
	datetime(2026, 10, 31, tzinfo=UTC),
	datetime(2026, 4, 4, tzinfo=UTC),
	datetime(2026, 2, 14, tzinfo=UTC),
	datetime(2011, 12, 28, tzinfo=UTC),
	datetime(2016, 4, 30, tzinfo=UTC),
	datetime(1971, 1, 1, tzinfo=UTC),
)
"""Days around which the clock of one of the zones jumps, and a day long ago."""


def office(zone: str = "Europe/Berlin", **given: object) -> WorkCalendar:
	"""Monday to Friday with a lunch break."""
	return WorkCalendar(**{"week": WEEK, "zone": ZoneInfo(zone), "name": "Office"} | given)


def is_work(calendar: WorkCalendar, moment: datetime) -> bool:
	"""The rule itself, for one moment: does the local wall clock stand inside a shift?"""
	local = moment.astimezone(calendar.zone)
	minutes = local.hour * 60 + local.minute
	yesterday = local.date() - DAY
	return any(
		begin <= minutes + since < end
		for day, since in ((local.date(), 0), (yesterday, 1440))
		for begin, end in calendar.exceptions.get(day, calendar.week[day.weekday()])
	)


def walked(calendar: WorkCalendar, start: datetime, minutes: int) -> list[bool]:
	"""Whether each of the minutes from ``start`` on is work."""
	return [is_work(calendar, start + number * MINUTE) for number in range(minutes)]


edges = st.sampled_from(
	(0, 1, 30, 90, 120, 149, 180, 540, 780, 840, 1080, 1320, 1439, 1440, 1530, 1800, 2880)
)
shifts = st.lists(edges, unique=True, min_size=2, max_size=6).map(
	lambda found: tuple((begin, end) for begin, end in list(pairwise(sorted(found)))[::2] if begin < 1440)
)
starts = st.builds(
	lambda turn, minutes: turn + minutes * MINUTE, st.sampled_from(TURNS), st.integers(-1440, 3 * 1440)
)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
	"""Any week, with days off and extra days around the turns of the clock."""
	week = tuple(
		draw(
			st.lists(st.one_of(st.just(()), st.just(OFFICE), st.just(NIGHT), shifts), min_size=7, max_size=7)
		)
	)
	days = st.builds(lambda turn, off: turn.date() + off * DAY, st.sampled_from(TURNS), st.integers(-2, 4))
	exceptions = draw(st.dictionaries(days, st.one_of(st.just(()), shifts), max_size=6))
	return WorkCalendar(
		week=week, zone=ZoneInfo(draw(st.sampled_from(ZONES))), exceptions=exceptions, name="Any"
	)


@settings(max_examples=60, deadline=None)
@given(calendars(), starts, st.integers(0, 3000))
def test_time_between_is_the_number_of_minutes_walked(
	calendar: WorkCalendar, start: datetime, minutes: int
) -> None:
	end = start + minutes * MINUTE
	expected = sum(walked(calendar, start, minutes)) * MINUTE
	assert worktime.work_time_between(calendar, start, end) == expected
	assert worktime.work_time_between(calendar, end, start) == -expected


@settings(max_examples=60, deadline=None)
@given(calendars(), starts)
def test_a_moment_is_work_where_its_wall_clock_stands_in_a_shift(
	calendar: WorkCalendar, start: datetime
) -> None:
	walk = walked(calendar, start, 1500)
	assert [worktime.is_working(calendar, start + number * MINUTE) for number in range(0, 1500, 7)] == walk[
		::7
	]
	if any(walk):
		assert worktime.next_working_moment(calendar, start) == start + walk.index(True) * MINUTE


@settings(max_examples=80, deadline=None)
@given(calendars(), starts, st.integers(1, 1200))
def test_added_work_ends_with_the_minute_that_completes_it(
	calendar: WorkCalendar, start: datetime, amount: int
) -> None:
	done = [number for number, works in enumerate(walked(calendar, start, 4000), 1) if works]
	if len(done) >= amount:
		assert worktime.add_work_time(calendar, start, amount * MINUTE) == start + done[amount - 1] * MINUTE


@settings(max_examples=80, deadline=None)
@given(calendars(), starts, st.integers(1, 1200))
def test_taken_work_begins_with_the_minute_that_completes_it(
	calendar: WorkCalendar, start: datetime, amount: int
) -> None:
	walk = reversed(walked(calendar, start - 4000 * MINUTE, 4000))
	done = [number for number, works in enumerate(walk, 1) if works]
	if len(done) >= amount:
		assert worktime.add_work_time(calendar, start, -amount * MINUTE) == start - done[amount - 1] * MINUTE


@settings(max_examples=80, deadline=None)
@given(calendars(), starts, st.timedeltas(-400 * HOUR, 400 * HOUR))
def test_adding_and_measuring_are_inverse(calendar: WorkCalendar, start: datetime, amount: timedelta) -> None:
	try:
		end = worktime.add_work_time(calendar, start, amount)
	except NoWorkingTime:
		assert not any(calendar.week) or abs(amount) > HOUR
		return
	assert worktime.work_time_between(calendar, start, end) == amount
	assert end.tzinfo is start.tzinfo


@settings(max_examples=60, deadline=None)
@given(calendars(), st.sampled_from(TURNS), st.integers(-8, 8))
def test_working_days_are_counted_as_a_walk_counts_them(
	calendar: WorkCalendar, turn: datetime, count: int
) -> None:
	first = turn.date()
	step = DAY if count >= 0 else -DAY
	walk = [first + number * step for number in range(1, 120)]
	working = [day for day in walk if calendar.exceptions.get(day, calendar.week[day.weekday()])]
	if len(working) >= abs(count) and count:
		assert worktime.add_working_days(calendar, first, count) == working[abs(count) - 1]
	later = first + 40 * DAY
	expected = sum(worktime.is_working_day(calendar, first + number * DAY) for number in range(1, 41))
	assert worktime.working_days_between(calendar, first, later) == expected
	assert worktime.working_days_between(calendar, later, first) == -expected


@settings(max_examples=60, deadline=None)
@given(calendars(), st.sampled_from(TURNS), st.integers(-2, 3))
def test_work_of_a_day_ends_with_its_last_minute(calendar: WorkCalendar, turn: datetime, off: int) -> None:
	day = turn.date() + off * DAY
	end = worktime.end_of_work(calendar, day)
	own = calendar.shifts_on(day)
	if end is None:
		midnight = datetime.combine(day, time(), UTC)
		around_the_clock = WorkCalendar(calendar.week, ZoneInfo("UTC"), calendar.exceptions)
		assert not own or all(walked(around_the_clock, midnight, 1440))
		return
	alone = WorkCalendar(week=((),) * 7, zone=calendar.zone, exceptions={day: own})
	start = datetime.combine(day - DAY, time(), UTC)
	if worktime.work_time_between(alone, start, start + 6 * DAY):
		last = max(number for number, works in enumerate(walked(alone, start, 6 * 1440)) if works)
		assert last * MINUTE < end - start
		assert not any(walked(alone, end, 1440))


@pytest.mark.parametrize(
	("start", "hours", "end"),
	[
		((2026, 3, 6, 12, 0), 2, (2026, 3, 6, 15, 0)),
		((2026, 3, 6, 17, 0), 2, (2026, 3, 9, 10, 0)),
		((2026, 3, 6, 17, 0), 1, (2026, 3, 6, 18, 0)),
		((2026, 3, 7, 12, 0), 1, (2026, 3, 9, 10, 0)),
		((2026, 3, 9, 10, 0), -2, (2026, 3, 6, 17, 0)),
		((2026, 3, 9, 14, 0), -1, (2026, 3, 9, 12, 0)),
		((2026, 3, 9, 3, 0), 0, (2026, 3, 9, 3, 0)),
	],
	ids=[
		"over lunch",
		"over the weekend",
		"to the end of work",
		"from a day off",
		"back",
		"back over lunch",
		"nothing",
	],
)
def test_hours_are_added_inside_shifts(start: tuple[int, ...], hours: int, end: tuple[int, ...]) -> None:
	began = datetime(*start, tzinfo=BERLIN)
	assert worktime.add_work_time(office(), began, hours * HOUR) == datetime(*end, tzinfo=BERLIN)


def test_a_night_shift_counts_the_hours_that_really_pass() -> None:
	guards = WorkCalendar(week=(NIGHT,) * 7, zone=BERLIN)
	for evening, hours in ((date(2026, 3, 28), 7), (date(2026, 10, 24), 9), (date(2026, 6, 1), 8)):
		noon = datetime.combine(evening, time(12), BERLIN)
		assert (
			worktime.work_time_between(guards, noon, datetime.combine(evening + DAY, time(12), BERLIN))
			== hours * HOUR
		)
		assert worktime.end_of_work(guards, evening) == datetime.combine(evening + DAY, time(6), BERLIN)


def test_holidays_extra_days_and_absences_change_their_own_days_only() -> None:
	holiday, saturday = date(2026, 5, 1), date(2026, 5, 2)
	calendar = office(exceptions={holiday: (), saturday: ((600, 840),)})
	assert not worktime.is_working_day(calendar, holiday)
	assert worktime.add_working_days(calendar, date(2026, 4, 30), 1) == saturday
	assert worktime.end_of_work(calendar, holiday) is None
	assert worktime.end_of_work(calendar, saturday) == datetime(2026, 5, 2, 14, tzinfo=BERLIN)
	away = worktime.closed_on(calendar, [saturday, date(2026, 5, 4)])
	assert worktime.add_working_days(away, date(2026, 4, 30), 1) == date(2026, 5, 5)
	assert worktime.is_working_day(calendar, saturday)


def test_an_absence_takes_the_night_that_begins_on_its_day() -> None:
	guards = worktime.closed_on(WorkCalendar(week=(NIGHT,) * 7, zone=BERLIN), [date(2026, 6, 2)])
	assert worktime.is_working(guards, datetime(2026, 6, 2, 5, 59, tzinfo=BERLIN))
	assert not worktime.is_working(guards, datetime(2026, 6, 2, 23, 0, tzinfo=BERLIN))
	assert not worktime.is_working(guards, datetime(2026, 6, 3, 5, 0, tzinfo=BERLIN))


@pytest.mark.parametrize(
	"ask",
	[
		lambda never: worktime.add_work_time(never, datetime(2026, 1, 1, tzinfo=UTC), MINUTE),
		lambda never: worktime.add_work_time(never, datetime(2026, 1, 1, tzinfo=UTC), -MINUTE),
		lambda never: worktime.next_working_moment(never, datetime(2026, 1, 1, tzinfo=UTC)),
		lambda never: worktime.add_working_days(never, date(2026, 1, 1), 1),
		lambda never: worktime.add_working_days(never, date(2026, 1, 1), -1),
		lambda never: worktime.add_working_days(office(), date(2026, 1, 1), 10**9),
	],
)
def test_a_calendar_without_work_says_so_and_names_itself(ask: object) -> None:
	never = office(week=((),) * 7)
	with pytest.raises(NoWorkingTime) as raised:
		ask(never)
	assert raised.value.calendar == "Office"


def test_one_working_day_in_years_is_found() -> None:
	rare = office(week=((),) * 7, exceptions={date(2040, 2, 29): ((540, 600),)})
	start = datetime(2026, 1, 1, tzinfo=UTC)
	assert worktime.add_work_time(rare, start, MINUTE) == datetime(2040, 2, 29, 9, 1, tzinfo=BERLIN)
	assert worktime.add_working_days(rare, date(2026, 1, 1), 1) == date(2040, 2, 29)
	with pytest.raises(NoWorkingTime):
		worktime.add_work_time(rare, start, 61 * MINUTE)


def test_without_a_calendar_every_minute_counts() -> None:
	start = datetime(2026, 3, 28, 12, tzinfo=UTC)
	assert worktime.work_time_between(ALWAYS, start, start + 100 * HOUR) == 100 * HOUR
	assert worktime.add_work_time(ALWAYS, start, 30 * HOUR) == start + 30 * HOUR
	assert worktime.end_of_work(ALWAYS, start.date()) is None


@pytest.mark.parametrize("zone", ZONES)
def test_jumps_of_a_zone_are_found_to_the_second(zone: str) -> None:
	clock = ZoneInfo(zone)
	found = {jump for year in range(2010, 2028) for jump in zones.transitions(clock, year)}
	first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2010, 2028))
	offsets = [
		(second, zones.offset_at(clock, second * zones.SECOND)) for second in range(first, last, 6 * 3600)
	]
	jumped = [(before, after) for before, after in pairwise(offsets) if before[1] != after[1]]
	assert len(found) == len(jumped)
	for (low, _before), (high, _after) in jumped:
		inside = [jump for jump in found if low * zones.SECOND < jump <= high * zones.SECOND]
		assert len(inside) == 1
		assert zones.offset_at(clock, inside[0]) != zones.offset_at(clock, inside[0] - zones.SECOND)

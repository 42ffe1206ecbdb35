"""What is due, what was missed, and what becomes of it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from task_discipline.domain.recurrence import (
	MOST_PASSED_OVER,
	DayOff,
	Missed,
	MonthDay,
	Occurrence,
	Rule,
	Unit,
	due,
	occurrences,
	upcoming,
)
from task_discipline.domain.worktime import WorkCalendar
from tests.domain.recurrence_helpers import DAY, NINE, OFFICE, calendars, days, office, rule, rules

D = date.fromisoformat
HOUR = timedelta(hours=1)
DAILY = rule(Unit.DAY, D("2026-01-01"))


def at_nine(day: str) -> datetime:
	"""Nine o'clock of a day."""
	return datetime.combine(D(day), NINE)


def test_nothing_is_due_before_its_time() -> None:
	found = due(DAILY, OFFICE, at_nine("2026-01-05"), at_nine("2026-01-06") - DAY / 86400, Missed.ALL, 10)
	assert (found.make, found.passed_over, found.handled_until) == ((), (), at_nine("2026-01-05"))
	assert found.next and found.next.planned == at_nine("2026-01-06")


def test_what_is_due_is_made_once_and_the_next_one_is_named() -> None:
	found = due(DAILY, OFFICE, at_nine("2026-01-05"), at_nine("2026-01-06"), Missed.LATEST, 10)
	assert days(found.make) == [D("2026-01-06")]
	again = due(DAILY, OFFICE, found.handled_until, at_nine("2026-01-06") + HOUR, Missed.LATEST, 10)
	assert (again.make, again.passed_over, again.next) == ((), (), found.next)


@pytest.mark.parametrize(
	("missed", "cap", "late", "made", "reason"),
	[
		(Missed.ALL, 10, HOUR, "06 07 08 09 10", None),
		(Missed.ALL, 2, HOUR, "09 10", "over_cap"),
		(Missed.LATEST, 10, HOUR, "10", "superseded"),
		(Missed.LATEST, 10, 9 * HOUR, "10", "superseded"),
		(Missed.NONE, 10, HOUR, "10", "missed"),
		(Missed.NONE, 10, HOUR + DAY / 86400, "", "missed"),
	],
)
def test_after_an_outage_the_policy_decides_and_everything_is_accounted_for(
	missed: Missed, cap: int, late: timedelta, made: str, reason: str | None
) -> None:
	"""A series fell silent after one missed day; or a flood of late documents followed (complaints 1 and 3)."""
	found = due(DAILY, OFFICE, at_nine("2026-01-05"), at_nine("2026-01-10") + late, missed, cap)
	assert " ".join(f"{day:%d}" for day in days(found.make)) == made
	assert {each for _occurrence, each in found.passed_over} == ({reason} if reason else set())
	assert len(found.make) + len(found.passed_over) == 5
	assert found.handled_until == at_nine("2026-01-10")
	assert found.next and found.next.planned == at_nine("2026-01-11")


def test_occurrences_created_at_one_moment_do_not_supersede_each_other() -> None:
	own = rule(Unit.DAY, D("2026-01-01"), days_ahead=1)
	friday = due(own, OFFICE, at_nine("2026-01-09"), at_nine("2026-01-09"), Missed.LATEST, 1)
	assert days(friday.make) == [D("2026-01-10"), D("2026-01-11"), D("2026-01-12")]
	assert friday.passed_over == ()


@pytest.mark.parametrize("missed", list(Missed))
def test_a_date_that_is_still_to_come_is_not_missed(missed: Missed) -> None:
	own = rule(Unit.WORKING_DAY, D("2026-01-01"), days_ahead=3)
	wednesday = due(own, OFFICE, at_nine("2026-01-06"), at_nine("2026-01-07") + 2 * HOUR, missed, 1)
	assert days(wednesday.make) == [D("2026-01-08"), D("2026-01-09"), D("2026-01-12")]
	assert days(found for found, _reason in wednesday.passed_over) == [D("2026-01-07")]


def test_skipped_dates_are_passed_over_with_their_reason() -> None:
	weekend, monday = at_nine("2026-01-09"), at_nine("2026-01-12")
	skips = rule(Unit.DAY, D("2026-01-01"), day_off=DayOff.SKIP)
	found = due(skips, OFFICE, weekend, monday, Missed.ALL, 10)
	assert [(each.planned.day, reason) for each, reason in found.passed_over] == [
		(10, "day_off"),
		(11, "day_off"),
	]
	shifts = rule(Unit.DAY, D("2026-01-01"), day_off=DayOff.NEXT)
	found = due(shifts, OFFICE, weekend, monday, Missed.ALL, 10)
	assert [(each.planned.day, reason) for each, reason in found.passed_over] == [
		(10, "merged"),
		(11, "merged"),
	]
	assert days(found.make) == [D("2026-01-12")]


def test_a_series_finishes_with_its_last_date_and_stays_finished() -> None:
	"""Completing again and again made tasks past the end (complaints 7 and 15)."""
	own = rule(Unit.MONTH, D("2026-01-31"), day=31, until=D("2026-03-31"))
	found = due(own, OFFICE, at_nine("2026-02-28"), at_nine("2026-03-31"), Missed.LATEST, 10)
	assert (days(found.make), found.next) == ([D("2026-03-31")], None)
	for year in (2026, 2027, 2090):
		later = due(own, OFFICE, found.handled_until, datetime(year, 12, 31), Missed.ALL, 100)
		assert (later.make, later.passed_over, later.next) == ((), (), None)


def test_the_count_is_of_dates_and_not_of_tasks_made() -> None:
	own = rule(Unit.DAY, D("2026-01-09"), count=4, day_off=DayOff.SKIP)
	found = due(own, OFFICE, None, at_nine("2026-02-01"), Missed.ALL, 10)
	assert (days(found.make), found.next) == ([D("2026-01-09"), D("2026-01-12")], None)


def test_what_is_due_depends_on_the_plan_alone() -> None:
	"""Deleting the last task broke the series, or another order of tasks did (complaints 13 and 14)."""
	own = rule(Unit.WEEK, D("2026-01-05"), weekdays=(0, 3), interval=2)
	handled = at_nine("2026-01-19")
	first = due(own, OFFICE, handled, at_nine("2026-01-22"), Missed.LATEST, 10)
	assert first == due(own, OFFICE, handled, at_nine("2026-01-22"), Missed.LATEST, 10)
	assert days(first.make) == [D("2026-01-22")]


@pytest.mark.parametrize("policy", list(DayOff))
@pytest.mark.parametrize("missed", list(Missed))
def test_twenty_years_of_outage_are_counted_and_not_told_one_by_one(policy: DayOff, missed: Missed) -> None:
	own = rule(Unit.DAY, D("1995-01-01"), day_off=policy)
	handled, now = at_nine("2006-01-01"), at_nine("2026-01-01") + HOUR
	found = due(own, OFFICE, handled, now, missed, 10)
	assert len(found.passed_over) == MOST_PASSED_OVER
	total = len(found.make) + len(found.passed_over) + found.older_passed_over
	assert total == (found.handled_until - handled).days  # type: ignore[operator]
	assert len(found.make) == {Missed.ALL: 10, Missed.LATEST: 1, Missed.NONE: 1}[missed]


def test_a_paused_template_resumes_with_its_own_dates() -> None:
	"""After years nothing is moved to the day of the return (complaint 12)."""
	own = rule(Unit.WEEK, D("1990-01-01"), interval=2, weekdays=(0,))
	resumed = datetime(2026, 3, 4, 15)
	found = due(own, OFFICE, resumed, resumed, Missed.ALL, 100)
	assert (found.make, found.passed_over, found.handled_until) == ((), (), resumed)
	assert found.next and (found.next.planned.date() - own.starts).days % 14 == 0


def test_a_rule_whose_dates_are_all_skipped_comes_to_its_end() -> None:
	own = rule(Unit.WEEK, D("2026-01-03"), weekdays=(5,), day_off=DayOff.SKIP)
	assert due(own, OFFICE, None, at_nine("2026-01-03"), Missed.ALL, 10).next is None


def test_a_date_shifted_back_is_due_on_the_day_it_moved_to() -> None:
	own = rule(
		Unit.MONTH, D("2026-01-01"), month_day=MonthDay.LAST_DAY, day_off=DayOff.PREVIOUS, days_ahead=1
	)
	handled, now = at_nine("2025-12-31"), at_nine("2026-01-29")
	found = due(own, OFFICE, handled, now, Missed.LATEST, 10)
	assert [(each.planned, each.moment) for each in found.make] == [
		(at_nine("2026-01-31"), at_nine("2026-01-30"))
	]
	assert found.handled_until == at_nine("2026-01-31")
	assert due(own, OFFICE, found.handled_until, at_nine("2026-01-31"), Missed.ALL, 9).make == ()


@settings(max_examples=100)
@given(
	rules(st.dates(date(2019, 11, 1), date(2020, 10, 31))),
	st.sampled_from(DayOff),
	st.integers(0, 2),
	calendars,
	st.lists(st.integers(1, 900), min_size=1, max_size=30),
)
def test_whenever_the_jobs_run_each_occurrence_is_handled_exactly_once(
	own: Rule, policy: DayOff, ahead: int, calendar: WorkCalendar, pauses: list[int]
) -> None:
	own = Rule(**{**vars(own), "day_off": policy, "days_ahead": ahead})
	handled: datetime | None = None
	now = datetime.combine(own.starts, NINE) - DAY * 5
	made: list[Occurrence] = []
	passed: list[Occurrence] = []
	for hours in pauses:
		now += HOUR * hours
		found = due(own, calendar, handled, now, Missed.ALL, 2_000)
		made += found.make
		passed += [each for each, _reason in found.passed_over]
		handled = found.handled_until
	expected = []
	for each in occurrences(own, calendar, None):
		if each.create_at > now:
			break
		expected.append(each)
	assert made == [each for each in expected if not each.is_skipped]
	assert passed == [each for each in expected if each.is_skipped]


@settings(max_examples=20, deadline=None)
@given(rules(st.dates(date(2010, 11, 1), date(2016, 10, 31))), st.sampled_from(DayOff), calendars)
def test_years_of_outage_give_the_same_as_reading_every_date(
	own: Rule, policy: DayOff, calendar: WorkCalendar
) -> None:
	own = Rule(**{**vars(own), "day_off": policy, "until": None, "count": None, "interval": 1})
	now = datetime(2020, 12, 24, 12)
	found = due(own, calendar, None, now, Missed.ALL, 10)
	everything = [each for each in upcoming(own, calendar, None, 4_000) if each.create_at <= now]
	standing = [each for each in everything if not each.is_skipped]
	assert list(found.make) == standing[-10:]
	made = {each.planned for each in found.make}
	kept = [each for each in everything if each.planned not in made]
	assert [each for each, _reason in found.passed_over] == kept[-MOST_PASSED_OVER:]
	assert found.older_passed_over == max(0, len(kept) - MOST_PASSED_OVER)


def test_holidays_that_change_later_lead_to_no_second_task_of_a_date() -> None:
	own = rule(Unit.MONTH, D("2026-01-01"), day=31, day_off=DayOff.PREVIOUS)
	first = due(own, OFFICE, None, at_nine("2026-01-30"), Missed.LATEST, 10)
	opened = office(extra=(D("2026-01-31"),))
	later = due(own, opened, first.handled_until, at_nine("2026-02-01"), Missed.LATEST, 10)
	assert (days(first.make), later.make) == ([D("2026-01-31")], ())

"""Rules, notes and errors as people read them."""

from datetime import date, datetime, time

import frappe
import pytest

from task_discipline.domain import placeholders
from task_discipline.domain.placeholders import PlaceholderError
from task_discipline.domain.recurrence import (
	DayOff,
	Missed,
	MonthDay,
	Note,
	Occurrence,
	Rule,
	RuleError,
	ShortMonth,
	Unit,
	check,
	due,
)
from task_discipline.domain.terms import Term, TermError, TermUnit
from task_discipline.domain.terms import check as check_term
from task_discipline.services import placeholder_values, rule_texts
from task_discipline.services.languages import spoken
from tests.domain.bad_rules import BAD_RULES, BAD_TEXTS, STARTS
from tests.domain.recurrence_helpers import OFFICE, rule

FRIDAY = {"month_day": MonthDay.WEEKDAY, "nth": 3, "weekday": 4}
LAST_DAY = {"month_day": MonthDay.LAST_DAY}
LAST_WORKING_DAY = {"month_day": MonthDay.LAST_WORKING_DAY}


@pytest.mark.parametrize(
	("unit", "given", "words"),
	[
		(Unit.DAY, {}, "Every day"),
		(Unit.DAY, {"interval": 3}, "Every 3 days"),
		(Unit.WORKING_DAY, {}, "Every working day"),
		(Unit.WORKING_DAY, {"interval": 10}, "Every 10 working days"),
		(Unit.WEEK, {"weekdays": (3, 0)}, "Every Monday and Thursday"),
		(Unit.WEEK, {"weekdays": (0, 2, 4)}, "Every Monday, Wednesday and Friday"),
		(Unit.WEEK, {"weekdays": (0, 3), "interval": 2}, "Every 2 weeks on Monday and Thursday"),
		(Unit.WEEK, {"weekdays": (0, 1, 2, 3, 4)}, "On every weekday, Monday to Friday"),
		(
			Unit.WEEK,
			{"weekdays": (0, 1, 2, 3, 4), "interval": 2},
			"Every 2 weeks on Monday to Friday",
		),
		(Unit.WEEK, {"weekdays": tuple(range(7))}, "Every day"),
		(Unit.MONTH, {"day": 15}, "Every month on day 15"),
		(Unit.MONTH, {"day": 31}, "Every month on day 31 (the last day of a shorter month)"),
		(
			Unit.MONTH,
			{"day": 31, "interval": 2, "short_month": ShortMonth.SKIP},
			"Every 2 months on day 31 (months without it are left out)",
		),
		(Unit.MONTH, LAST_DAY, "Every last day of the month"),
		(Unit.MONTH, LAST_WORKING_DAY, "Every last working day of the month"),
		(Unit.MONTH, {**LAST_WORKING_DAY, "interval": 3}, "Every 3 months on the last working day"),
		(Unit.MONTH, FRIDAY, "Every 3rd Friday of the month"),
		(Unit.MONTH, {**FRIDAY, "nth": -1}, "Every last Friday of the month"),
		(Unit.MONTH, {**FRIDAY, "interval": 2}, "Every 2 months on the 3rd Friday"),
		(Unit.QUARTER, LAST_DAY, "Every quarter on its last day"),
		(Unit.QUARTER, LAST_WORKING_DAY, "Every quarter on its last working day"),
		(Unit.QUARTER, {**LAST_DAY, "month": 1}, "Every quarter on the last day of its first month"),
		(Unit.QUARTER, {"day": 5}, "Every quarter on day 5 of its first month"),
		(
			Unit.QUARTER,
			{**FRIDAY, "month": 2, "interval": 2},
			"Every 2 quarters on the 3rd Friday of its second month",
		),
		(Unit.YEAR, {"day": 5, "month": 11}, "Every year on 5 November"),
		(Unit.YEAR, {"day": 29, "month": 11}, "Every year on 29 November"),
		(Unit.YEAR, {"day": 31, "month": 12}, "Every year on 31 December"),
		(
			Unit.YEAR,
			{"day": 29, "month": 2},
			"Every year on 29 February (the last day of a shorter month)",
		),
		(Unit.YEAR, {**LAST_WORKING_DAY, "month": 12}, "Every year on the last working day of December"),
		(Unit.YEAR, {**FRIDAY, "interval": 2}, "Every 2 years on the 3rd Friday of January"),
		(Unit.RRULE, {"rrule": "rrule:freq=daily"}, "By the rule FREQ=DAILY"),
	],
)
def test_every_rule_reads_as_a_person_would_say_it(unit: Unit, given: dict[str, object], words: str) -> None:
	found = rule_texts.in_words(rule(unit, STARTS, **given))
	assert found == f"{words} at 09:00, from 1 Jan 2026."


@pytest.mark.parametrize(
	("given", "term", "words"),
	[
		({"until": date(2026, 12, 31)}, None, "from 1 Jan 2026 until 31 Dec 2026."),
		({"count": 1}, None, "from 1 Jan 2026, once."),
		({"count": 5}, None, "from 1 Jan 2026, 5 times."),
		({"day_off": DayOff.NEXT}, None, "2026. A date on a day off moves to the next working day."),
		({"day_off": DayOff.PREVIOUS}, None, "2026. A date on a day off moves to the working day before."),
		({"day_off": DayOff.SKIP}, None, "2026. Dates on a day off are left out."),
		({"days_ahead": 1}, None, "2026. The task is created 1 working day before."),
		({"days_ahead": 3}, None, "2026. The task is created 3 working days before."),
		({}, Term(2, TermUnit.WORKING_DAYS), "2026. Due 2 working days later, at the end of work."),
		({}, Term(1, TermUnit.MONTHS, time(12)), "2026. Due 1 month later, at 12:00."),
		({}, Term(8, TermUnit.WORKING_HOURS), "2026. Due after 8 working hours."),
		({}, Term(1, TermUnit.HOURS), "2026. Due after 1 hour."),
		({}, Term(0, TermUnit.DAYS), "2026. Due on the same day at the end of work."),
	],
)
def test_end_days_off_and_term_are_told_too(given: dict[str, object], term: Term | None, words: str) -> None:
	assert rule_texts.in_words(rule(Unit.DAY, STARTS, **given), term).endswith(words)


@pytest.mark.parametrize(("unit", "given", "code"), [case for case in BAD_RULES if case[2]])
def test_every_refused_rule_is_explained(unit: Unit, given: dict[str, object], code: str) -> None:
	assert_explained(rule(unit, **{"starts": STARTS, **given}))


@pytest.mark.parametrize("text", [text for text, code in BAD_TEXTS if code])
def test_every_refused_text_is_explained(text: str) -> None:
	assert_explained(rule(Unit.RRULE, STARTS, rrule=text))


def assert_explained(refused: Rule) -> None:
	"""A refused rule has a text with every value filled in."""
	with pytest.raises(RuleError) as caught:
		check(refused, OFFICE)
	words = rule_texts.error_text(caught.value)
	assert words.endswith(".") and "{" not in words and len(words) > 20


def test_what_people_wrote_into_a_rule_is_shown_as_text() -> None:
	with pytest.raises(RuleError) as caught:
		check(rule(Unit.RRULE, STARTS, rrule="FREQ=DAILY;<img src=x>=1"), OFFICE)
	assert "<" not in rule_texts.error_text(caught.value)


@pytest.mark.parametrize("term", [Term(-1, TermUnit.DAYS), Term(0, TermUnit.DAYS, time(8))])
def test_refused_terms_are_explained(term: Term) -> None:
	with pytest.raises(TermError) as caught:
		check_term(term, time(9))
	assert "{" not in rule_texts.error_text(caught.value)


@pytest.mark.parametrize(
	("note", "words"),
	[
		(Note.SHIFTED_NEXT, "moved from Sat 31 Jan: day off"),
		(Note.SHIFTED_PREVIOUS, "moved from Sat 31 Jan: day off"),
		(Note.SKIPPED_DAY_OFF, "left out: day off"),
		(Note.MERGED, "left out: another task stands on Mon 2 Feb"),
		(Note.SHORT_MONTH, "last day of a shorter month"),
		(Note.BEYOND_CALENDAR, "holidays are not known yet: fill the work calendar for 2026"),
	],
)
def test_every_shift_has_its_reason(note: Note, words: str) -> None:
	moment = datetime(2026, 2, 2, 9)
	assert rule_texts.note_text(note, Occurrence(datetime(2026, 1, 31, 9), moment, moment)) == words


@pytest.mark.parametrize("missed", list(Missed))
@pytest.mark.parametrize("policy", list(DayOff))
def test_every_date_that_is_passed_over_has_its_reason(missed: Missed, policy: DayOff) -> None:
	found = due(rule(Unit.DAY, STARTS, day_off=policy), OFFICE, None, datetime(2026, 1, 20), missed, 1)
	assert found.passed_over
	assert all(rule_texts.passed_over_text(reason).endswith(".") for _each, reason in found.passed_over)


@pytest.mark.parametrize("text", ["Close {mouth}", "Close {month", "Close month}"])
def test_refused_placeholders_are_explained(text: str) -> None:
	with pytest.raises(PlaceholderError) as caught:
		placeholders.check(text)
	assert rule_texts.placeholder_text(caught.value).endswith(".")


def test_placeholders_have_their_values_in_the_language_of_the_site() -> None:
	moment, deadline = datetime(2026, 1, 31, 9), datetime(2026, 2, 3, 18)
	english = placeholder_values.values(moment, deadline, "en")
	assert set(english) == set(placeholders.NAMES)
	assert [english[name] for name in ("weekday", "week", "month", "month_name", "quarter", "year")] == [
		"Saturday",
		"5",
		"01",
		"January",
		"1",
		"2026",
	]
	assert [english[f"previous_{name}"] for name in ("month", "month_name", "month_year", "quarter")] == [
		"12",
		"December",
		"2025",
		"4",
	]
	assert (english["previous_quarter_year"], english["next_month_name"]) == ("2025", "February")
	russian = placeholder_values.values(moment, deadline, "ru")
	assert (russian["month_name"], russian["weekday"]) == ("январь", "суббота")
	assert placeholder_values.values(moment, deadline, "xx")["month_name"] == "January"


def test_dates_in_texts_follow_the_format_of_the_site() -> None:
	frappe.local.user_date_format = "dd.mm.yyyy"
	moment, deadline = datetime(2026, 1, 31, 9), datetime(2026, 2, 3, 18)
	found = placeholder_values.values(moment, deadline, "en")
	frappe.local.user_date_format = "mm/dd/yyyy"
	other = placeholder_values.values(moment, deadline, "en")
	frappe.local.user_date_format = None
	assert (found["date"], found["deadline"]) == ("31.01.2026", "03.02.2026 18:00")
	assert (other["date"], other["deadline"]) == ("01/31/2026", "02/03/2026 18:00")


def test_rules_are_told_in_the_language_of_the_reader() -> None:
	with spoken("ru"):
		assert "понедельник" in rule_texts.in_words(rule(Unit.WEEK, STARTS, weekdays=(0,)))

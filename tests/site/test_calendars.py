"""Calendars as records: what they refuse, how they are filled, and who may write them."""

from datetime import date
from typing import Any

import frappe
import pytest

from task_discipline.domain.worktime import is_working_day
from task_discipline.services import calendars, holiday_lists, settings
from task_discipline.setup import install
from tests.factories import (
	ASSIGNER,
	DISABLED,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	acting_as,
)
from tests.working import make_calendar

OFFICE_DAY = {"weekday": "Monday", "starts_at": "09:00:00", "ends_at": "17:00:00"}


def hours(*rows: tuple[str, str, str] | tuple[str, str, str, int]) -> list[dict[str, Any]]:
	"""Rows of the hours of a week."""
	names = ("weekday", "starts_at", "ends_at", "ends_next_day")
	return [dict(zip(names, row, strict=False)) for row in rows]


def day(when: str, kind: str = "Day Off", **more: object) -> dict[str, Any]:
	"""One row of the single days."""
	return {"date": when, "kind": kind, **more}


@pytest.mark.parametrize(
	("fields", "said"),
	[
		({"hours": []}, "no working day"),
		({"time_zone": "Mars/Olympus"}, "no time zone"),
		({"time_zone": "../../etc/passwd"}, "no time zone"),
		({"hours": hours(("Monday", "17:00", "09:00"))}, "ends before it begins"),
		({"hours": hours(("Monday", "09:00", "09:00"))}, "ends before it begins"),
		({"hours": hours(("Monday", "09:00", "17:00", 1))}, "longer than a day"),
		({"hours": hours(("Funday", "09:00", "17:00"))}, "choose a weekday"),
		({"hours": hours(("Monday", "nine", "17:00"))}, "not a time of day"),
		({"hours": hours(("Monday", "25:00", "26:00"))}, "not a time of day"),
		({"hours": [{"weekday": "Monday", "starts_at": "09:00"}]}, "give both"),
		({"hours": hours(("Monday", "09:00", "13:00"), ("Monday", "12:59", "17:00"))}, "overlap"),
		({"hours": hours(("Monday", "22:00", "06:00", 1), ("Tuesday", "05:00", "09:00"))}, "overlap"),
		({"hours": hours(("Sunday", "22:00", "06:00", 1), ("Monday", "05:00", "09:00"))}, "overlap"),
		({"days": [day("2026-05-01"), day("2026-05-01")]}, "twice"),
		({"days": [day("2026-05-01"), day("2026-05-01", "Working Day")]}, "twice"),
		({"days": [day("0026-05-01")]}, "not a date"),
		({"days": [day("9026-05-01")]}, "not a date"),
		({"days": [day("soon")]}, "not a date"),
		({"days": [day("2026-05-02", "Half Day")]}, "choose Day Off or Working Day"),
		({"days": [day("2026-05-02", "Working Day", starts_at="09:00")]}, "give both"),
		({"days": [day("2026-05-02", "Working Day", starts_at="12:00", ends_at="09:00")]}, "ends before"),
		({"people": ["nobody@td-test.example"]}, "Could not find"),
		({"people": [DISABLED]}, "disabled"),
		({"people": [ASSIGNER]}, "already"),
	],
)
def test_a_calendar_by_which_nobody_can_work_is_refused(fields: dict[str, Any], said: str) -> None:
	make_calendar("Of the assigner", people=[ASSIGNER])
	with pytest.raises(frappe.ValidationError, match=said):
		make_calendar("Refused", **fields)
	assert not frappe.db.exists("TD Work Calendar", "Refused")


@pytest.mark.parametrize(
	"week",
	[
		hours(("Monday", "22:00", "06:00", 1), ("Tuesday", "06:00", "09:00")),
		hours(("Sunday", "00:00", "00:00")),
		hours(("Friday", "18:00", "00:00"), ("Saturday", "00:00", "02:00")),
		hours(("Friday", "18:00", "00:00", 1)),
	],
)
def test_shifts_may_touch_and_end_at_midnight(week: list[dict[str, Any]]) -> None:
	make_calendar("Shifts", hours=week)
	assert any(calendars.named("Shifts").week)


def test_the_zone_of_the_site_is_the_default() -> None:
	assert make_calendar("Here", time_zone=None).time_zone == calendars.site_zone().key


def test_single_days_change_the_week() -> None:
	make_calendar(
		"Special",
		days=[
			day("2026-05-01", title="<b>Labour</b> Day", starts_at="09:00", ends_at="10:00"),
			day("2026-05-02", "Working Day"),
			day("2026-05-04", "Working Day", starts_at="08:00", ends_at="10:00"),
			day("2026-05-04", "Working Day", starts_at="11:00", ends_at="12:00"),
		],
	)
	special = calendars.named("Special")
	assert special.exceptions == {
		date(2026, 5, 1): (),
		date(2026, 5, 2): ((540, 1020),),
		date(2026, 5, 4): ((480, 600), (660, 720)),
	}
	assert frappe.get_doc("TD Work Calendar", "Special").days[0].title == "Labour Day"


def fill(name: str = "Filled", **arguments: Any) -> dict[str, Any]:
	"""Fill the holidays of a calendar through its own door."""
	given = {"country": "Germany", "from_year": 2026, "to_year": 2027, "subdivision": "BE"} | arguments
	return frappe.get_doc("TD Work Calendar", name).fill_holidays(**given)


def days_of(name: str = "Filled") -> dict[str, tuple[str, str | None]]:
	"""Kind and source of the days of a calendar."""
	return {
		str(row.date): (row.kind, row.filled_from) for row in frappe.get_doc("TD Work Calendar", name).days
	}


def test_holidays_are_filled_once_and_again_without_a_change() -> None:
	make_calendar("Filled")
	assert fill()["added"] == 20
	filled = frappe.get_doc("TD Work Calendar", "Filled")
	assert (filled.country, filled.subdivision, str(filled.filled_until)) == ("Germany", "BE", "2027-12-31")
	assert days_of()["2026-03-08"] == ("Day Off", "DE-BE"), "Women's Day is a holiday in Berlin"
	assert fill()["added"] == 0
	assert fill(from_year=2028, to_year=2028)["added"] == 11
	assert [row.idx for row in frappe.get_doc("TD Work Calendar", "Filled").days] == list(range(1, 32))
	assert not is_working_day(calendars.named("Filled"), date(2028, 12, 25))


def test_what_was_set_by_hand_stays() -> None:
	calendar = make_calendar(
		"Filled", days=[day("2026-05-01", "Working Day"), day("2026-12-24", title="Ours")]
	)
	fill()
	calendar.reload()
	changed = next(row for row in calendar.days if str(row.date) == "2026-10-03")
	changed.kind = "Working Day"
	calendar.save()
	fill(subdivision=None, country="at")
	days = days_of()
	assert days["2026-05-01"] == ("Working Day", None)
	assert days["2026-12-24"] == ("Day Off", None)
	assert days["2026-10-03"] == ("Working Day", None)
	assert "2026-03-08" not in days, "Berlin's holiday went with Berlin"
	assert days["2026-10-26"] == ("Day Off", "AT")


def test_past_holidays_of_the_former_country_stay() -> None:
	make_calendar("Filled")
	fill()
	fill(subdivision=None, country="France", from_year=2027)
	days = days_of()
	assert days["2026-10-03"] == ("Day Off", "DE-BE") and "2027-10-03" not in days
	assert days["2027-07-14"] == ("Day Off", "FR")


def test_working_weekends_come_with_the_holidays_they_make_up_for() -> None:
	make_calendar("Filled")
	fill(country="China", subdivision=None, to_year=2026)
	filled = calendars.named("Filled")
	extra = [
		row.date for row in frappe.get_doc("TD Work Calendar", "Filled").days if row.kind == "Working Day"
	]
	assert extra and all(is_working_day(filled, when) and when.weekday() >= 5 for when in extra)


@pytest.mark.parametrize(
	("arguments", "said"),
	[
		({"country": "Atlantis"}, "not known"),
		({"country": None}, "not known"),
		({"country": "<script>"}, "not known"),
		({"subdivision": "ZZ"}, "no region"),
		({"from_year": 2027, "to_year": 2026}, "earlier one first"),
		({"from_year": "soon"}, "Give two years"),
		({"from_year": 1026}, "Give two years"),
		({"from_year": 2026, "to_year": 2126}, "at most"),
		({"from_year": 2030, "to_year": 2030}, "no year is left out"),
	],
)
def test_nonsense_fills_nothing(arguments: dict[str, Any], said: str) -> None:
	make_calendar("Filled", filled_until="2026-12-31")
	with pytest.raises(frappe.ValidationError, match=said):
		fill(**arguments)
	assert days_of() == {}


def test_a_list_of_erpnext_is_offered_only_where_it_is_installed() -> None:
	calendar = make_calendar("Imported")
	installed = bool(frappe.db.exists("DocType", "Holiday List"))
	calendar.run_method("onload")
	assert calendar.get_onload("has_holiday_lists") is installed
	with pytest.raises(frappe.ValidationError, match="no holiday list" if installed else "come with ERPNext"):
		calendar.import_holiday_list(name="Any")


def test_rows_of_a_holiday_list_bring_each_day_off_once() -> None:
	make_calendar("Office")
	rows = (
		("2026-05-01", 0, '<div class="ql-editor"><p>May &amp; <b>Labour</b> Day</p></div>'),
		("2026-05-01", 0, "May Day"),
		("2026-05-02", 1, "Saturday"),
		("2026-05-03", 0, None),
		("2026-05-04", 1, "Monday"),
	)
	listed = [
		{"holiday_date": when, "weekly_off": weekly, "description": text} for when, weekly, text in rows
	]
	found = holiday_lists.days_of_list(calendars.named("Office"), listed)
	# The calendar has its Saturdays off anyway; a Monday off is news to it.
	assert [(str(when), title) for when, _kind, title in found] == [
		("2026-05-01", "May & Labour Day"),
		("2026-05-03", ""),
		("2026-05-04", "Monday"),
	]


@pytest.mark.parametrize("user", [ASSIGNER, HEAD, RESPONSIBLE])
def test_managers_alone_write_calendars(user: str) -> None:
	calendar = make_calendar("Closed")
	with acting_as(user):
		seen = frappe.get_doc("TD Work Calendar", calendar.name)
		seen.check_permission("read")
		seen.append("days", day("2026-05-01"))
		for attempt in (
			seen.save,
			lambda: seen.fill_holidays(country="DE", from_year=2026, to_year=2026),
			lambda: frappe.delete_doc("TD Work Calendar", calendar.name),
			seen.delete,
			lambda: make_calendar("Mine"),
		):
			with pytest.raises(frappe.PermissionError):
				attempt()
	with acting_as(MANAGER):
		frappe.delete_doc("TD Work Calendar", calendar.name)


def test_a_calendar_in_use_is_not_deleted() -> None:
	calendar = make_calendar("Used")
	frappe.get_doc(doctype="TD Team", team_name="Used", head=OBSERVER, work_calendar=calendar.name).insert()
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc("TD Work Calendar", calendar.name)


def test_a_new_site_starts_with_a_working_week() -> None:
	for doctype in ("TD Work Calendar", "TD Work Hours", "TD Calendar Day"):
		frappe.db.delete(doctype)
	frappe.db.delete("Singles", {"doctype": "TD Settings"})
	install.after_migrate()
	frappe.clear_document_cache("TD Settings", "TD Settings")
	company = calendars.company()
	assert company.name == install.WORKING_WEEK and company.zone == calendars.site_zone()
	assert company.week == (((540, 780), (840, 1080)),) * 5 + ((), ())
	stored = frappe.db.get_singles_dict("TD Settings")
	assert {field: stored[field] for field in settings.DEFAULTS} == {
		field: str(value) for field, value in settings.DEFAULTS.items()
	}


def test_migrating_again_brings_no_second_calendar() -> None:
	frappe.db.set_single_value("TD Settings", "work_calendar", None)
	before = frappe.get_all("TD Work Calendar", pluck="name")
	install.after_migrate()
	assert frappe.get_all("TD Work Calendar", pluck="name") == before
	assert not frappe.db.get_single_value("TD Settings", "work_calendar")

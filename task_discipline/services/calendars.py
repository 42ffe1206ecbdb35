"""From stored calendars and absences to working time as the domain counts it.

A person works by a calendar of his own, else by that of his team, else by that of the company; where there
is none, every hour counts. His absences are days on which no shift of his starts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from frappe.utils import get_system_timezone, getdate

from task_discipline import people
from task_discipline.domain.deductions import Person
from task_discipline.domain.timeline import Shift
from task_discipline.domain.worktime import ALWAYS, WorkCalendar, closed_on

CALENDAR = "TD Work Calendar"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_OFF, WORKING_DAY = "Day Off", "Working Day"

_MIDNIGHT = 1440
_compiled: dict[tuple[str, str], tuple[datetime, WorkCalendar]] = {}
"""Calendars of this process by site and name, each with the state of the record that it was made of."""


def company() -> WorkCalendar:
	"""The calendar of the company; every hour counts where none is set."""
	return _named([_company_name()])[_company_name()]


def named(name: str | None) -> WorkCalendar:
	"""The calendar of that name; the company's where none is named, or none of that name is left."""
	wanted = name or _company_name()
	return _named([wanted])[wanted]


def named_all(names: Iterable[str | None]) -> dict[str | None, WorkCalendar]:
	"""``named`` for many names, in as few queries as for one."""
	wanted = {name: name or _company_name() for name in names}
	found = _named(set(wanted.values()))
	return {name: found[resolved] for name, resolved in wanted.items()}


def of_people(users: Iterable[str]) -> dict[str, WorkCalendar]:
	"""Everybody's working time, his absences closed."""
	return {user: person.present for user, person in persons(users).items()}


def persons(users: Iterable[str]) -> dict[str, Person]:
	"""Everybody's working time, with his absences and without them."""
	everybody = list(dict.fromkeys(users))
	own, teams = _own_calendars(everybody), people.team_calendars(everybody)
	names = {user: own.get(user) or teams.get(user) or _company_name() for user in everybody}
	found = _named(set(names.values()))
	away = absences_of(everybody, date.min, date.max)
	return {user: _person(found[names[user]], away.get(user, ())) for user in everybody}


def absences_of(users: Iterable[str], first: date, last: date) -> dict[str, list[tuple[date, date]]]:
	"""First and last days of absences that touch the days from ``first`` to ``last``; only people who have any."""
	everybody = [user for user in users if user]
	found: dict[str, list[tuple[date, date]]] = defaultdict(list)
	if everybody:
		for user, begin, end in [*_absences(everybody, first, last), *people.leaves(everybody, first, last)]:
			found[user].append((begin, end))
	return {user: sorted(spans) for user, spans in found.items()}


def aware(moment: datetime) -> datetime:
	"""A moment as the site stores it, with its zone."""
	return moment.replace(tzinfo=site_zone())


def naive(moment: datetime) -> datetime:
	"""A moment as the site stores it."""
	return moment.astimezone(site_zone()).replace(tzinfo=None, fold=0)


def site_zone() -> ZoneInfo:
	"""The zone in which the site stores its moments."""
	return ZoneInfo(get_system_timezone())


def zone_or_site(name: str | None) -> ZoneInfo:
	"""The zone of that name; the site's where there is none, or nobody knows it: the host stores any word."""
	try:
		return ZoneInfo(name) if name else site_zone()
	except (ZoneInfoNotFoundError, ValueError, OSError):  # the last for "Europe", which is a folder
		return site_zone()


def week_of(hours: Iterable[Mapping[str, object]]) -> tuple[tuple[Shift, ...], ...]:
	"""The shifts of the seven weekdays from the rows of a calendar."""
	week: list[list[Shift]] = [[] for _day in WEEKDAYS]
	for row in hours:
		week[WEEKDAYS.index(str(row["weekday"]))].append(shift_of(row))
	return tuple(tuple(sorted(shifts)) for shifts in week)


def exceptions_of(
	days: Iterable[Mapping[str, object]], week: tuple[tuple[Shift, ...], ...]
) -> dict[date, tuple[Shift, ...]]:
	"""The shifts of the single days of a calendar; an extra day without hours has those of an ordinary one."""
	found: dict[date, tuple[Shift, ...]] = {}
	for row in days:
		day = getdate(row["date"])
		extra = shifts_of_day(row, week) if row["kind"] == WORKING_DAY else ()
		found[day] = tuple(sorted((*found.get(day, ()), *extra)))
	return found


def shifts_of_day(row: Mapping[str, object], week: tuple[tuple[Shift, ...], ...]) -> tuple[Shift, ...]:
	"""What an extra working day brings."""
	if row["starts_at"] is not None and row["ends_at"] is not None:
		return (shift_of(row),)
	own = week[getdate(row["date"]).weekday()]
	return own or next((shifts for shifts in week if shifts), ())


def shift_of(row: Mapping[str, object]) -> Shift:
	"""Minutes of one row; an end at midnight is the end of the day."""
	begin, end = minutes_of(row["starts_at"]), minutes_of(row["ends_at"])
	return begin, (end or (0 if row.get("ends_next_day") else _MIDNIGHT)) + (
		_MIDNIGHT if row.get("ends_next_day") else 0
	)


def minutes_of(clock: object) -> int:
	"""Minutes since midnight of a time as the database or a form gives it."""
	return frappe.utils.to_timedelta(clock) // timedelta(minutes=1)


def _person(calendar: WorkCalendar, absences: Iterable[tuple[date, date]]) -> Person:
	away = tuple(absences)
	return Person(calendar, _without(calendar, away), away)


def _without(calendar: WorkCalendar, absences: Iterable[tuple[date, date]]) -> WorkCalendar:
	days = {
		begin + timedelta(days=number) for begin, end in absences for number in range((end - begin).days + 1)
	}
	return closed_on(calendar, days) if days else calendar


def _company_name() -> str:
	return str(frappe.get_cached_doc("TD Settings").get("work_calendar") or "")


def _named(names: Collection[str]) -> dict[str, WorkCalendar]:
	"""Compiled calendars by name; what was compiled before is used again until the record changes."""
	site = frappe.local.site
	wanted = [name for name in names if name]
	rows = _heads(wanted) if wanted else {}
	stale = [row for row in rows.values() if _compiled.get((site, row.name), (None,))[0] != row.modified]
	for row, calendar in _compile(stale):
		_compiled[site, row.name] = (row.modified, calendar)
	found = {name: _compiled[site, name][1] for name in rows}
	missing = [name for name in names if name not in found]
	return found | {name: _fallback(name, found) for name in missing}


def _fallback(name: str, found: Mapping[str, WorkCalendar]) -> WorkCalendar:
	company_name = _company_name()
	if name and company_name and name != company_name:
		return found.get(company_name) or company()
	return _always(site_zone())


@lru_cache
def _always(zone: ZoneInfo) -> WorkCalendar:
	return replace(ALWAYS, zone=zone)


def _heads(names: list[str]) -> dict[str, frappe._dict]:
	rows = frappe.db.sql(
		"select `name`, `modified`, `time_zone`, `filled_until` from `tabTD Work Calendar` where `name` in %s",
		(names,),
		as_dict=True,
	)
	return {row.name: row for row in rows}


def _compile(heads: list[frappe._dict]) -> Iterable[tuple[frappe._dict, WorkCalendar]]:
	if not heads:
		return []
	hours = _rows_of("TD Work Hours", ("weekday",), heads)
	days = _rows_of("TD Calendar Day", ("date", "kind"), heads)
	return [(head, _calendar(head, hours[head.name], days[head.name])) for head in heads]


def _calendar(head: frappe._dict, hours: list[frappe._dict], days: list[frappe._dict]) -> WorkCalendar:
	week = week_of(hours)
	return WorkCalendar(
		week=week,
		zone=ZoneInfo(head.time_zone),
		exceptions=exceptions_of(days, week),
		name=head.name,
		filled_until=head.filled_until,
	)


def _rows_of(
	doctype: str, fields: tuple[str, ...], heads: list[frappe._dict]
) -> dict[str, list[frappe._dict]]:
	rows = frappe.get_all(
		doctype,
		filters={"parenttype": CALENDAR, "parent": ("in", [head.name for head in heads])},
		fields=["parent", *fields, "starts_at", "ends_at", "ends_next_day"],
		order_by=None,
	)
	found: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in rows:
		found[row.parent].append(row)
	return found


def _own_calendars(users: list[str]) -> dict[str, str]:
	# From the few calendars on, not from the person: he stands in a row of the same table for each of his tasks.
	rows = frappe.db.sql(
		f"""select member.`user`, calendar.`name` from `tab{CALENDAR}` calendar left join `tabTD Task User` member
		on member.parent = calendar.`name` and member.parenttype = %s and member.`user` in %s""",
		(CALENDAR, users or [""]),
	)
	return {user: name for user, name in rows if user}


def _absences(users: list[str], first: date, last: date) -> list[tuple[str, date, date]]:
	# Asked at every form, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		"""select `user`, from_date, to_date from `tabTD Absence`
		where `user` in %s and to_date >= %s and from_date <= %s""",
		(users, first, last),
	)

"""Whose digest may be due, and what each of them has chosen."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import getdate

from task_discipline.domain.digest import Turn, Wish, turn_at
from task_discipline.services import calendars, preferences
from task_discipline.services.reminders import policy

DIGEST = "TD Digest"


def due(now: datetime) -> dict[str, Turn]:
	"""Everybody without a row for the day of his latest digest, with that digest."""
	waiting = _waiting(_latest_day(now))
	if not waiting:
		return {}
	working, wishes = calendars.of_people(row.name for row in waiting), _wishes(waiting)
	present, morning = calendars.aware(now), policy.load().morning_hour
	turns = ((row, turn_at(present, working[row.name], wishes[row.name], morning)) for row in waiting)
	return {row.name: turn for row, turn in turns if turn and not (row.day and getdate(row.day) >= turn.day)}


def _latest_day(now: datetime) -> date:
	"""The date that it is now where the day is furthest of all places by whose clock somebody works."""
	zones = {calendars.site_zone(), *_zones()}
	return max(calendars.aware(now).astimezone(zone).date() for zone in zones)


def _zones() -> Iterable[ZoneInfo]:
	names = frappe.db.sql(f"select distinct time_zone from `tab{calendars.CALENDAR}`", pluck=True)
	return (calendars.zone_or_site(name) for name in names)


def _waiting(latest: date) -> Sequence[frappe._dict]:
	"""People of tasks that have no row for the latest day, with the day of their last one.

	Written so that the database makes no join of what is asked for one person: it would walk the access of all tasks.
	Who lost his account is among them as long as he has something to do: that nobody tells him is on record.
	"""
	return frappe.db.sql(
		f"""select person.name, person.time_zone,
			(select max(day) from `tab{DIGEST}` told where told.`user` = person.name) as `day`
		from `tabUser` person
		left join (select `user` from `tab{DIGEST}` where day >= %s) done on done.`user` = person.name
		where person.name not in ('Administrator', 'Guest') and done.`user` is null
			and (select 1 from `tabTD Task Access` access where access.`user` = person.name limit 1) = 1
			and (person.enabled = 1 or (
				select 1 from `tabTD Task` task where task.responsible = person.name and task.is_open = 1 limit 1) = 1)
		order by person.name""",
		latest,
		as_dict=True,
	)


def _wishes(rows: Sequence[frappe._dict]) -> dict[str, Wish]:
	chosen = preferences.load(row.name for row in rows)
	zones = {name: calendars.zone_or_site(name) for name in {row.time_zone for row in rows}}
	return {row.name: Wish(chosen[row.name].digest_hour, zones[row.time_zone]) for row in rows}

"""What the company of the demo works amid: its office hours, who was away, and when the system stood still."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import get_system_timezone

from task_discipline.services import outages, rows
from task_discipline.services.acting import acting_as
from task_discipline.setup import traces
from task_discipline.setup.demo import company
from task_discipline.setup.demo.company import user_of
from task_discipline.setup.demo.script import Moment, at, working_day

CALENDAR = f"{company.NAME}: Office hours"
DAY_OFF = -13
"""The day of the company's outing."""
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_ABSENCES = (("sofia", -31, -27, "Trade fair and leave"), ("kenji", -18, -16, "Ill"), ("omar", 3, 7, "Leave"))
"""Who was away from which day to which, and why."""
_OUTAGES = (
	(outages.SCHEDULER, at(-20, "08:30"), at(-20, "15:00"), "Did Not Run"),
	(outages.MAIL, at(-23, "13:00"), at(-23, "15:00"), "Mails Failed"),
)
_KEEPER = "robert"
"""In whose name all this is written down; by him it is found again."""


def make(today: date) -> None:
	"""Write down calendar, absences and outages, seen from ``today``."""
	with acting_as(user_of(_KEEPER)):
		_make_calendar(today)
		for person, first, last, note in _ABSENCES:
			days = {"from_date": working_day(today, first), "to_date": working_day(today, last)}
			frappe.get_doc(doctype="TD Absence", user=user_of(person), note=note, **days).insert()
		rows.insert(outages.OUTAGE, [_outage(today, *outage) for outage in _OUTAGES])


def awake(moment: datetime, today: date) -> datetime:
	"""When the jobs do what is due at ``moment``: after the outage, if it lies in one."""
	for what, begin, end, _cause in _OUTAGES:
		if what == outages.SCHEDULER and begin.on(today) <= moment < end.on(today):
			return end.on(today)
	return moment


def clear(people: Collection[str]) -> None:
	"""Delete all this again; ``people`` are those of the demo."""
	them = ("in", list(people))
	traces.delete("TD Absence", {"user": them})
	traces.delete(outages.OUTAGE, {"owner": them})
	traces.delete_references(["TD Work Calendar"], [CALENDAR])
	traces.delete("TD Work Calendar", {"name": CALENDAR})


def _make_calendar(today: date) -> None:
	frappe.get_doc(
		doctype="TD Work Calendar",
		calendar_name=CALENDAR,
		time_zone=get_system_timezone(),
		people=[{"user": person.user} for person in company.PEOPLE],
		hours=[{"weekday": day, "starts_at": "09:00:00", "ends_at": "18:00:00"} for day in _WEEK],
		days=[{"date": working_day(today, DAY_OFF), "kind": "Day Off"}],
		filled_until=today.replace(month=12, day=31) + timedelta(days=366),
	).insert()


def _outage(today: date, what: str, begin: Moment, end: Moment, cause: str) -> dict[str, object]:
	since, until = begin.on(today), end.on(today)
	return {"what": what, "started_at": since, "ended_at": until, "cause": cause, "noticed_at": until}

"""What the system counts time by: the time zone, the clocks, the calendars; and when it stood still."""

import time
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from task_discipline import compat
from task_discipline.services import clock, outages
from task_discipline.services.calendars import CALENDAR, DAY_OFF
from task_discipline.services.chat import word_care
from task_discipline.services.health.finding import Finding, Level, error, fine, warning
from task_discipline.services.health.words import ago, moment

_APART = timedelta(minutes=1)
_AHEAD = timedelta(days=30)
_RECENT = timedelta(days=7)
_NAMED = 3
_REBUILD = "task_discipline.services.chat.word_care.rebuild"


def clocks() -> Finding:
	"""Whether the site has a time zone and the clocks of server and database agree."""
	zone = frappe.get_system_settings("time_zone")
	if not zone:
		return error(
			_("The site has no time zone: the host takes that of India."),
			_("Set Time Zone in the System Settings. Moments that are stored already keep their figures."),
		)
	apart = timedelta(seconds=abs(compat.database_epoch() - time.time()))
	if apart > _APART:
		return warning(
			_("The clocks of the server and of the database are {0} apart.").format(ago(apart)),
			_("Set both by the time of the network (NTP)."),
			seconds=int(apart.total_seconds()),
		)
	return fine(_("Time zone: {0}").format(zone), time_zone=zone)


def search() -> Finding:
	"""Whether what was said since the database was started is found by its words."""
	if not word_care.are_hidden():
		return fine(_("What is said in chats is found by its words."))
	return error(
		_("The database has crashed, and some messages are not found by their words."),
		_(
			"A small archive is mended within a quarter of an hour. Of a large one choose a quiet hour and run: {0}"
		).format(f"bench --site {frappe.local.site} execute {_REBUILD}"),
	)


def calendars() -> Finding:
	"""Whether the company has a calendar, and the calendars know the holidays ahead."""
	found = company_calendar()
	return holidays() if found.level is Level.OK else found


def company_calendar() -> Finding:
	"""Whether there is a calendar for everybody who has none of his own."""
	named = frappe.db.get_value(
		"Singles", {"doctype": "TD Settings", "field": "work_calendar"}, "value", order_by=None
	)
	if not named:
		return warning(
			_("The company has no calendar, so every hour of every day counts as working time."),
			_("Choose the calendar of the company in the task settings."),
		)
	return fine(_("The company works by {0}.").format(named), calendar=named)


def holidays() -> Finding:
	"""Whether the calendars know the holidays ahead, without which deadlines fall on them."""
	empty = _without_holidays()
	if empty:
		names = ", ".join(empty[:_NAMED]) + (", ..." if len(empty) > _NAMED else "")
		return warning(
			_("Calendars that know no days off from now on: {0}.").format(names),
			_("Open the calendar and press Fill Holidays."),
			calendars=len(empty),
			first=empty[0],
		)
	return fine(_("The calendars know the holidays ahead."))


def _without_holidays() -> list[str]:
	today = getdate(clock.now())
	day = frappe.qb.DocType("TD Calendar Day")
	ahead = (
		frappe.qb.from_(day)
		.where((day.parenttype == CALENDAR) & (day.kind == DAY_OFF) & (day.date >= today))
		.select(day.parent)
		.distinct()
		.run(pluck=True)
	)
	known = frappe.get_all(CALENDAR, fields=["name", "filled_until"], order_by="name asc")
	return [
		calendar.name
		for calendar in known
		if calendar.name not in ahead
		and not (calendar.filled_until and getdate(calendar.filled_until) >= today + _AHEAD)
	]


def stood_still() -> Finding:
	"""What stood still in the last week, which the figures of people leave out."""
	now = clock.now()
	recent = outages.between(now - _RECENT, now)
	if not recent:
		return fine(_("Nothing stood still in the last {0} days.").format(_RECENT.days))
	begin, end = recent[-1]
	lost = sum((until - since for since, until in recent), timedelta())
	return warning(
		_("In the last {0} days jobs or mail stood still for {1}, the last time from {2} to {3}.").format(
			_RECENT.days, ago(lost), moment(begin), moment(end)
		),
		_("What came due meanwhile was made up for. Open the list of outages to see the causes."),
		outages=len(recent),
		seconds=int(lost.total_seconds()),
	)

"""A person's deadlines and milestones as a calendar (RFC 5545) that Outlook, Google and phones subscribe to."""

from collections.abc import Iterable, Iterator
from datetime import timedelta, timezone

import frappe
from frappe import _
from frappe.translate import get_user_lang
from frappe.utils import get_url_to_form, getdate
from icalendar import Calendar, Event, vDuration

from task_discipline.domain.lifecycle import Status
from task_discipline.permissions import PROJECT, TASK
from task_discipline.services import calendars, clock, languages, recipients

MILESTONE = "TD Milestone"
_MOST = 2_000
"""Entries of a kind; the next ones to come."""
_LONG_PAST = timedelta(days=90)
"""What fell due earlier and is still open is in the desk, not in a calendar."""
_SPAN = timedelta(minutes=30)
"""An entry ends at the deadline: one without length is hard to see in most calendars."""
_OPEN = (Status.NEW.value, Status.IN_PROGRESS.value, Status.ON_HOLD.value)
"""States in which a deadline is still to be kept."""
_PENDING = ("Pending", "Missed")

_TASKS = f"""
	select name, subject, deadline, modified, assigner, responsible, status from `tab{TASK}`
	where status in %(open)s and deadline >= %(since)s and (responsible = %(user)s or assigner = %(user)s
		or name in (select parent from `tabTD Task User` where `user` = %(user)s
			and parenttype = '{TASK}' and parentfield = 'co_assignees'))
	order by deadline limit %(most)s
"""
_OF_TASKS = f"""
	select milestone.name, milestone.title, milestone.due_date, milestone.modified, task.subject about,
		'{TASK}' doctype, task.name record
	from `tab{MILESTONE}` milestone join `tab{TASK}` task on task.name = milestone.task
	where milestone.state in %(pending)s and milestone.due_date >= %(since)s and task.status in %(open)s
		and task.name in (select task from `tabTD Task Access` where `user` = %(user)s)
	order by milestone.due_date limit %(most)s
"""
_OF_PROJECTS = f"""
	select milestone.name, milestone.title, milestone.due_date, milestone.modified, project.project_name about,
		'{PROJECT}' doctype, project.name record
	from `tab{MILESTONE}` milestone join `tab{PROJECT}` project on project.name = milestone.project
	where milestone.state in %(pending)s and milestone.due_date >= %(since)s and project.status in ('Open', 'On Hold')
		and (project.manager = %(user)s or project.name in (select parent from `tabTD Task User`
			where `user` = %(user)s and parenttype = '{PROJECT}'))
	order by milestone.due_date limit %(most)s
"""


def of(user: str) -> bytes:
	"""The calendar of a person who may log in, in his language; its moments are in UTC, its milestones whole days."""
	values = {
		"user": user,
		"open": _OPEN,
		"pending": _PENDING,
		"since": clock.now() - _LONG_PAST,
		"most": _MOST,
	}
	tasks = frappe.db.sql(_TASKS, values, as_dict=True)
	milestones = [
		row
		for statement in (_OF_TASKS, _OF_PROJECTS)
		for row in frappe.db.sql(statement, values, as_dict=True)
	]
	with languages.spoken(get_user_lang(user)):
		return bytes(_calendar([*_deadlines(user, tasks), *_milestones(milestones)]).to_ical())


def _calendar(events: Iterable[Event]) -> Calendar:
	calendar = Calendar()
	calendar.add("prodid", "-//Task Discipline//Calendar//EN")
	calendar.add("version", "2.0")
	calendar.add("calscale", "GREGORIAN")
	calendar.add("method", "PUBLISH")
	calendar.add("x-wr-calname", _("Tasks"))
	calendar.add(
		"refresh-interval", vDuration(timedelta(hours=1)), parameters={"value": "DURATION"}
	)  # RFC 7986, 5.7
	for event in events:
		calendar.add_component(event)
	return calendar


def _deadlines(user: str, tasks: Iterable[frappe._dict]) -> Iterator[Event]:
	rows = list(tasks)
	called = recipients.full_names({one for row in rows for one in (row.assigner, row.responsible)})
	for row in rows:
		deadline = calendars.aware(row.deadline).astimezone(timezone.utc)
		others = "" if user == row.responsible else f" ({called.get(row.responsible, row.responsible)})"
		event = _event(TASK, row.name, row.modified, f"{row.subject}{others}")
		event.add("dtstart", deadline - _SPAN)
		event.add("dtend", deadline)
		lines = [
			_("Assigner: {0}").format(called.get(row.assigner, row.assigner)),
			_("Responsible: {0}").format(called.get(row.responsible, row.responsible)),
			_("Status: {0}").format(_(row.status, context="TD Task")),
		]
		event.add("description", "\n".join([*lines, get_url_to_form(TASK, row.name)]))
		event.add("url", get_url_to_form(TASK, row.name))
		yield event


def _milestones(rows: Iterable[frappe._dict]) -> Iterator[Event]:
	for row in rows:
		event = _event(MILESTONE, row.name, row.modified, _("Milestone: {0}").format(row.title))
		event.add("dtstart", getdate(row.due_date))
		event.add("dtend", getdate(row.due_date) + timedelta(days=1))
		address = get_url_to_form(row.doctype, row.record)
		event.add("description", f"{row.about}\n{address}")
		event.add("url", address)
		yield event


def _event(doctype: str, name: object, modified: object, summary: str) -> Event:
	"""What every entry has; it takes nobody's time, for work is done before it."""
	event = Event()
	kind = frappe.scrub(doctype).replace("_", "-")
	event.add("uid", f"{kind}-{name}@{frappe.local.site}")
	changed = calendars.aware(modified).astimezone(timezone.utc)
	event.add("dtstamp", changed)
	event.add("last-modified", changed)
	event.add("summary", summary)
	event.add("transp", "TRANSPARENT")
	return event

"""Tells the events of a task in words, for the timeline of its form."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import unescape
from textwrap import shorten
from zoneinfo import ZoneInfo

import frappe
from frappe import _, _lt
from frappe.utils import (
	escape_html,
	format_datetime,
	get_datetime,
	get_fullname,
	get_system_timezone,
	strip_html,
)

from task_discipline.domain.questions import EVENTS as QUESTIONS
from task_discipline.permissions import PROJECT
from task_discipline.services import assignment_warnings, deadline_limits
from task_discipline.services.languages import filled
from task_discipline.services.ratings.words import duration

_SENTENCES = {
	"Created": _lt("{0} set the task for {1}"),
	"Edited": _lt("{0} edited {1}"),
	"People Changed": _lt("{0} changed who takes part: {1}"),
	"Assignment Accepted": _lt("{0} accepted the task"),
	"Started": _lt("{0} started the task"),
	"Declined": _lt("{0} declined the task"),
	"Deadline Proposed": _lt("{0} asked for the deadline {1}"),
	"Deadline Refused": _lt("{0} kept the deadline"),
	"Deadline Changed": _lt("{0} moved the deadline to {1}"),
	"Deadline Agreed": _lt("{0} agreed to the deadline {1}"),
	"Held": _lt("{0} put the task on hold until {1}"),
	"Resumed": _lt("{0} resumed the task"),
	"Step Done": _lt("{0} finished the step {1}"),
	"Step Undone": _lt("{0} reopened the step {1}"),
	"Submitted": _lt("{0} submitted the task"),
	"Withdrawn": _lt("{0} took the submitted task back"),
	"Accepted": _lt("{0} accepted the result"),
	"Returned": _lt("{0} returned the task for rework"),
	"Reassigned": _lt("{0} gave the task to {1}"),
	"Reopened": _lt("{0} reopened the task"),
	"Cancelled": _lt("{0} cancelled the task"),
	"Blocked": _lt("Since then the task waits for {1}"),
	"Unblocked": _lt("{0} finished what the task waited for"),
	"Milestone Added": _lt("{0} added the milestone {1}"),
	"Milestone Changed": _lt("{0} changed the milestone {1}"),
	"Milestone Moved": _lt("{0} moved the milestone {1}"),
	"Milestone Reached": _lt("{0} reached the milestone {1}"),
	"Milestone Dropped": _lt("{0} dropped the milestone {1}"),
	"Milestone Reopened": _lt("{0} reopened the milestone {1}"),
	"Question Asked": _lt("{0} asked {1} a question in the chat"),
	"Question Answered": _lt("{0} answered the question of {1}"),
	"Question Withdrawn": _lt("{0} took back the question to {1}"),
}
_ICONS = {
	"Created": "add",
	"Edited": "edit",
	"People Changed": "users",
	"Assignment Accepted": "es-line-tick",
	"Started": "es-solid-play",
	"Declined": "close",
	"Deadline Proposed": "calendar",
	"Deadline Refused": "calendar",
	"Deadline Changed": "calendar",
	"Deadline Agreed": "es-line-tick",
	"Held": "es-line-time",
	"Resumed": "es-solid-play",
	"Step Done": "es-line-success",
	"Step Undone": "es-line-close-circle",
	"Submitted": "upload",
	"Withdrawn": "es-line-reply",
	"Accepted": "check",
	"Returned": "refresh",
	"Reassigned": "assign",
	"Reopened": "refresh",
	"Cancelled": "close",
	"Blocked": "es-line-time",
	"Unblocked": "es-line-tick",
	"Milestone Added": "add",
	"Milestone Changed": "edit",
	"Milestone Moved": "calendar",
	"Milestone Reached": "milestone",
	"Milestone Dropped": "close",
	"Milestone Reopened": "refresh",
	"Question Asked": "help",
	"Question Answered": "es-line-tick",
	"Question Withdrawn": "close",
}
_MOST = 500
_QUOTED = 300
_COLUMNS = (
	"event",
	"happened_at",
	"actor",
	"responsible",
	"reason",
	"old_deadline",
	"new_deadline",
	"new_person",
	"details",
)


def entries(task: str) -> list[dict[str, object]]:
	"""The newest events of a task as the host's timeline wants them, in safe HTML."""
	event = frappe.qb.DocType("TD Task Event")
	query = (
		frappe.qb.from_(event)
		.select(*(event[name] for name in _COLUMNS))
		.where(event.task == task)
		.orderby(event.happened_at, event.name, order=frappe.qb.desc)
		.limit(_MOST)
	)
	events = query.run(as_dict=True)
	titles = _project_titles(events)
	return [_entry(event, titles) for event in events]


def _project_titles(events: Iterable[frappe._dict]) -> dict[str, str]:
	"""What the projects are called between which the task was moved, as far as the session's user may see them."""
	names = {name for event in events for name in _projects(event) if name}
	if not names:
		return {}
	found = frappe.get_list(PROJECT, {"name": ("in", sorted(names))}, ["name", "project_name"], limit=0)
	return {row.name: row.project_name for row in found}


def _projects(event: frappe._dict) -> list[str]:
	"""The project that the task left and the one that it came to, where nothing else was changed; else nothing."""
	details = frappe.parse_json(event.details or "{}") if event.event == "Edited" else {}
	return details["project"] if list(details) == ["project"] else []


def _entry(event: frappe._dict, titles: Mapping[str, str]) -> dict[str, object]:
	return {
		"icon": _ICONS[event.event],
		"is_card": False,
		"creation": event.happened_at,
		"content": f'<span class="td-event">{_sentence(event, titles)}</span>' + _more(event),
	}


def _sentence(event: frappe._dict, titles: Mapping[str, str]) -> str:
	actor = frappe.bold(escape_html(get_fullname(event.actor)))
	if projects := _projects(event):
		left, entered = (frappe.bold(escape_html(titles.get(name, name))) for name in projects)
		words = (
			_("{0} put the task into the project {1}")
			if projects[1]
			else _("{0} took the task out of the project {1}")
		)
		return words.format(actor, entered if projects[1] else left)
	return str(_SENTENCES[event.event]).format(actor, frappe.bold(escape_html(_object(event))))


def plain(event: frappe._dict) -> str:
	"""One event as a sentence without markup, for places that show plain words."""
	return filled(_SENTENCES[event.event], get_fullname(event.actor), _object(event))


def _object(event: frappe._dict) -> str:
	details = frappe.parse_json(event.details or "{}")
	if event.event in ("Deadline Proposed", "Deadline Changed", "Deadline Agreed"):
		return _local(event.new_deadline)
	if event.event in ("Step Done", "Step Undone"):
		return details.get("step", "")
	if event.event == "Blocked":
		return ", ".join(details.get("tasks", []))
	if event.event.startswith("Milestone"):
		return _milestone(details)
	if event.event == "Edited":
		return ", ".join(_labels(details))
	if event.event == "People Changed":
		return ", ".join(_comers_and_goers(details))
	if event.event == "Held":
		return _local(get_datetime(details["until"])) if "until" in details else _("further notice")
	return get_fullname(event.new_person or event.responsible)


def _milestone(details: dict[str, str]) -> str:
	day = details.get("to")
	return f"{details['title']} ({frappe.format(day, 'Date')})" if day else details["title"]


def _comers_and_goers(details: dict[str, list[list[str]]]) -> list[str]:
	changes = list(details.values())
	came = [
		_("{0} came").format(get_fullname(user)) for old, new in changes for user in new if user not in old
	]
	went = [
		_("{0} left").format(get_fullname(user)) for old, new in changes for user in old if user not in new
	]
	return came + went


def _local(moment: datetime) -> str:
	zone = frappe.get_cached_value("User", frappe.session.user, "time_zone") or get_system_timezone()
	there = moment.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(ZoneInfo(zone))
	return format_datetime(there.replace(tzinfo=None), "EEE d MMM yyyy HH:mm")


def _labels(details: dict[str, object]) -> list[str]:
	meta = frappe.get_meta("TD Task")
	return [_("Plan") if name == "plan" else _(meta.get_label(name)) for name in details]


def _more(event: frappe._dict) -> str:
	lines = []
	if words := event.reason or _handed_in(event):
		lines.append(f'<div class="td-timeline-reason">{escape_html(words)}</div>')
	if event.event in QUESTIONS:
		lines += _about_question(event)
	if event.event == "Returned" and event.new_deadline != event.old_deadline:
		lines.append(escape_html(_("New deadline: {0}").format(_local(event.new_deadline))))
	if event.event in ("Created", "Reassigned"):
		codes = frappe.parse_json(event.details or "{}").get("warnings", [])
		lines += [f"<div>{escape_html(text)}</div>" for text in assignment_warnings.texts(codes)]
	if event.event in ("Deadline Changed", "Returned"):
		codes = frappe.parse_json(event.details or "{}").get("limits_passed", [])
		lines += [f"<div>{escape_html(text)}</div>" for text in deadline_limits.texts(codes)]
	return f'<div class="td-event-more">{"".join(lines)}</div>' if lines else ""


def _about_question(event: frappe._dict) -> list[str]:
	"""When an answer was wanted, or how long it took; what was asked stays in the chat."""
	details = frappe.parse_json(event.details or "{}")
	lines = []
	if "answer_by" in details:
		lines.append(escape_html(_("Answer by {0}").format(_local(get_datetime(details["answer_by"])))))
	if "minutes" in details:
		waited = duration(details["minutes"])
		lines.append(escape_html(_("It waited {0} of working time").format(waited)))
	return lines


def _handed_in(event: frappe._dict) -> str:
	"""What a submission said, in plain words and cut short: a later one writes over the task's result."""
	if event.event != "Submitted":
		return ""
	result = frappe.parse_json(event.details or "{}").get("result", "")
	return shorten(unescape(strip_html(result)), _QUOTED, placeholder=" …")

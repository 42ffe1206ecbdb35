"""Tells the events of a project in words, for the timeline of its form."""

from datetime import date

import frappe
from frappe import _, _lt
from frappe.utils import escape_html, format_date, get_fullname, getdate

from task_discipline.services.languages import filled
from task_discipline.services.projects import log

_SENTENCES = {
	"Created": _lt("{0} opened the project"),
	"Edited": _lt("{0} edited {1}"),
	"People Changed": _lt("{0} changed who takes part: {1}"),
	"Closed": _lt("{0} closed the project"),
	"Reopened": _lt("{0} opened the project again"),
	"Held": _lt("{0} put the project on hold"),
	"Cancelled": _lt("{0} gave the project up"),
	"Tasks Moved In": _lt("{0} moved {1} in"),
	"Tasks Moved Out": _lt("{0} moved {1} out"),
	"Milestone Added": _lt("{0} added the milestone {1}"),
	"Milestone Changed": _lt("{0} changed the milestone {1}"),
	"Milestone Moved": _lt("{0} moved the milestone {1}"),
	"Milestone Reached": _lt("{0} reached the milestone {1}"),
	"Milestone Missed": _lt("The milestone {1} was not reached in time"),
	"Milestone Dropped": _lt("{0} dropped the milestone {1}"),
	"Milestone Reopened": _lt("{0} reopened the milestone {1}"),
}
_ICONS = {
	"Created": "add",
	"Edited": "edit",
	"People Changed": "users",
	"Closed": "check",
	"Reopened": "refresh",
	"Held": "es-line-time",
	"Cancelled": "close",
	"Tasks Moved In": "add",
	"Tasks Moved Out": "es-line-reply",
	"Milestone Added": "milestone",
	"Milestone Changed": "milestone",
	"Milestone Moved": "calendar",
	"Milestone Reached": "es-line-success",
	"Milestone Missed": "es-line-close-circle",
	"Milestone Dropped": "close",
	"Milestone Reopened": "refresh",
}
_MOST = 500


def entries(project: str) -> list[dict[str, object]]:
	"""The newest events of a project as the host's timeline wants them, in safe HTML."""
	event, milestone = frappe.qb.DocType(log.EVENT), frappe.qb.DocType("TD Milestone")
	query = (
		frappe.qb.from_(event)
		.left_join(milestone)
		.on(milestone.name == event.milestone)
		.select(event.event, event.happened_at, event.actor, event.reason, event.details, milestone.title)
		.where(event.project == project)
		.orderby(event.happened_at, event.name, order=frappe.qb.desc)
		.limit(_MOST)
	)
	return [_entry(row) for row in query.run(as_dict=True)]


def _entry(event: frappe._dict) -> dict[str, object]:
	return {
		"icon": _ICONS.get(event.event, "edit"),
		"is_card": False,
		"creation": event.happened_at,
		"content": f'<span class="td-event">{_sentence(event)}</span>' + _more(event),
	}


def _sentence(event: frappe._dict) -> str:
	actor = frappe.bold(escape_html(get_fullname(event.actor)))
	words = frappe.bold(escape_html(_object(event, frappe.parse_json(event.details or "{}"))))
	return str(_SENTENCES.get(event.event, _lt("{0}: {1}"))).format(actor, words)


def plain(event: frappe._dict) -> str:
	"""One event as a sentence without markup, for places that show plain words."""
	words = _object(event, frappe.parse_json(event.details or "{}"))
	return filled(_SENTENCES[event.event], get_fullname(event.actor), words)


def _object(event: frappe._dict, details: dict[str, object]) -> str:
	if event.event == "Edited":
		meta = frappe.get_meta("TD Project Link")
		return ", ".join(_(meta.get_label(name)) for name in details)
	if event.event == "People Changed":
		return _comers_and_goers(*details.get("people", ([], [])))
	if event.event in ("Tasks Moved In", "Tasks Moved Out"):
		number = details.get("number") or 0
		return _("1 task") if number == 1 else _("{0} tasks").format(number)
	return event.title or details.get("title") or ""


def _comers_and_goers(before: list[str], after: list[str]) -> str:
	came = [_("{0} came").format(get_fullname(user)) for user in after if user not in before]
	went = [_("{0} left").format(get_fullname(user)) for user in before if user not in after]
	return ", ".join(came + went)


def _more(event: frappe._dict) -> str:
	details = frappe.parse_json(event.details or "{}")
	lines = []
	if "from" in details and "to" in details:
		moved = _("from {0} to {1}").format(_day(details["from"]), _day(details["to"]))
		lines.append(f"<div>{escape_html(moved)}</div>")
	if event.reason:
		lines.append(f'<div class="td-timeline-reason">{escape_html(event.reason)}</div>')
	return f'<div class="td-event-more">{"".join(lines)}</div>' if lines else ""


def _day(value: str | None) -> str:
	day: date | None = getdate(value) if value and value != "None" else None
	return format_date(day, "EEE d MMM yyyy") if day else _("no date")

"""A finished digest in its reader's language: the context of its templates, and what they make of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import frappe
from frappe import _, _lt
from frappe.utils import format_date, format_datetime, get_url, get_url_to_form
from frappe.utils.jinja_globals import is_rtl

from task_discipline.domain.digest import Turn, Verdict
from task_discipline.services.digests import row_words
from task_discipline.services.digests.contents import Contents, Item, Part, Section
from task_discipline.services.digests.row_words import Clock
from task_discipline.services.languages import filled

_TEMPLATE = "task_discipline/templates/emails/morning_digest"
_TITLES: Mapping[Part, object] = {
	Part.OVERDUE: _lt("Overdue"),
	Part.TODAY: _lt("Due today"),
	Part.DATES: _lt("Steps and milestones due"),
	Part.REVIEW: _lt("Waiting for your review"),
	Part.ASKED: _lt("Waiting for your answer"),
	Part.NEW: _lt("Not accepted by you yet"),
	Part.NEXT: _lt("The next 7 days"),
	Part.SET_OVERDUE: _lt("Set by you and overdue"),
}
_COUNTED: Mapping[Part, object] = {
	Part.OVERDUE: _lt("overdue"),
	Part.TODAY: _lt("due today"),
	Part.REVIEW: _lt("to review"),
	Part.ASKED: _lt("to answer"),
}
_GRAVE = (Part.OVERDUE, Part.SET_OVERDUE)
_URGENT = ("High", "Urgent")
_GLANCED = 4


@dataclass(frozen=True)
class Reader:
	"""Whom a digest is for, where his clock stands and what it tells of."""

	user: str
	clock: Clock
	turn: Turn
	sections: Mapping[Part, Section]


@dataclass(frozen=True)
class Page:
	"""A digest as it is mailed."""

	subject: str
	html: str
	text: str


def render(reader: Reader, contents: Contents, footer: str) -> Page:
	"""The digest in the session's language; ``footer`` is what the site says at the end of each mail, as HTML."""
	context = {
		"subject": _subject(reader),
		"day": format_date(reader.turn.day, "EEEE, d MMMM"),
		"glance": _glance(reader, contents),
		"late": _late(reader),
		"counts": _counts(reader),
		"sections": [_section(part, reader, contents) for part in Part if part in reader.sections],
		"my_day": get_url("/app/td-my-day"),
		# The list leads everybody to his own form, whether he has ever chosen or not.
		"preferences": get_url("/app/td-preferences"),
		"times": filled(_lt("Times are those of {0}."), reader.clock.zone.key),
		"footer": footer,
		"language": frappe.local.lang,
		"direction": "rtl" if is_rtl() else "ltr",
	}
	html, text = (frappe.get_template(f"{_TEMPLATE}.{form}").render(context) for form in ("html", "txt"))
	return Page(str(context["subject"]), html, text)


def _subject(reader: Reader) -> str:
	day = filled(_lt("Your day, {0}"), format_date(reader.turn.day, "EEE d MMM"))
	counts = ", ".join(f"{one['number']} {one['label']}" for one in _counts(reader))
	return f"{day}: {counts}" if counts else day


def _glance(reader: Reader, contents: Contents) -> str:
	"""What an inbox shows beside the subject: the first tasks."""
	items = [item for part in Part if part in reader.sections for item in reader.sections[part].items]
	tasks = [contents.tasks.get(item.entry.task) for item in items[:_GLANCED]]
	return ", ".join(dict.fromkeys(task.subject for task in tasks if task))


def _late(reader: Reader) -> str:
	if reader.turn.verdict is not Verdict.LATE:
		return ""
	due = reader.turn.due.astimezone(reader.clock.zone).replace(tzinfo=None)
	return filled(
		_lt("This digest comes late: it should have reached you at {0}."), format_datetime(due, "HH:mm")
	)


def _counts(reader: Reader) -> list[dict[str, object]]:
	return [
		{"number": reader.sections[part].total, "label": str(label), "grave": part in _GRAVE}
		for part, label in _COUNTED.items()
		if part in reader.sections
	]


def _section(part: Part, reader: Reader, contents: Contents) -> dict[str, object]:
	section = reader.sections[part]
	more = section.total - len(section.items)
	return {
		"title": str(_TITLES[part]),
		"total": section.total,
		"grave": part in _GRAVE,
		"rows": [
			_row(part, item, reader, contents) for item in section.items if item.entry.task in contents.tasks
		],
		"more": filled(_lt("and {0} more"), more) if more else "",
	}


def _row(part: Part, item: Item, reader: Reader, contents: Contents) -> dict[str, object]:
	task, said = contents.tasks[item.entry.task], contents.words.get(item.entry, {})
	remarks = row_words.notes(part, item, task, reader.user, said, reader.clock)
	return {
		"subject": item.title or task.subject,
		"link": get_url_to_form("TD Task", task.name),
		"when": row_words.when(part, item, task, reader.clock),
		"priority": _(task.priority, context="TD Task") if task.priority in _URGENT else "",
		"notes": list(filter(None, remarks)),
	}

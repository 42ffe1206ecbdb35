"""The day of the session's user as the desk shows it, and one of its tasks as its dialogs need it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import frappe

from task_discipline import permissions
from task_discipline.domain.my_day import Beside, Day, Group, day_at
from task_discipline.services import calendars, clock, task_view
from task_discipline.services.chat import questions
from task_discipline.services.chat.questions import NO_QUESTIONS
from task_discipline.services.my_day import groups, rows

_FOR_DIALOGS = (
	"name",
	"subject",
	"status",
	"needs_review",
	"require_result",
	"require_file",
	"require_plan_done",
	"result",
)


def load() -> dict[str, object]:
	"""The groups of the session's user: the first rows of each, its size, and what is open beside the day.

	Moments are the site's; ``date`` is today on the person's own calendar.
	"""
	user = frappe.session.user
	day = day_at(calendars.aware(clock.now()), zone_of(user))
	date = str(day.now.astimezone(day.tomorrow.tzinfo).date())
	if not permissions.is_active(user):
		return {
			"date": date,
			"groups": [],
			"questions": NO_QUESTIONS,
			"beside": {place.value: 0 for place in Beside},
		}
	contents = groups.find(user, _as_stored(day))
	shown = rows.of(user, (entry for entries in contents.entries.values() for entry in entries))
	return {
		"date": date,
		"groups": [_group(group, contents, shown) for group in Group],
		"questions": questions.standing_open(),
		"beside": {place.value: number for place, number in contents.beside.items()},
	}


def task_for_dialogs(name: str) -> dict[str, object]:
	"""What a dialog about the task shows. Raises ``frappe.PermissionError`` where the session's user may not read it."""
	permissions.require_read(name)
	task = frappe.get_doc(permissions.TASK, name)
	return {"doc": {field: task.get(field) for field in _FOR_DIALOGS}, "view": task_view.for_form(task)}


def zone_of(user: str) -> ZoneInfo:
	"""The zone of a person's clock: his own choice, else the site's."""
	return calendars.zone_or_site(frappe.get_cached_value("User", user, "time_zone"))


def _as_stored(day: Day) -> Day:
	bounds = ("now", "tomorrow", "afterwards")
	return replace(day, **{bound: calendars.naive(getattr(day, bound)) for bound in bounds})


def _group(group: Group, contents: groups.Contents, shown: dict) -> dict[str, object]:
	return {
		"name": group.value,
		"total": contents.totals[group],
		"rows": [shown[entry] for entry in contents.entries[group] if entry in shown],
	}

"""A task of a template before it is written: all that one occurrence and the template say together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import cint, flt, get_fullname, get_system_timezone

from task_discipline.domain import placeholders, terms
from task_discipline.domain.people import Cast
from task_discipline.domain.recurrence import MISSED_AFTER, Occurrence
from task_discipline.services import placeholder_values, settings
from task_discipline.services.generation.sources import Source
from task_discipline.services.generation.staff import Choice, Staff, choose
from task_discipline.services.templates import records

_COPIED = (
	"priority",
	"assigner",
	"require_result",
	"require_file",
	"require_plan_done",
	"reference_doctype",
	"reference_name",
)
Remark = tuple[str, str]
"""An outcome of TD Template Event, and the reason in words."""


@dataclass(frozen=True)
class Draft:
	"""One task to be: ``fields`` by name, its people and children, and what the owner should know of it."""

	source: Source
	occurrence: datetime
	fields: frappe._dict
	cast: Cast
	steps: tuple[dict[str, object], ...]
	milestones: tuple[dict[str, object], ...]
	choice: Choice
	remarks: tuple[Remark, ...] = ()

	@property
	def key(self) -> tuple[str, datetime]:
		"""What the database holds to be unique."""
		return self.source.name, self.occurrence


def draft(source: Source, occurrence: Occurrence, now: datetime, staff: Staff) -> Draft:
	"""The task of one occurrence. Raises ``Unavailable`` where nobody can take it."""
	day = max(occurrence.moment, now).date()
	choice = choose(source, day, staff)
	calendar = staff.calendars[choice.responsible]
	deadline, remarks = _deadline(source, occurrence, now, calendar)
	cast, left_out = _cast(source, choice, staff)
	return Draft(
		source,
		occurrence.planned,
		_fields(source, occurrence, deadline, choice.responsible),
		cast,
		tuple(_step(step, occurrence, calendar, staff) for step in source.steps),
		tuple(_milestone(one, occurrence, calendar) for one in source.milestones),
		choice,
		(*remarks, *_about(choice), *_missing(left_out)),
	)


def _fields(source: Source, occurrence: Occurrence, deadline: datetime, responsible: str) -> frappe._dict:
	row = source.row
	fields = frappe._dict({name: row[name] for name in _COPIED})
	fields.update(
		subject=_filled(row.subject, occurrence.moment, deadline),
		description=_filled(row.description, occurrence.moment, deadline),
		responsible=responsible,
		starts_on=occurrence.moment,
		deadline=deadline,
		needs_review=int(bool(row.needs_review) and row.assigner != responsible),
		estimated_hours=flt(row.estimated_hours),
		weight=flt(row.weight),
		template=row.name,
		occurrence=occurrence.planned,
	)
	return fields


def _deadline(
	source: Source, occurrence: Occurrence, now: datetime, calendar: "records.WorkCalendar"
) -> tuple[datetime, list[Remark]]:
	"""The deadline, counted from now where it would have passed before the task was there to be seen."""
	term, zone, day_end = records.term_of(source.row), _site_zone(), time(settings.load().day_end_hour)
	deadline = terms.deadline(term, occurrence.moment, calendar, zone, day_end)
	late = now - occurrence.create_at
	if deadline <= now:
		anew = terms.deadline(term, now, calendar, zone, day_end)
		return anew, [
			(
				"Made Late",
				_("Made {0} late; its deadline would have passed already and counts from then on.").format(
					_span(late)
				),
			)
		]
	if late > MISSED_AFTER:
		return deadline, [("Made Late", _("Made {0} late.").format(_span(late)))]
	return deadline, []


def _cast(source: Source, choice: Choice, staff: Staff) -> tuple[Cast, list[str]]:
	"""The people of the task, each in one place, and those whose accounts are disabled."""
	responsible, assigner = choice.responsible, source.row.assigner
	working = [user for user in source.co_assignees if user != responsible]
	watching = [user for user in source.observers if user not in (responsible, assigner, *working)]
	left_out = [user for user in (*working, *watching) if user not in staff.active]
	cast = Cast(
		assigner,
		responsible,
		tuple(user for user in working if user in staff.active),
		tuple(user for user in watching if user in staff.active),
	)
	return cast, left_out


def _step(
	step: frappe._dict, occurrence: Occurrence, calendar: "records.WorkCalendar", staff: Staff
) -> dict[str, object]:
	person = step.person if step.person in staff.active else None
	due = _offset(step, occurrence, calendar) if cint(step.after) else None
	return {"title": step.title, "person": person, "due_date": due}


def _milestone(
	one: frappe._dict, occurrence: Occurrence, calendar: "records.WorkCalendar"
) -> dict[str, object]:
	return {"title": one.title, "due_date": _offset(one, occurrence, calendar)}


def _offset(row: frappe._dict, occurrence: Occurrence, calendar: "records.WorkCalendar") -> date:
	is_working = row.after_unit == "Working Days"
	return terms.offset_day(cint(row.after), is_working, occurrence.moment, calendar)


def _filled(text: str | None, moment: datetime, deadline: datetime) -> str | None:
	if not text or "{" not in text:
		return text
	language = frappe.db.get_default("lang") or "en"
	return placeholders.render(text, placeholder_values.values(moment, deadline, language))


def _about(choice: Choice) -> list[Remark]:
	if not choice.stands_in_for:
		return []
	missing = choice.stands_in_for
	name = get_fullname(missing) if "@" in missing else missing
	return [("Substituted", _("{0} instead of {1}.").format(get_fullname(choice.responsible), name))]


def _missing(left_out: Iterable[str]) -> list[Remark]:
	return [
		("Left Out", _("{0} is left out: the account is disabled.").format(get_fullname(user)))
		for user in left_out
	]


def _span(late: timedelta) -> str:
	hours = late.total_seconds() / 3600
	if hours >= 48:
		return _("{0} days").format(int(hours // 24))
	return _("{0} hours").format(int(hours)) if hours >= 2 else _("{0} minutes").format(int(hours * 60))


def _site_zone() -> ZoneInfo:
	return ZoneInfo(get_system_timezone())

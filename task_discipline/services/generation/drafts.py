"""A task of a template before it is written: all that one occurrence and the template say together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import cint, flt, get_fullname, get_system_timezone

from task_discipline.domain import assignment, placeholders, terms
from task_discipline.domain.people import Cast
from task_discipline.domain.recurrence import MISSED_AFTER, Occurrence
from task_discipline.domain.worktime import WorkCalendar
from task_discipline.services import calendars, placeholder_values, settings
from task_discipline.services.generation import staff
from task_discipline.services.generation.sources import Source
from task_discipline.services.generation.staff import Choice, Staff, choose
from task_discipline.services.projects import standing
from task_discipline.services.templates import records

_COPIED = (
	"priority",
	"assigner",
	"require_result",
	"require_file",
	"require_plan_done",
	"reference_doctype",
	"reference_name",
	"deadline_is_firm",
	"most_deadline_requests",
)
_LOOK_BACK, _LOOK_AHEAD = timedelta(days=1), timedelta(days=400)
Remark = tuple[str, str]
"""An outcome of TD Template Event, and the reason in words."""


@dataclass(frozen=True)
class Circumstances:
	"""What is the same for all drafts of one batch."""

	now: datetime
	staff: Staff
	calendars: Mapping[str | None, WorkCalendar]
	"""Those that the templates name for their rules."""
	zone: ZoneInfo
	day_end: time
	short_notice: timedelta
	language: str
	projects: frozenset[str]
	"""Those of the templates that still run."""


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
	since: datetime
	"""When it should have been made; where its term counts anew from its making, that."""
	warnings: tuple[str, ...] = ()
	remarks: tuple[Remark, ...] = ()

	@property
	def due_at(self) -> datetime | None:
		"""``since`` for the record, where the date of the task does not say it."""
		return self.since if self.since != self.occurrence else None

	@property
	def key(self) -> tuple[str, datetime]:
		"""What the database holds to be unique."""
		return self.source.name, self.occurrence


def circumstances(sources: Sequence[Source], now: datetime) -> Circumstances:
	"""Look around once for all drafts of ``sources``."""
	site = settings.load()
	return Circumstances(
		now=now,
		calendars=calendars.named_all({source.row.work_calendar for source in sources}),
		staff=staff.load(sources, (now - _LOOK_BACK).date(), (now + _LOOK_AHEAD).date()),
		zone=ZoneInfo(get_system_timezone()),
		day_end=time(site.day_end_hour),
		short_notice=site.short_notice,
		language=frappe.db.get_default("lang") or "en",
		projects=standing.running({source.row.project for source in sources if source.row.project}),
	)


def draft(source: Source, occurrence: Occurrence, around: Circumstances) -> Draft:
	"""The task of one occurrence. Raises ``Unavailable`` where nobody can take it."""
	choice = choose(source, max(occurrence.moment, around.now).date(), around.staff)
	calendar = around.staff.calendars[choice.responsible]
	deadline, since, remarks = _deadline(source, occurrence, calendar, around)
	cast, left_out = _cast(source, choice, around.staff)
	return Draft(
		source,
		occurrence.planned,
		_fields(source, occurrence, deadline, choice.responsible, around),
		cast,
		tuple(_step(step, occurrence, calendar, around.staff) for step in source.steps),
		tuple(_milestone(one, occurrence, calendar) for one in source.milestones),
		choice,
		since,
		_warnings(choice.responsible, deadline, calendar, around),
		(*remarks, *_about(choice), *_missing(left_out)),
	)


def _fields(
	source: Source, occurrence: Occurrence, deadline: datetime, responsible: str, around: Circumstances
) -> frappe._dict:
	row = source.row
	fields = frappe._dict({name: row[name] for name in _COPIED})
	fields.update(
		subject=_filled(row.subject, occurrence.moment, deadline, around.language),
		description=_filled(row.description, occurrence.moment, deadline, around.language),
		responsible=responsible,
		starts_on=occurrence.moment,
		deadline=deadline,
		needs_review=int(bool(row.needs_review) and row.assigner != responsible),
		estimated_hours=flt(row.estimated_hours),
		weight=flt(row.weight),
		latest_deadline=_latest(row, deadline),
		project=row.project if row.project in around.projects else None,
		template=row.name,
		occurrence=occurrence.planned,
	)
	return fields


def _deadline(
	source: Source, occurrence: Occurrence, calendar: WorkCalendar, around: Circumstances
) -> tuple[datetime, datetime, list[Remark]]:
	"""The deadline, counted from now where it would have passed before the task was there to be seen, and since when."""
	term, late = records.term_of(source.row), around.now - occurrence.create_at
	deadline = terms.deadline(term, occurrence.moment, calendar, around.zone, around.day_end)
	if deadline <= around.now:
		words = _("Made {0} late. Its deadline would have passed already, so it counts from then on.")
		anew = terms.deadline(term, around.now, calendar, around.zone, around.day_end)
		return anew, around.now, [("Made Late", words.format(_span(late)))]
	if late > MISSED_AFTER:
		return deadline, occurrence.create_at, [("Made Late", _("Made {0} late.").format(_span(late)))]
	return deadline, occurrence.create_at, []


def _latest(row: frappe._dict, deadline: datetime) -> datetime | None:
	days = cint(row.latest_deadline_days)
	return deadline + timedelta(days) if days else None


def _warnings(
	responsible: str, deadline: datetime, calendar: WorkCalendar, around: Circumstances
) -> tuple[str, ...]:
	"""What the form would have warned of; it goes on record, for nobody sees it here."""
	found = assignment.warnings(
		calendar,
		around.staff.absences.get(responsible, ()),
		deadline.replace(tzinfo=around.zone),
		around.now.replace(tzinfo=around.zone),
		around.short_notice,
	)
	return tuple(warning.value for warning in found)


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
	step: frappe._dict, occurrence: Occurrence, calendar: WorkCalendar, staff: Staff
) -> dict[str, object]:
	person = step.person if step.person in staff.active else None
	due = _offset(step, occurrence, calendar) if cint(step.after) else None
	return {"title": step.title, "person": person, "due_date": due}


def _milestone(one: frappe._dict, occurrence: Occurrence, calendar: WorkCalendar) -> dict[str, object]:
	return {"title": one.title, "due_date": _offset(one, occurrence, calendar)}


def _offset(row: frappe._dict, occurrence: Occurrence, calendar: WorkCalendar) -> date:
	is_working = row.after_unit == "Working Days"
	return terms.offset_day(cint(row.after), is_working, occurrence.moment, calendar)


def _filled(text: str | None, moment: datetime, deadline: datetime, language: str) -> str | None:
	if not text or not ("{" in text or "}" in text):
		return text
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

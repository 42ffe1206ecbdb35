"""Template by occurrence: which dates of the systemic tasks were kept, and what became of the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.domain.compliance import COUNTED, Occurrence, Verdict, kept, verdict
from task_discipline.domain.lifecycle import Status
from task_discipline.services import clock, outages, recipients
from task_discipline.services.languages import spoken
from task_discipline.services.outages import Span
from task_discipline.services.reports import names
from task_discipline.services.reports.period import day
from task_discipline.services.reports.reader import one_name
from task_discipline.services.rule_texts import passed_over_text

LONGEST = timedelta(days=92)
"""A table of more days is not read any more."""
_USUAL = timedelta(days=30)
"""Where each task has its own date, its week or its month."""
_JUST_BEFORE = timedelta(hours=1)
"""The jobs make what an outage has held back so soon after it."""
_CLOSED = (Status.SUBMITTED.value, Status.DONE.value)
_DAY = timedelta(days=1)
_WITH_THE_PERSON = (Status.NEW.value, Status.IN_PROGRESS.value, Status.DECLINED.value)


@dataclass(frozen=True)
class Cell:
	"""What became of one occurrence: its task, if there is one, and words that explain."""

	template: str
	moment: datetime
	verdict: Verdict
	task: str | None = None
	note: str = ""


@dataclass(frozen=True)
class Sheet:
	"""The table: days as columns, one row for each template."""

	days: tuple[date, ...]
	rows: tuple[dict[str, object], ...]
	cells: tuple[Cell, ...]


def sheet(filters: Mapping[str, object], reader: str) -> Sheet:
	"""What became of every occurrence of the period that ``reader`` may see."""
	first, last = period(filters)
	tasks = _tasks(filters, reader, first, last)
	made = {(row.template, row.occurrence) for row in tasks}
	left = [
		row for row in _not_made(filters, reader, first, last) if (row.template, row.occurrence) not in made
	]
	cells = [*_of_tasks(tasks), *_without_tasks(left)]
	days = tuple(sorted({cell.moment.date() for cell in cells}))
	return Sheet(days, tuple(_rows(cells, tasks, reader)), tuple(cells))


def period(filters: Mapping[str, object]) -> tuple[datetime, datetime]:
	"""From the first moment of the first day to that of the day after the last one."""
	today = clock.now().date()
	last = day(filters, "to_date") or today
	first = day(filters, "from_date") or last - _USUAL
	if last < first:
		frappe.throw(_("The period ends before it begins. Correct one of the two days."))
	if last - first > LONGEST:
		frappe.throw(_("Choose at most {0} days: a longer table cannot be read.").format(LONGEST.days))
	return datetime.combine(first, time()), datetime.combine(last, time()) + _DAY


def column_of(day: date) -> str:
	"""The fieldname of the column of a day."""
	return f"day_{day:%Y%m%d}"


def _tasks(filters: Mapping[str, object], reader: str, first: datetime, last: datetime) -> list[frappe._dict]:
	wanted, values = ["task.`occurrence` >= %(first)s", "task.`occurrence` < %(last)s"], {}
	for column in ("template", "responsible", "project"):
		if filters.get(column):
			wanted.append(f"task.`{column}` = %({column})s")
			values[column] = one_name(column, filters[column])
	readable = permissions.among_readable("task.`name`", reader)
	# A manager's walk begins at the templates: the index of occurrences leads with them.
	scope = readable or "task.`template` in (select `name` from `tabTD Task Template`)"
	return frappe.db.sql(
		f"""select task.`name`, task.`template`, task.`occurrence`, task.`subject`, task.`status`, task.`deadline`,
		task.`responsible`, task.`submitted_at`, coalesce(rating.`timeliness`, task.`timeliness`) as verdict
		from `tabTD Task` task left join `tabTD Task Rating` rating
		on rating.`task` = task.`name` and rating.`outcome` <> 'Handed Over'
		where {" and ".join(wanted)} and {_safe(scope)} order by task.`occurrence`, task.`name`""",
		{"first": first, "last": last, **values},
		as_dict=True,
	)


def _not_made(
	filters: Mapping[str, object], reader: str, first: datetime, last: datetime
) -> list[frappe._dict]:
	"""Dates of the period for which no task was made, as the templates that ``reader`` may see have it on record."""
	if filters.get("responsible") or filters.get("project"):
		return []  # nobody was to do what was not made
	wanted, values = ["`occurrence` >= %(first)s", "`occurrence` < %(last)s"], {}
	if filters.get("template"):
		wanted.append("`template` = %(template)s")
		values["template"] = one_name("template", filters["template"])
	readable = permissions.among_readable("`template`", reader, permissions.TEMPLATE)
	if readable:
		wanted.append(_safe(readable))
	return frappe.db.sql(
		f"""select `template`, `occurrence`, `outcome`, `reason` from `tabTD Template Event`
		where `outcome` in ('Skipped', 'Failed') and {" and ".join(wanted)} order by `name`""",
		{"first": first, "last": last, **values},
		as_dict=True,
	)


def _safe(condition: str) -> str:
	# A condition holds names as they are, and a per cent sign in one of them would be read as a mark for a value.
	return condition.replace("%", "%%")


def _of_tasks(tasks: Sequence[frappe._dict]) -> Iterable[Cell]:
	if not tasks:
		return
	now, late = clock.now(), _made_late([row.name for row in tasks])
	moments = [row.occurrence for row in tasks] + [row.happened_at for row in late.values()]
	down = outages.between(min(moments) - LONGEST, now)
	for row in tasks:
		remark = late.get(row.name)
		by_outage = bool(remark) and _overlap(down, remark.happened_at - _JUST_BEFORE, remark.happened_at)
		found = verdict(_known(row, now, by_outage, down))
		note = remark.reason if remark else ""
		yield Cell(row.template, row.occurrence, found, row.name, note or "")


def _known(row: frappe._dict, now: datetime, made_late: bool, down: Sequence[Span]) -> Occurrence:
	handed_in, deadline = row.status in _CLOSED, row.deadline
	late = bool(handed_in and deadline and row.submitted_at and row.submitted_at > deadline)
	return Occurrence(
		cancelled=row.status == Status.CANCELLED.value,
		handed_in=handed_in,
		fairly_late=handed_in and row.verdict == "Late",
		late_by_the_clock=late,
		overdue=bool(deadline and deadline <= now and row.status in _WITH_THE_PERSON),
		made_late_by_outage=made_late,
		late_within_outage=late and _overlap(down, deadline, row.submitted_at),
	)


def _made_late(tasks: Sequence[str]) -> dict[str, frappe._dict]:
	"""What is on record of tasks that were made after their time, by task."""
	filters = {"outcome": "Made Late", "task": ("in", list(tasks))}
	fields = ["task", "happened_at", "reason"]
	found = frappe.get_all("TD Template Event", filters, fields, order_by=None, limit=0)
	return {row.task: row for row in found}


def _without_tasks(left: Sequence[frappe._dict]) -> Iterable[Cell]:
	"""A date that a rule leaves out was skipped; one that was missed while nothing ran is a fault of the system."""
	if not left:
		return
	moments = [row.occurrence for row in left]
	down = outages.between(min(moments) - LONGEST, max(moments) + LONGEST, (outages.SCHEDULER,))
	by_rule = _words_of_the_rule()
	for row in {(one.template, one.occurrence): one for one in left}.values():
		missed = row.reason not in by_rule and _overlap(down, row.occurrence, row.occurrence)
		fault = row.outcome == "Failed" or missed
		yield Cell(
			row.template,
			row.occurrence,
			Verdict.SYSTEM_FAULT if fault else Verdict.SKIPPED,
			note=row.reason or "",
		)


def _words_of_the_rule() -> set[str]:
	"""How the record says that the rule itself leaves a date out, in the language in which the jobs speak."""
	with spoken(frappe.db.get_default("lang") or "en"):
		return {passed_over_text("day_off"), passed_over_text("merged")}


def _overlap(spans: Sequence[Span], begin: datetime, end: datetime) -> bool:
	return any(first <= end and last >= begin for first, last in spans)


def _rows(cells: Sequence[Cell], tasks: Sequence[frappe._dict], reader: str) -> Iterable[dict[str, object]]:
	by_template: dict[str, list[Cell]] = defaultdict(list)
	for cell in sorted(cells, key=lambda one: one.moment):
		by_template[cell.template].append(cell)
	titles, latest = _titles(by_template, tasks, reader), {row.template: row for row in tasks}
	names = recipients.full_names({row.responsible for row in latest.values()})
	for template in sorted(by_template, key=lambda one: titles[one]):
		task = latest.get(template)
		yield {
			"template": template,
			"subject": titles[template],
			"responsible_name": names.get(task.responsible, "") if task else "",
			"kept": share_kept(by_template[template]),
			"cells": {},
			**_of_days(by_template[template]),
		}


def _of_days(cells: Sequence[Cell]) -> dict[str, object]:
	"""The words of each day, and under ``cells`` what a click and a pointer tell of them."""
	by_day: dict[str, list[Cell]] = defaultdict(list)
	for cell in cells:
		by_day[column_of(cell.moment.date())].append(cell)
	words = {day: ", ".join(_(cell.verdict.value) for cell in some) for day, some in by_day.items()}
	told = {
		day: [{"verdict": cell.verdict.value, "task": cell.task, "note": cell.note} for cell in some]
		for day, some in by_day.items()
	}
	return {**words, "cells": told}


def _titles(templates: Iterable[str], tasks: Sequence[frappe._dict], reader: str) -> dict[str, str]:
	"""How each template is called; a reader who sees its tasks only reads the subject of the latest of these."""
	named = {row.template: row.subject for row in tasks}
	named = {template: named.get(template, template) for template in templates}
	return named | _subjects(list(named), reader)


def _subjects(templates: Sequence[str], reader: str) -> dict[str, str]:
	condition = permissions.template_condition(reader) or "1 = 1"
	found = frappe.db.sql(
		f"select `name`, `subject` from `tabTD Task Template` where `name` in %s and {_safe(condition)}",
		[tuple(templates) or ("",)],
	)
	return {template: names.without_places(subject) for template, subject in found}


def share_kept(cells: Sequence[Cell]) -> float | None:
	"""Share of the dates that were kept among those that somebody answers for."""
	counted = [cell for cell in cells if cell.verdict in COUNTED]
	return kept(sum(cell.verdict is Verdict.ON_TIME for cell in counted), len(counted))

"""Deadline Moves: every deadline that was replaced by another, by whom and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import cint, format_date

from task_discipline.domain.clocks import whole_minutes
from task_discipline.services.reports import answer, definitions, names, period, reader
from task_discipline.services.reports.answer import Answer, Cells, figure, span_in_words
from task_discipline.services.reports.columns import Column, column, hours, in_hours, link
from task_discipline.services.reports.period import Period
from task_discipline.services.reports.reader import Narrowing, Reader

EVENTS = ("Deadline Changed", "Returned")
"""What can replace a deadline by another."""
_CODES = ("move", "after_lapse", "asked_by")
_SAME_ACTION = timedelta(seconds=5)
"""An answer to a request and the move that it brings are written one after the other."""


def run(filters: Mapping[str, object]) -> tuple[object, ...]:
	"""The report for the session's person."""
	when, who = period.of(filters), reader.of_session()
	moves = _moves(when, who, reader.narrowing(filters), tightened=bool(cint(filters.get("tightened"))))
	_add_askers(moves)
	return _answer(when, who, moves).for_host()


def _moves(when: Period, who: Reader, narrowing: Narrowing, *, tightened: bool) -> list[frappe._dict]:
	parts, values = narrowing.conditions("responsible")
	# Of the task as it is now, as every other report counts it.
	conditions = [f"task.{part}" if part.startswith("`") else part for part in parts]
	if tightened:
		conditions.append("event.new_deadline < event.old_deadline")
	where = " and ".join(filter(None, [*conditions, who.among("event.`task`")]))
	return frappe.db.sql(
		f"""select event.name as event, event.happened_at, event.old_deadline, event.new_deadline, event.actor,
		event.reason, event.task, task.subject, task.responsible, task.assigner, task.project
		from `tabTD Task Event` event join `tabTD Task` task on task.name = event.task
		where event.event in %(events)s and event.happened_at >= %(start)s and event.happened_at < %(end)s
		and event.old_deadline != event.new_deadline {f"and {where}" if where else ""}
		order by event.happened_at desc, event.name desc""",
		values | {"events": EVENTS, "start": when.start, "end": when.end},
		as_dict=True,
	)


def _add_askers(moves: Sequence[frappe._dict]) -> None:
	"""Say of each move by whose request it came."""
	rows = frappe.get_all(
		"TD Deadline Request",
		{"task": ("in", [*{move.task for move in moves}, ""]), "status": ("in", ("Approved", "Refused"))},
		["task", "requested_by", "decided_at"],
		order_by="decided_at asc",
		limit=0,
	)
	answered: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in rows:
		answered[row.task].append(row)
	for move in moves:
		near = (row for row in answered[move.task] if abs(row.decided_at - move.happened_at) <= _SAME_ACTION)
		move.asked_by = next((row.requested_by for row in near), None)
		move.is_after_lapse = move.happened_at > move.old_deadline


def _answer(when: Period, who: Reader, moves: Sequence[frappe._dict]) -> Answer:
	called = names.of_people(
		user for move in moves for user in (move.actor, move.asked_by, move.responsible, move.assigner)
	)
	projects = names.of_records("TD Project Link", (move.project for move in moves))
	return Answer(
		columns=_columns(),
		rows=[_row(move, called, projects) for move in moves],
		note=f"{answer.days_in_words(when)} {who.scope_in_words()}",
		codes=_CODES,
		empty=_("No deadline was moved in this period. Choose a longer one or fewer filters."),
		chart=_chart(when, moves),
		summary=_summary(moves),
	)


def _columns() -> list[Column]:
	return [
		column("happened_at", _("Moved at"), "Datetime", 180),
		column("label", _("Task"), width=260, td_link="TD Task", td_key="task"),
		column("old_deadline", _("Old deadline"), "Datetime", 180),
		column("new_deadline", _("New deadline"), "Datetime", 180),
		hours("shift", _("Shift, hours"), 125, calendar=True),
		column("lapse", definitions.label("after_lapse"), width=140),
		column("actor", _("Moved by"), width=150),
		column("reason", _("Why"), width=260),
		column("asked_by", definitions.label("asked_by"), width=150),
		column("person", _("Person"), width=150),
		column("assigner", _("Assigner"), width=150),
		column("project", _("Project"), width=160),
		link("task", _("Task"), "TD Task", 120),
	]


def _row(move: frappe._dict, called: Mapping[str, str], projects: Mapping[str, str]) -> Cells:
	return {
		"happened_at": move.happened_at,
		"label": move.subject,
		"old_deadline": move.old_deadline,
		"new_deadline": move.new_deadline,
		"shift": in_hours(_shift(move)),
		"lapse": _("after the lapse") if move.is_after_lapse else _("in time"),
		"is_after_lapse": int(move.is_after_lapse),
		"actor": called.get(move.actor or "", ""),
		"reason": move.reason or "",
		"asked_by": called.get(move.asked_by or "", ""),
		"person": called[move.responsible],
		"assigner": called[move.assigner],
		"project": projects.get(move.project or "", ""),
		"task": move.task,
	}


def _shift(move: frappe._dict) -> int:
	return whole_minutes(move.new_deadline - move.old_deadline)


def _chart(when: Period, moves: Iterable[frappe._dict]) -> Mapping[str, object]:
	parts = list(period.weeks(when) if (when.last - when.first).days <= 100 else period.months(when))
	numbers = {False: [0] * len(parts), True: [0] * len(parts)}
	for move in moves:
		day = move.happened_at.date()
		numbers[move.is_after_lapse][next(i for i, part in enumerate(parts) if day <= part.last)] += 1
	sets = {_("Moved in time"): numbers[False], definitions.label("after_lapse"): numbers[True]}
	return answer.bars([format_date(part.first, "d MMM") for part in parts], sets, (answer.GREY, answer.RED))


def _summary(moves: Sequence[frappe._dict]) -> list[Mapping[str, object]]:
	later = sorted(_shift(move) for move in moves if _shift(move) > 0)
	middle = later[len(later) // 2] if later else None
	return [
		figure(_("Moves"), len(moves), datatype="Int"),
		figure(_("Tasks"), len({move.task for move in moves}), datatype="Int"),
		figure(definitions.label("after_lapse"), sum(move.is_after_lapse for move in moves), "Red", "Int"),
		figure(_("Tightened"), sum(_shift(move) < 0 for move in moves), "Orange", "Int"),
		figure(_("Asked for"), sum(bool(move.asked_by) for move in moves), datatype="Int"),
		figure(_("Median extension"), span_in_words(middle, calendar=True)),
	]

"""Overdue Now: every open task past its deadline, by the person who answers for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise

import frappe
from frappe import _
from frappe.utils import cint

from task_discipline.domain.clocks import delay_minutes, whole_minutes
from task_discipline.domain.worktime import work_time_between
from task_discipline.services import calendars, clock
from task_discipline.services.reports import answer, definitions, names, period, reader
from task_discipline.services.reports.answer import Answer, Cells, figure, span_in_words
from task_discipline.services.reports.columns import Column, column, hours, in_hours, link, number
from task_discipline.services.reports.reader import Narrowing, Reader

_CODES = ("overdue_task", "late_by", "whose_move", "escalated")
_DAY = 1440
_AGES = (1, 3, 7, 30)
"""Whole days up to which the bars of the chart reach."""


def run(filters: Mapping[str, object]) -> tuple[object, ...]:
	"""The report for the session's person."""
	who = reader.of_session()
	tasks = _tasks(who, reader.narrowing(filters), filters)
	_add_lateness(tasks, clock.now())
	_add_moves(tasks)
	_add_told(tasks)
	return _answer(who, tasks).for_host()


def _tasks(who: Reader, narrowing: Narrowing, filters: Mapping[str, object]) -> list[frappe._dict]:
	parts, values = narrowing.conditions("responsible")
	first, last = period.day(filters, "due_from"), period.day(filters, "due_to")
	if first:
		parts.append("deadline >= %(due_from)s")
		values["due_from"] = datetime.combine(first, time())
	if last:
		parts.append("deadline < %(due_to)s")
		values["due_to"] = datetime.combine(last + timedelta(days=1), time())
	if cint(filters.get("counted_only")):
		parts.append("responsible != assigner and is_blocked = 0")
	where = " and ".join(filter(None, ["timeliness = 'Overdue'", *parts, who.tasks]))
	return frappe.db.sql(
		f"""select name, subject, responsible, assigner, deadline, first_deadline, deadline_moves, priority, project,
		is_blocked from `tabTD Task` where {where} order by deadline, name""",
		values,
		as_dict=True,
	)


def _add_lateness(tasks: Iterable[frappe._dict], now: datetime) -> None:
	working = calendars.of_people({task.responsible for task in tasks})
	until = calendars.aware(now)
	for task in tasks:
		begin = calendars.aware(task.deadline)
		task.late_by = whole_minutes(work_time_between(working[task.responsible], begin, until))
		task.age = delay_minutes(task.deadline, now)


def _add_moves(tasks: Sequence[frappe._dict]) -> None:
	"""Say of each task who has to do something now: it is not always its responsible."""
	asked = set(_requests(task.name for task in tasks))
	waiting = _waited_for([task.name for task in tasks if task.is_blocked])
	for task in tasks:
		task.is_asked = task.name in asked
		if task.is_asked:
			task.movers = [task.assigner]
		else:
			task.movers = waiting.get(task.name) or [None if task.is_blocked else task.responsible]


def _requests(tasks: Iterable[str]) -> list[str]:
	filters = {"task": ("in", [*tasks, ""]), "status": "Open"}
	return frappe.get_all("TD Deadline Request", filters, pluck="task", order_by=None, limit=0)


def _waited_for(tasks: Sequence[str]) -> dict[str, list[str]]:
	"""Who answers for what each task waits for, as far as the reader may see that."""
	if not tasks:
		return {}
	rows = frappe.get_all(
		"TD Task Dependency",
		{"parent": ("in", tasks), "parenttype": "TD Task"},
		["parent", "task"],
		order_by="idx asc",
	)
	wanted = {"name": ("in", [row.task for row in rows] or [""]), "status": ("not in", ("Done", "Cancelled"))}
	# With the reader's rights: a name would tell of a task that is hidden from him.
	found = frappe.get_list("TD Task", wanted, ["name", "responsible"], order_by=None, limit=0)
	people = {row.name: row.responsible for row in found}
	movers: dict[str, list[str]] = defaultdict(list)
	for row in rows:
		if (person := people.get(row.task)) and person not in movers[row.parent]:
			movers[row.parent].append(person)
	return movers


def _add_told(tasks: Iterable[frappe._dict]) -> None:
	rows = frappe.get_all(
		"TD Reminder",
		{
			"task": ("in", [*(task.name for task in tasks), ""]),
			"kind": "Escalation",
			"state": ("in", ("Sent", "Late")),
		},
		["task", "user", "about"],
		order_by="moment asc, name asc",
		limit=0,
	)
	told: dict[tuple[str, datetime], list[str]] = defaultdict(list)
	for row in rows:
		if row.user not in told[row.task, row.about]:
			told[row.task, row.about].append(row.user)
	for task in tasks:
		task.told = told[task.name, task.deadline]


def _answer(who: Reader, tasks: Sequence[frappe._dict]) -> Answer:
	called = names.of_people(
		user for task in tasks for user in (task.responsible, task.assigner, *task.movers, *task.told)
	)
	projects = names.of_records("TD Project Link", (task.project for task in tasks))
	return Answer(
		columns=_columns(),
		rows=list(_rows(tasks, called, projects)),
		note=who.scope_in_words(),
		codes=_CODES,
		empty=_("Nothing is overdue. With fewer filters there may be more."),
		chart=_chart(tasks),
		summary=_summary(tasks),
	)


def _columns() -> list[Column]:
	return [
		column("label", _("Person and task"), width=320, td_link="TD Task", td_key="task"),
		hours("late_by", _("Late by, working hours"), 195),
		column("deadline", _("Deadline"), "Datetime", 180),
		column("mover", definitions.label("whose_move"), width=200),
		column("told", definitions.label("escalated"), width=180),
		column("assigner", _("Assigner"), width=150),
		column("priority", _("Priority"), width=90),
		column("project", _("Project"), width=160),
		number("moves", _("Deadline moves"), 150),
		column("first_deadline", _("First deadline"), "Datetime", 180),
		column("person", _("Person"), width=150),
		link("task", _("Task"), "TD Task", 120),
	]


def _rows(
	tasks: Iterable[frappe._dict], called: Mapping[str, str], projects: Mapping[str, str]
) -> Iterator[Cells]:
	"""A row for each person, and below it his tasks, the latest first."""
	by_person: dict[str, list[frappe._dict]] = defaultdict(list)
	for task in tasks:
		by_person[task.responsible].append(task)
	for person in sorted(by_person, key=lambda user: called[user].lower()):
		theirs = sorted(by_person[person], key=lambda task: -task.late_by)
		yield _heading(called[person], theirs)
		for task in theirs:
			yield _row(task, called, projects)


def _heading(person: str, tasks: Sequence[frappe._dict]) -> Cells:
	return {
		"label": f"{person} ({len(tasks)})",
		"late_by": in_hours(max(task.late_by for task in tasks)),
		"indent": 0,
		"bold": 1,
	}


def _row(task: frappe._dict, called: Mapping[str, str], projects: Mapping[str, str]) -> Cells:
	return {
		"label": task.subject,
		"late_by": in_hours(task.late_by),
		"deadline": task.deadline,
		"mover": _mover(task, called),
		"told": ", ".join(called[user] for user in task.told),
		"assigner": called[task.assigner],
		"priority": _(task.priority, context="TD Task"),
		"project": projects.get(task.project or "", ""),
		"moves": task.deadline_moves,
		"first_deadline": task.first_deadline,
		"person": called[task.responsible],
		"task": task.name,
		"indent": 1,
	}


def _mover(task: frappe._dict, called: Mapping[str, str]) -> str:
	if task.movers == [None]:
		return _("Others, whom this task waits for")
	people = ", ".join(called[user] for user in task.movers)
	return _("{0}: answer the request").format(people) if task.is_asked else people


def _chart(tasks: Iterable[frappe._dict]) -> Mapping[str, object]:
	numbers = [0] * (len(_AGES) + 1)
	for task in tasks:
		numbers[sum(task.age > days * _DAY for days in _AGES)] += 1
	labels = [
		_("up to 1 day"),
		*(_("{0} to {1} days").format(low, high) for low, high in pairwise(_AGES)),
		_("over {0} days").format(_AGES[-1]),
	]
	return answer.bars(labels, {definitions.label("overdue_now"): numbers}, (answer.RED,))


def _summary(tasks: Sequence[frappe._dict]) -> list[Mapping[str, object]]:
	longest = max((task.age for task in tasks), default=None)
	return [
		figure(definitions.label("overdue_now"), len(tasks), "Red", "Int"),
		figure(_("People"), len({task.responsible for task in tasks}), datatype="Int"),
		figure(_("Longest, by the clock"), span_in_words(longest, calendar=True), "Orange"),
		figure(_("Requests without an answer"), sum(task.is_asked for task in tasks), "Orange", "Int"),
		figure(_("Told further up"), sum(bool(task.told) for task in tasks), datatype="Int"),
	]

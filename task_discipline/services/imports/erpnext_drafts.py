"""What becomes of each of ERPNext's tasks: a task of ours, nothing because it is there, or nothing with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import frappe
from frappe import _
from frappe.utils import cint, flt, get_datetime, get_fullname

from task_discipline.domain import clocks, dependencies
from task_discipline.domain.clocks import Timeliness
from task_discipline.domain.lifecycle import OPEN_STATES, Status
from task_discipline.domain.people import Cast
from task_discipline.services import clock, inputs, settings
from task_discipline.services.imports.erpnext_source import Assignments, Source

_STATES: Mapping[str, Status] = {
	"Open": Status.NEW,
	"Working": Status.IN_PROGRESS,
	"Pending Review": Status.SUBMITTED,
	"Overdue": Status.NEW,
	"Completed": Status.DONE,
	"Cancelled": Status.CANCELLED,
}
_CLOSED = frozenset({Status.DONE, Status.CANCELLED})
_PRIORITIES = ("Low", "Medium", "High", "Urgent")
_LONGEST = 140
_MOST = 1_000_000
_USUAL_WEIGHT = 1.0


@dataclass(frozen=True)
class Draft:
	"""One task to be; links to others are still by ERPNext's names."""

	source: frappe._dict
	cast: Cast
	values: dict[str, object]
	parent: str | None
	awaited: tuple[str, ...]


@dataclass
class Line:
	"""What a dry run says of one of ERPNext's tasks."""

	source: frappe._dict
	draft: Draft | None = None
	known_as: str | None = None
	left_out: str | None = None
	remarks: list[str] = field(default_factory=list)


def lines(source: Source) -> list[Line]:
	"""One line for each task, those above and those waited for before the others."""
	found = {task.name: _first_look(task, source) for task in source.tasks}
	coming = {name for name, line in found.items() if not line.left_out}
	parents = {name: _parent(found[name], coming) for name in found}
	awaited = {name: _awaited(found[name], source, coming, parents) for name in found}
	order = _in_order(found, parents, awaited)
	day_end = time(settings.load().day_end_hour)
	for name in order:
		line = found[name]
		if not (line.left_out or line.known_as):
			line.draft = _draft(line, source, day_end, parents[name], awaited[name])
	return [found[name] for name in order]


def _first_look(task: frappe._dict, source: Source) -> Line:
	line = Line(task, known_as=source.known.get(task.name))
	if cint(task.is_template) or task.status == "Template":
		line.left_out = _("A template of ERPNext and no task")
	elif task.status not in _STATES:
		line.left_out = _("Its state {0} is not known here").format(task.status or _("(empty)"))
	return line


def _parent(line: Line, coming: set[str]) -> str | None:
	parent = line.source.parent_task
	if parent and parent not in coming:
		line.remarks.append(_("Stands alone: {0} above it does not come").format(parent))
		return None
	return parent or None


def _awaited(line: Line, source: Source, coming: set[str], parents: Mapping[str, str | None]) -> list[str]:
	name = line.source.name
	# ERPNext lets every group wait for its own parts, which a group does anyway.
	wanted = [
		one for one in dict.fromkeys(source.awaited.get(name, ())) if one != name and parents.get(one) != name
	]
	for one in wanted:
		if one not in coming:
			line.remarks.append(_("Does not wait for {0}, which does not come").format(one))
	return [one for one in wanted if one in coming]


def _in_order(
	found: Mapping[str, Line], parents: dict[str, str | None], awaited: dict[str, list[str]]
) -> list[str]:
	"""Names in the order of writing; what leads round in a circle is cut, with a remark."""

	def edges() -> dict[str, list[str]]:
		return {name: [*awaited[name], *filter(None, [parents[name]])] for name in found}

	while way := dependencies.circle(edges()):
		first, second = next(
			(
				(one, other)
				for one, other in zip(way, (*way[1:], way[0]), strict=True)
				if other in awaited[one]
			),
			(way[0], way[1 % len(way)]),
		)
		if second in awaited[first]:
			awaited[first].remove(second)
			found[first].remarks.append(
				_("Does not wait for {0}: they would wait in a circle").format(second)
			)
		else:
			parents[first] = None
			found[first].remarks.append(_("Stands alone: it was above itself"))
	return dependencies.in_order(list(found), edges())


def _draft(line: Line, source: Source, day_end: time, parent: str | None, awaited: Sequence[str]) -> Draft:
	task = line.source
	status = _status(task)
	given = source.assignments.get(task.name) or Assignments()
	cast = _cast(line, given, source.users, is_closed=status in _CLOSED)
	if status is Status.SUBMITTED and cast.self_assigned:
		status = Status.IN_PROGRESS  # nobody reviews his own work
	values = _content(task, cast) | _dates(line, day_end) | {"status": status.value}
	return Draft(
		task, cast, values | _standing(task, status, values["deadline"], day_end), parent, tuple(awaited)
	)


def _status(task: frappe._dict) -> Status:
	has_begun = task.act_start_date or flt(task.progress) > 0
	return Status.IN_PROGRESS if task.status == "Overdue" and has_begun else _STATES[task.status]


def _cast(line: Line, given: Assignments, users: Mapping[str, bool], *, is_closed: bool) -> Cast:
	"""The people of a task. Work that is open goes to nobody whose account is closed; history keeps its names."""
	task, importer = line.source, frappe.session.user
	fits = users.__contains__ if is_closed else lambda user: users.get(user, False)
	named = [task.completed_by, *given.open, *given.closed] if is_closed else given.open
	wanted = list(dict.fromkeys(filter(None, named)))
	workers = [user for user in wanted if fits(user)]
	line.remarks += [
		_("{0} is left out: no active account of the desk").format(get_fullname(user))
		for user in wanted
		if user not in workers
	]
	author = task.owner if fits(task.owner) else importer
	if not workers:
		workers = [author]
		if not is_closed:
			line.remarks.append(_("Nobody is assigned: {0} answers for it").format(get_fullname(author)))
	giver = given.givers.get(workers[0])
	assigner = giver if giver and fits(giver) else author
	return Cast(assigner, workers[0], tuple(workers[1:]))


def _content(task: frappe._dict, cast: Cast) -> dict[str, object]:
	subject = " ".join(inputs.plain_text(task.subject).split())[:_LONGEST] or task.name
	weight = flt(task.task_weight)
	return {
		"subject": subject,
		"priority": task.priority if task.priority in _PRIORITIES else "Medium",
		"assigner": cast.assigner,
		"responsible": cast.responsible,
		"needs_review": int(not cast.self_assigned),
		"weight": weight if 0 < weight <= _MOST else _USUAL_WEIGHT,
		"estimated_hours": min(max(flt(task.expected_time), 0.0), _MOST),
	}


def _dates(line: Line, day_end: time) -> dict[str, datetime | None]:
	starts_on = _moment(line.source.exp_start_date, time.min)
	deadline = _moment(line.source.exp_end_date, day_end)
	if starts_on and deadline and starts_on > deadline:
		line.remarks.append(_("Comes without its start, which is after its end"))
		starts_on = None
	return {"starts_on": starts_on, "deadline": deadline, "first_deadline": deadline}


def _moment(value: object, hour: time) -> datetime | None:
	"""A date as that hour of the day; a moment, as some versions keep it, as it is."""
	if not value:
		return None
	if isinstance(value, date) and not isinstance(value, datetime):
		return datetime.combine(value, hour)
	moment = get_datetime(value).replace(microsecond=0)
	return datetime.combine(moment.date(), hour) if moment.time() == time.min else moment


def _standing(
	task: frappe._dict, status: Status, deadline: datetime | None, day_end: time
) -> dict[str, object]:
	"""Figures of the state. What was submitted there is not rated: ERPNext keeps no record of what was agreed."""
	changed = get_datetime(task.modified).replace(microsecond=0)
	handed_in = _moment(task.completed_on, day_end) or changed
	timeliness = (
		clocks.open_timeliness(status, deadline, clock.now())
		if status in OPEN_STATES and status is not Status.SUBMITTED
		else Timeliness.NOT_RATED
	)
	return {
		"is_open": int(status in OPEN_STATES),
		"timeliness": timeliness.value,
		"submitted_at": handed_in if status in (Status.DONE, Status.SUBMITTED) else None,
		"accepted_at": handed_in if status is Status.DONE else None,
	}

"""Loads what ratings are made of, for many tasks in as few queries as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime

from task_discipline import compat
from task_discipline.domain.cases import Facts
from task_discipline.domain.deductions import Person
from task_discipline.domain.lifecycle import Status
from task_discipline.domain.questions import EVENTS
from task_discipline.domain.tenures import Event
from task_discipline.permissions import TASK
from task_discipline.services import calendars, outages, settings
from task_discipline.services.ratings import waits

COLUMNS = (
	"name",
	"assigner",
	"responsible",
	"status",
	"project",
	"template",
	"priority",
	"weight",
	"occurrence",
	"creation",
	"submitted_at",
	"accepted_at",
)
_SILENT = ("Edited", "People Changed", "Step Done", "Step Undone", *EVENTS)
_WITH_DETAILS = ("Created", "Reassigned", "Deadline Proposed")
"""Events whose details matter; those of a submission hold the whole result."""
_FIRST_STATE = Status.NEW.value
_HANDED_IN = frozenset({Status.SUBMITTED.value, Status.DONE.value})
Task = Mapping[str, object]


@dataclass(frozen=True)
class Loaded:
	"""One task with everything that its ratings hang on."""

	task: Task
	facts: Facts
	events: Sequence[Event]
	people: Mapping[str, Person]


def load(names: Sequence[str]) -> list[Loaded]:
	"""Facts of the stored tasks; those without a history are left out."""
	if not names:
		return []
	columns = ", ".join(f"`{column}`" for column in COLUMNS)
	rows = frappe.db.sql(f"select {columns} from `tab{TASK}` where name in %s", (tuple(names),), as_dict=True)
	return of_tasks(rows)


def of_tasks(tasks: Iterable[Task], *, as_committed: bool = False) -> list[Loaded]:
	"""Facts of tasks whose row is in hand.

	``as_committed`` sees what others did after this transaction began to read, for the price of locks.
	"""
	rows = list(tasks)
	names = [str(row["name"]) for row in rows]
	histories = _histories(names, as_committed)
	known = [(row, _complete(row, histories[row["name"]])) for row in rows if histories[row["name"]]]
	if not known:
		return []
	people = calendars.persons({user for row, events in known for user in _people(row, events)})
	common, down, asked = _common(), _outages(known), waits.of_tasks(names)
	return [
		Loaded(
			row,
			replace(_facts(row, events, common, down), questions=asked.get(str(row["name"]), ())),
			events,
			people,
		)
		for row, events in known
	]


def is_whole(history: Sequence[Event], before: Task) -> bool:
	"""Whether a history with an action at its end tells how the task came to stand as it did ``before`` that one.

	It does not where somebody else acted after this transaction began to read, and before it held the task.
	"""
	known, blocked = history[:-1], False
	for event in known:
		blocked = event.kind == "Blocked" or (blocked and event.kind != "Unblocked")
	if not known or blocked != bool(before["is_blocked"]):
		return False
	last, moves = known[-1], [event.new_deadline for event in known if event.moves]
	deadline = moves[-1] if moves else known[0].new_deadline
	stood = last.to_status, last.new_person or last.responsible, deadline
	return stood == (before["status"], before["responsible"], _aware(before["deadline"]))


def _histories(tasks: Sequence[str], as_committed: bool) -> dict[str, list[Event]]:
	found: dict[str, list[Event]] = defaultdict(list)
	for row in _event_rows(tasks, compat.as_committed() if as_committed else ""):
		found[row[0]].append(_event(*row[1:]))
	return found


def _event_rows(tasks: Sequence[str], locks: str) -> Sequence[tuple[object, ...]]:
	# Asked at submissions, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		f"""select task, event, happened_at, actor, responsible, to_status, new_person, old_deadline, new_deadline,
			review_due, case when event in %s then details end
		from `tabTD Task Event` where task in %s and event not in %s order by happened_at, name {locks}""",
		(_WITH_DETAILS, tuple(tasks or [""]), _SILENT),
	)


def _event(
	kind: str,
	at: datetime,
	actor: str,
	responsible: str,
	to_status: str,
	new_person: str | None,
	old_deadline: datetime | None,
	new_deadline: datetime | None,
	review_due: datetime | None,
	details: str | None,
) -> Event:
	told = frappe.parse_json(details) if details else {}
	return Event(
		kind=kind,
		at=calendars.aware(at),
		responsible=responsible,
		to_status=to_status,
		is_his=actor == responsible and "blocked_by" not in told,
		new_person=new_person if kind == "Reassigned" else None,
		old_deadline=_aware(old_deadline),
		new_deadline=_aware(new_deadline),
		warnings=tuple(told.get("warnings", ())) if kind != "Deadline Proposed" else (),
		review_due=_aware(review_due),
		due_at=_aware(get_datetime(told["due_at"])) if "due_at" in told else None,
	)


def _aware(moment: datetime | None) -> datetime | None:
	return calendars.aware(moment) if moment else None


def _complete(task: Task, events: list[Event]) -> list[Event]:
	"""The history of a task that was brought in from elsewhere already handed in, as if it had been done here."""
	made = events[0]
	if made.to_status not in _HANDED_IN:
		return events
	handed_in = min(_aware(task["submitted_at"]) or made.at, made.at)
	came = replace(made, at=min(calendars.aware(task["creation"]), handed_in), to_status=_FIRST_STATE)
	before = [came, replace(made, kind="Submitted", at=handed_in, to_status=Status.SUBMITTED.value)]
	if made.to_status == Status.DONE.value:
		accepted = min(_aware(task["accepted_at"]) or handed_in, made.at)
		before.append(replace(made, kind="Accepted", at=max(accepted, handed_in)))
	return [*before, *events[1:]]


def _people(task: Task, events: Iterable[Event]) -> set[str]:
	return {
		str(task["assigner"]),
		*(event.responsible for event in events),
		*(event.new_person for event in events if event.new_person),
	}


def _common() -> Facts:
	known = settings.load()
	return Facts("", known.early_margin, known.review_time, known.silence)


def _outages(known: Sequence[tuple[Task, Sequence[Event]]]) -> Sequence[tuple[str, datetime, datetime]]:
	"""Outages since the first of these tasks was made or due."""
	first = min(
		min(calendars.naive(events[0].at), _due(task, events) or datetime.max) for task, events in known
	)
	return outages.stored(first, datetime.max - timedelta(days=1))


def _due(task: Task, events: Sequence[Event]) -> datetime | None:
	"""When a template should have made the task."""
	said = events[0].due_at
	return calendars.naive(said) if said else task["occurrence"] if task["template"] else None


def _facts(
	task: Task, events: Sequence[Event], common: Facts, down: Collection[tuple[str, datetime, datetime]]
) -> Facts:
	due = _due(task, events)
	if not down:
		return replace(common, assigner=str(task["assigner"]), due_since=_aware(due))
	first, last = calendars.naive(events[0].at), calendars.naive(events[-1].at)
	return replace(
		common,
		assigner=str(task["assigner"]),
		outages=_spans(one for one in down if one[2] > first),
		due_since=_aware(due),
		stopped=_spans(one for one in down if due and one[0] == outages.SCHEDULER and one[2] > due)
		if due and due < last
		else (),
	)


def _spans(found: Iterable[tuple[str, datetime, datetime]]) -> list[tuple[datetime, datetime]]:
	return [(calendars.aware(begin), calendars.aware(end)) for begin, end in outages.merged(found)]

"""Whether the person responsible has agreed to the deadline of a task, from the events of the task."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

import frappe
from frappe.utils import get_datetime

from task_discipline.domain import agreement
from task_discipline.domain.agreement import Given, Happening, Silence, Verdict
from task_discipline.services import calendars, clock, settings

_GIVING = ("Created", "Reassigned")
_TELLING = (
	*_GIVING,
	"Assignment Accepted",
	"Started",
	"Declined",
	"Deadline Proposed",
	"Deadline Changed",
	"Deadline Agreed",
	"Returned",
)


def is_asked(task: Mapping[str, object]) -> bool:
	"""Whether there is anything to agree to: a deadline that somebody else has set."""
	return bool(task["deadline"]) and task["assigner"] != task["responsible"]


def silences(users: Collection[str]) -> dict[str, Silence]:
	"""What counts as the silence of each person."""
	span, found = settings.load().silence, calendars.of_people(users)
	return {user: Silence(found[user], span) for user in users}


def standing(task: Mapping[str, object]) -> Verdict | None:
	"""How the responsible of a stored task stands to its deadline now; None where there is nothing to agree to."""
	return standings([task]).get(str(task["name"]))


def standings(tasks: Iterable[Mapping[str, object]]) -> dict[str, Verdict]:
	"""``standing`` of many tasks by their names, in as few queries as of one."""
	asked = {str(task["name"]): str(task["responsible"]) for task in tasks if is_asked(task)}
	if not asked:
		return {}
	histories, silent = _histories(asked), silences(set(asked.values()))
	now = calendars.aware(clock.now())
	return {
		name: agreement.judge(*history, silent[asked[name]], now)
		for name, history in histories.items()
		if history
	}


def _histories(people: Mapping[str, str]) -> dict[str, tuple[Given, list[Happening]] | None]:
	events: dict[str, list[frappe._dict]] = defaultdict(list)
	for event in _events(list(people)):
		events[event.task].append(event)
	return {name: _own_time(events[name], person) for name, person in people.items()}


def _own_time(events: Sequence[frappe._dict], person: str) -> tuple[Given, list[Happening]] | None:
	"""The person's own time with the task, from the event by which he got it; None where none tells of it."""
	first = max((number for number, event in enumerate(events) if event.event in _GIVING), default=None)
	if first is None:
		return None
	given = Given(calendars.aware(events[first].happened_at), _moment(events[first].new_deadline))
	happened = (_happening(event, person) for event in events[first + 1 :])
	return given, [one for one in happened if one]


def _events(tasks: Sequence[str]) -> Sequence[frappe._dict]:
	# Asked at every form, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		"""select task, event, happened_at, actor, old_deadline, new_deadline, details from `tabTD Task Event`
		where task in %s and event in %s order by `name`""",
		(tuple(tasks), _TELLING),
		as_dict=True,
	)


def _happening(event: frappe._dict, person: str) -> Happening | None:
	asked_by_another_task = "blocked_by" in frappe.parse_json(event.details or "{}")
	return agreement.happening(
		event.event,
		calendars.aware(event.happened_at),
		is_his=event.actor == person and not asked_by_another_task,
		old_deadline=_moment(event.old_deadline),
		new_deadline=_moment(event.new_deadline),
	)


def _moment(value: object) -> datetime | None:
	return calendars.aware(get_datetime(value)) if value else None

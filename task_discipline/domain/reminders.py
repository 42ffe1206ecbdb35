"""What people are reminded of, when, and whom: from the facts of one task and the site's policy.

All moments are aware. ``candidates`` is the one place that knows which reminders a task asks for as it stands; planning
stores those that lie ahead, sending asks again whether each is still among them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from task_discipline.domain.lifecycle import Status
from task_discipline.domain.reminder_policy import STATES, Kind, Policy, Rule, Rung
from task_discipline.domain.reminder_times import morning_of, next_turn, not_earlier, not_later, shifted
from task_discipline.domain.worktime import WorkCalendar

Key = tuple[str, Kind, datetime, str]
"""Person, kind, the moment it tells of, and the step of its kind: each goes once."""


@dataclass(frozen=True)
class Planned:
	"""One reminder to one person."""

	user: str
	kind: Kind
	moment: datetime
	about: datetime
	step: str = ""

	@property
	def key(self) -> Key:
		"""What is sent once."""
		return self.user, self.kind, self.about, self.step


@dataclass(frozen=True)
class Facts:
	"""What one task gives cause to remind of, as it stands."""

	task: str
	status: Status
	priority: str
	assigner: str
	responsible: str
	since: datetime
	"""Since when the ball is with the responsible."""
	co_assignees: tuple[str, ...] = ()
	deadline: datetime | None = None
	review_due: datetime | None = None
	held_until: datetime | None = None
	requested_at: datetime | None = None
	steps: tuple[tuple[str, datetime], ...] = ()
	"""Person and day, as its first moment, of each open step."""
	milestones: tuple[tuple[str, datetime], ...] = ()
	heads: tuple[str, ...] = ()
	managers: tuple[str, ...] = ()
	told: frozenset[Key] = field(default=frozenset())
	"""What was sent, or could not be."""

	@property
	def people(self) -> set[str]:
		"""Everybody whom a reminder of this task may reach."""
		named = {user for user, _day in (*self.steps, *self.milestones)}
		return {self.assigner, self.responsible, *self.co_assignees, *self.heads, *self.managers, *named}


def plan(
	facts: Facts, policy: Policy, calendars: Mapping[str, WorkCalendar], now: datetime
) -> tuple[Planned, ...]:
	"""The reminders that come next for a task: none before ``now``, none twice."""
	return tuple(
		one
		for one in candidates(facts, policy, calendars, now)
		if one.moment >= now and one.key not in facts.told
	)


def candidates(
	facts: Facts, policy: Policy, calendars: Mapping[str, WorkCalendar], now: datetime
) -> list[Planned]:
	"""Every reminder that the task asks for as it stands, those whose moment has come included."""
	asked = _Asked(facts, policy, calendars, now)
	return [one for kind, source in _SOURCES.items() if facts.status in STATES[kind] for one in source(asked)]


@dataclass(frozen=True)
class _Asked:
	"""One question: of which task, by which rules, when."""

	facts: Facts
	policy: Policy
	calendars: Mapping[str, WorkCalendar]
	now: datetime

	def rules(self, kind: Kind) -> list[Rule]:
		return self.policy.of(kind, self.facts.priority)

	def after(self, rule: Rule, user: str, moment: datetime) -> datetime:
		"""``moment``, or later when the person works."""
		return moment if rule.always else not_earlier(self.calendars[user], moment)

	def count_told(self, kind: Kind, user: str, about: datetime) -> int:
		return sum(1 for key in self.facts.told if key[:3] == (user, kind, about))


def _before(asked: _Asked) -> Iterator[Planned]:
	facts = asked.facts
	if not facts.deadline:
		return
	for rule in asked.rules(Kind.BEFORE_DEADLINE):
		for user in _workers(facts):
			calendar = asked.calendars[user]
			moment = shifted(calendar, facts.deadline, -rule.amount, rule.unit)
			moment = moment if rule.always else not_later(calendar, moment)
			yield Planned(user, Kind.BEFORE_DEADLINE, moment, facts.deadline, rule.label)


def _deadline(asked: _Asked) -> Iterator[Planned]:
	facts = asked.facts
	if not facts.deadline:
		return
	for rule in asked.rules(Kind.DEADLINE)[:1]:
		for user in _workers(facts):
			moment = asked.after(rule, user, facts.deadline)
			yield Planned(user, Kind.DEADLINE, moment, facts.deadline)


def _overdue(asked: _Asked) -> Iterator[Planned]:
	facts = asked.facts
	if facts.deadline and _has_run_out(asked):
		since = max(facts.deadline, facts.since)
		yield from _repeated(asked, Kind.OVERDUE, facts.responsible, facts.deadline, since)


def _has_run_out(asked: _Asked) -> bool:
	"""Whether the time for what comes after the deadline has begun, or nothing will be sent at the deadline."""
	deadline = asked.facts.deadline
	return deadline is not None and (deadline <= asked.now or not asked.rules(Kind.DEADLINE))


def _repeated(asked: _Asked, kind: Kind, user: str, about: datetime, since: datetime) -> Iterator[Planned]:
	told = asked.count_told(kind, user, about)
	if told >= asked.policy.most_repeats:
		return
	for rule in asked.rules(kind)[:1]:
		moment = next_turn(asked.calendars[user], since, rule.amount, asked.now, always=rule.always)
		yield Planned(user, kind, moment, about, str(told + 1))


def _review_due(asked: _Asked) -> Iterator[Planned]:
	facts = asked.facts
	if not facts.review_due:
		return
	for rule in asked.rules(Kind.REVIEW_DUE)[:1]:
		moment = asked.after(rule, facts.assigner, facts.review_due)
		yield Planned(facts.assigner, Kind.REVIEW_DUE, moment, facts.review_due)


def _review_overdue(asked: _Asked) -> Iterator[Planned]:
	due = asked.facts.review_due
	if due and (due <= asked.now or not asked.rules(Kind.REVIEW_DUE)):
		yield from _repeated(asked, Kind.REVIEW_OVERDUE, asked.facts.assigner, due, due)


def _days(kind: Kind, days: Iterable[tuple[str, datetime]], asked: _Asked) -> Iterator[Planned]:
	for _rule in asked.rules(kind)[:1]:
		for user, day in sorted(set(days)):
			moment = morning_of(asked.calendars[user], day.date(), asked.policy.morning_hour)
			yield Planned(user, kind, moment, day)


def _not_accepted(asked: _Asked) -> Iterator[Planned]:
	facts = asked.facts
	if facts.assigner == facts.responsible:
		return
	for rule in asked.rules(Kind.NOT_ACCEPTED)[:1]:
		waited = shifted(asked.calendars[facts.responsible], facts.since, rule.amount, rule.unit)
		for user in (facts.responsible, facts.assigner):
			yield Planned(user, Kind.NOT_ACCEPTED, asked.after(rule, user, waited), facts.since)


def _request(asked: _Asked) -> Iterator[Planned]:
	facts = asked.facts
	if not facts.requested_at:
		return
	for rule in asked.rules(Kind.REQUEST)[:1]:
		waited = shifted(asked.calendars[facts.assigner], facts.requested_at, rule.amount, rule.unit)
		moment = asked.after(rule, facts.assigner, waited)
		yield Planned(facts.assigner, Kind.REQUEST, moment, facts.requested_at)


def _wake_up(asked: _Asked) -> Iterator[Planned]:
	facts = asked.facts
	if not facts.held_until:
		return
	for rule in asked.rules(Kind.WAKE_UP)[:1]:
		for user in sorted({facts.assigner, facts.responsible}):
			yield Planned(user, Kind.WAKE_UP, asked.after(rule, user, facts.held_until), facts.held_until)


def _escalation(asked: _Asked) -> Iterator[Planned]:
	"""The steps of the ladder up to the first one that nobody was told by."""
	facts = asked.facts
	if not facts.deadline or not _has_run_out(asked):
		return
	already = {
		(user, step)
		for user, kind, about, step in facts.told
		if (kind, about) == (Kind.ESCALATION, facts.deadline)
	}
	for rule in asked.rules(Kind.ESCALATION):
		step = rule.tell.value if rule.tell else ""
		climbed = any(told == step for _user, told in already)
		before = {user for user, told in already if told != step}
		people = [user for user in _on_rung(facts, rule.tell) if user not in before]
		yield from (_step_up(asked, rule, user, climbed) for user in people)
		if people and not climbed:
			return


def passed_steps(
	facts: Facts, policy: Policy, calendars: Mapping[str, WorkCalendar], now: datetime
) -> list[Planned]:
	"""Steps of the ladder whose time has passed already, to everybody who would have been told."""
	if facts.status not in STATES[Kind.ESCALATION] or not facts.deadline:
		return []
	asked = _Asked(facts, policy, calendars, now)
	steps = [
		_step_up(asked, rule, user, climbed=True)
		for rule in asked.rules(Kind.ESCALATION)
		for user in _on_rung(facts, rule.tell)
	]
	return [one for one in steps if one.moment < now]


def _step_up(asked: _Asked, rule: Rule, user: str, climbed: bool) -> Planned:
	facts = asked.facts
	assert facts.deadline and rule.tell
	since = max(facts.deadline, facts.since)
	moment = shifted(asked.calendars[facts.responsible], since, rule.amount, rule.unit)
	# A step whose time passed while nobody could climb it is taken at once; one that was climbed stays in the past.
	moment = moment if climbed else max(moment, asked.now)
	return Planned(user, Kind.ESCALATION, asked.after(rule, user, moment), facts.deadline, rule.tell.value)


def _on_rung(facts: Facts, rung: Rung | None) -> list[str]:
	people = {Rung.ASSIGNER: (facts.assigner,), Rung.HEAD: facts.heads, Rung.MANAGERS: facts.managers}
	# The responsible is reminded by another kind.
	return [user for user in dict.fromkeys(people.get(rung, ()) if rung else ()) if user != facts.responsible]


def _workers(facts: Facts) -> tuple[str, ...]:
	return tuple(dict.fromkeys((facts.responsible, *facts.co_assignees)))


_SOURCES: Mapping[Kind, Callable[[_Asked], Iterable[Planned]]] = {
	Kind.BEFORE_DEADLINE: _before,
	Kind.DEADLINE: _deadline,
	Kind.OVERDUE: _overdue,
	Kind.ESCALATION: _escalation,
	Kind.MILESTONE: lambda asked: _days(Kind.MILESTONE, asked.facts.milestones, asked),
	Kind.STEP: lambda asked: _days(Kind.STEP, asked.facts.steps, asked),
	Kind.NOT_ACCEPTED: _not_accepted,
	Kind.REQUEST: _request,
	Kind.REVIEW_DUE: _review_due,
	Kind.REVIEW_OVERDUE: _review_overdue,
	Kind.WAKE_UP: _wake_up,
}


class Void(str, Enum):
	"""Why a reminder does not go any more."""

	CLOSED = "The task is closed"
	STATE = "The task stands elsewhere"
	MOVED = "The date moved"
	LEFT = "No longer on the task"
	OFF = "No longer asked for"


def why_void(user: str, kind: Kind, about: datetime, facts: Facts, wanted: Iterable[Planned]) -> Void:
	"""Why a stored reminder is not among ``wanted``, the candidates of its task."""
	if facts.status in (Status.DONE, Status.CANCELLED, Status.DECLINED):
		return Void.CLOSED
	if facts.status not in STATES[kind]:
		return Void.STATE
	same = [one for one in wanted if one.kind is kind]
	if same and all(one.about != about for one in same):
		return Void.MOVED
	if same and all(one.user != user for one in same):
		return Void.LEFT
	return Void.OFF

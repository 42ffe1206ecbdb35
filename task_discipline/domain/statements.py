"""The life of a person's month: drafted, shown to him, agreed or objected to, decided on, closed.

Silence until the answer was due is no objection, so the month may be closed then; that it was silence stays on record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

PLACES = 6
"""More than the coins of any currency have; the rest is dust of adding floats up."""


class State(str, Enum):
	"""States of a statement."""

	DRAFT = "Draft"
	SHOWN = "Shown"
	AGREED = "Agreed"
	OBJECTED = "Objected"
	CLOSED = "Closed"


class Step(str, Enum):
	"""What people do with a statement; values are the names of the document's methods."""

	SHOW = "show_to_person"
	AGREE = "agree"
	OBJECT = "object_to"
	DECIDE = "decide"
	CLOSE = "close_month"


BY_THE_PERSON = frozenset({Step.AGREE, Step.OBJECT})
"""Steps that nobody takes in the person's place; all others are a manager's."""


class Refusal(str, Enum):
	"""Why a step cannot be taken."""

	NOT_YOURS = "not yours"
	NOT_A_MANAGER = "not a manager"
	OWN_OBJECTION = "own objection"
	OWN_MONTH = "own month"
	PREVIEW = "preview"
	MONTH_RUNS = "month runs"
	ALREADY_SHOWN = "already shown"
	NOT_SHOWN = "not shown"
	ALREADY_AGREED = "already agreed"
	ALREADY_OBJECTED = "already objected"
	TOO_LATE = "too late"
	NO_OBJECTION = "no objection"
	ALREADY_DECIDED = "already decided"
	STILL_TIME = "still time"
	NOT_DECIDED = "not decided"
	CLOSED = "closed"


class Next(str, Enum):
	"""What a statement waits for."""

	MONTH_END = "month end"
	DRAFTING = "drafting"
	SHOWING = "showing"
	ANSWER = "answer"
	DECISION = "decision"
	CLOSING = "closing"
	CLOSING_UNANSWERED = "closing unanswered"
	NOTHING = "nothing"


@dataclass(frozen=True)
class Standing:
	"""Where a statement stands."""

	state: State
	period: date
	answer_by: datetime | None = None
	is_decided: bool = False
	drafted_at: datetime | None = None

	@property
	def is_preview(self) -> bool:
		"""Whether it was drafted before its month was over, and so knows of a part of it only."""
		return self.drafted_at is not None and self.drafted_at < ends(self.period)

	def is_silent(self, now: datetime) -> bool:
		"""Whether the person has let the time for his answer pass."""
		return self.state is State.SHOWN and self.answer_by is not None and now > self.answer_by


@dataclass(frozen=True)
class Actor:
	"""Who wants to take a step."""

	is_person: bool
	is_manager: bool
	is_administrator: bool = False
	"""Nobody else stands above a manager, so he alone decides on his own objection and closes his own month."""


_OWN = {Step.DECIDE: Refusal.OWN_OBJECTION, Step.CLOSE: Refusal.OWN_MONTH}
"""What a manager leaves to another one where it is about himself."""


def refusal(step: Step, standing: Standing, actor: Actor, now: datetime) -> Refusal | None:
	"""Why the step cannot be taken now; None where it can."""
	return _not_his(step, standing, actor) or _not_now(step, standing, now)


def possible(standing: Standing, actor: Actor, now: datetime) -> list[Step]:
	"""Steps that the person may take now."""
	return [step for step in Step if refusal(step, standing, actor, now) is None]


def _not_his(step: Step, standing: Standing, actor: Actor) -> Refusal | None:
	if step in BY_THE_PERSON:
		return None if actor.is_person else Refusal.NOT_YOURS
	if not actor.is_manager:
		return Refusal.NOT_A_MANAGER
	if actor.is_person and not actor.is_administrator:
		return _OWN.get(step)
	return None


def _not_now(step: Step, standing: Standing, now: datetime) -> Refusal | None:
	if standing.state is State.CLOSED:
		return Refusal.CLOSED
	if step is Step.SHOW:
		return _not_to_show(standing, now)
	if standing.state is State.DRAFT:
		return Refusal.NOT_SHOWN
	return _NOT_NOW[step](standing, now)


def _not_to_show(standing: Standing, now: datetime) -> Refusal | None:
	if standing.state is not State.DRAFT:
		return Refusal.ALREADY_SHOWN
	if now < ends(standing.period):
		return Refusal.MONTH_RUNS
	return Refusal.PREVIEW if standing.is_preview else None


def _not_to_agree(standing: Standing, now: datetime) -> Refusal | None:
	# Whoever has objected may still take that back, before and after the decision.
	return Refusal.ALREADY_AGREED if standing.state is State.AGREED else None


def _not_to_object(standing: Standing, now: datetime) -> Refusal | None:
	if standing.state is State.AGREED:
		return Refusal.ALREADY_AGREED
	if standing.state is State.OBJECTED:
		return Refusal.ALREADY_OBJECTED
	return Refusal.TOO_LATE if standing.is_silent(now) else None


def _not_to_decide(standing: Standing, now: datetime) -> Refusal | None:
	if standing.state is not State.OBJECTED:
		return Refusal.NO_OBJECTION
	return Refusal.ALREADY_DECIDED if standing.is_decided else None


def _not_to_close(standing: Standing, now: datetime) -> Refusal | None:
	if standing.state is State.SHOWN and not standing.is_silent(now):
		return Refusal.STILL_TIME
	if standing.state is State.OBJECTED and not standing.is_decided:
		return Refusal.NOT_DECIDED
	return None


_NOT_NOW = {
	Step.AGREE: _not_to_agree,
	Step.OBJECT: _not_to_object,
	Step.DECIDE: _not_to_decide,
	Step.CLOSE: _not_to_close,
}


def waits_for(standing: Standing, now: datetime) -> Next:
	"""What comes next."""
	if standing.state is State.DRAFT:
		return _draft_waits_for(standing, now)
	if standing.state is State.SHOWN:
		return Next.CLOSING_UNANSWERED if standing.is_silent(now) else Next.ANSWER
	if standing.state is State.OBJECTED and not standing.is_decided:
		return Next.DECISION
	return Next.NOTHING if standing.state is State.CLOSED else Next.CLOSING


def _draft_waits_for(standing: Standing, now: datetime) -> Next:
	if now < ends(standing.period):
		return Next.MONTH_END
	return Next.DRAFTING if standing.is_preview else Next.SHOWING


def first_of(day: date) -> date:
	"""The first day of a day's month: what a period is stored as."""
	return day.replace(day=1)


def ends(period: date) -> datetime:
	"""The moment at which the month is over."""
	return datetime.combine((period.replace(day=28) + timedelta(days=4)).replace(day=1), time())


def answer_due(shown_at: datetime, days: int) -> datetime:
	"""Until when the person may object: the end of the last of so many whole days after the one on which it was shown."""
	return datetime.combine(shown_at.date() + timedelta(days=max(days, 0)), time(23, 59, 59))


@dataclass(frozen=True)
class Totals:
	"""Sums of a statement; whatever is summed stands in a row that is shown."""

	fines: float = 0.0
	rewards: float = 0.0
	entries: int = 0

	@property
	def net(self) -> float:
		"""What remains of both."""
		return round(self.fines + self.rewards, PLACES)


def totals(rows: Iterable[tuple[str, float]]) -> Totals:
	"""Sums of rows of (kind, signed amount); the correction of a fine counts among the fines."""
	fines, rewards, number = 0.0, 0.0, 0
	for kind, amount in rows:
		number += 1
		if kind == "Fine":
			fines += amount
		else:
			rewards += amount
	return Totals(round(fines, PLACES), round(rewards, PLACES), number)


def payable(fines: float, rewards: float) -> tuple[float, float]:
	"""What payroll takes off and what it adds, both at least zero: a corrected fine of an earlier month comes back."""
	parts = (fines, rewards)
	off = round(-sum(part for part in parts if part < 0), PLACES)
	added = round(sum(part for part in parts if part > 0), PLACES)
	return max(off, 0.0), max(added, 0.0)

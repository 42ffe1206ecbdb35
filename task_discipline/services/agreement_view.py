"""What the form of a task shows of its deadline's agreement, and of the requests for another one."""

from collections.abc import Iterable
from datetime import datetime

from frappe.model.document import Document

from task_discipline.domain.agreement import Verdict
from task_discipline.domain.deadline_limits import Limits
from task_discipline.domain.lifecycle import DIRECTORS, TRANSITIONS, WORKING_STATES, Action, Role, Status
from task_discipline.services import agreement, calendars, clock, deadline_limits

Shown = dict[str, object]


def of_task(
	task: Document, roles: frozenset[Role], actions: Iterable[Action]
) -> tuple[Shown | None, tuple[Action, ...]]:
	"""What to show the person with these roles, None for nothing, and the actions that are open to him indeed."""
	offered = tuple(actions)
	if Status(task.status) not in WORKING_STATES or not roles & (DIRECTORS | {Role.RESPONSIBLE}):
		return None, offered
	verdict = agreement.standing(task.as_dict())
	limits = deadline_limits.of_task(task, verdict)
	if Role.RESPONSIBLE in roles:
		offered = _offered(Status(task.status), offered, verdict, limits)
	return _shown(verdict) | _limits(limits), offered


def _offered(
	status: Status, actions: tuple[Action, ...], verdict: Verdict | None, limits: Limits
) -> tuple[Action, ...]:
	if not limits.may_ask(clock.now()):
		actions = tuple(action for action in actions if action is not Action.PROPOSE_DEADLINE)
	waits = verdict is not None and not verdict.is_agreed
	agrees = waits and status in TRANSITIONS[Action.AGREE_DEADLINE].sources
	return (*actions, Action.AGREE_DEADLINE) if agrees else actions


def _shown(verdict: Verdict | None) -> Shown:
	if verdict is None:
		return {"is_asked": False}
	return {
		"is_asked": True,
		"is_agreed": verdict.is_agreed,
		"how": verdict.agreement.value,
		"since": _naive(verdict.since),
		"asked_at": calendars.naive(verdict.asked_at),
		"silence_ends": _naive(verdict.silence_ends),
		"was": _naive(verdict.was),
	}


def _limits(limits: Limits) -> Shown:
	return {
		"may_ask": limits.may_ask(clock.now()),
		"is_firm": limits.is_firm,
		"most": limits.most,
		"left": limits.left,
		"latest": limits.latest,
	}


def _naive(moment: datetime | None) -> datetime | None:
	return calendars.naive(moment) if moment else None

"""The life of a task: its states, the actions that move it, and who may take them.

The table ``TRANSITIONS`` is the only place that knows which action leads where; forms, boards,
bulk actions and the API all ask it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Status(str, Enum):
	"""States of a task. Being overdue is a condition of an open task, not a state."""

	NEW = "New"
	IN_PROGRESS = "In Progress"
	ON_HOLD = "On Hold"
	SUBMITTED = "Submitted"
	DONE = "Done"
	DECLINED = "Declined"
	CANCELLED = "Cancelled"


class Role(str, Enum):
	"""What a person is to a task; one person may be several at once."""

	ASSIGNER = "assigner"
	RESPONSIBLE = "responsible"
	CO_ASSIGNEE = "co_assignee"
	OBSERVER = "observer"
	PROJECT_MEMBER = "project_member"
	HEAD = "head"
	MANAGER = "manager"


class Action(str, Enum):
	"""Actions on a task; the values are the names of the document's methods."""

	ACCEPT_ASSIGNMENT = "accept_assignment"
	START = "start"
	DECLINE = "decline"
	PROPOSE_DEADLINE = "propose_deadline"
	AGREE_DEADLINE = "agree_deadline"
	HOLD = "hold"
	RESUME = "resume"
	SUBMIT = "submit_task"
	WITHDRAW = "withdraw"
	ACCEPT_RESULT = "accept_result"
	RETURN = "return_for_rework"
	CHANGE_DEADLINE = "change_deadline"
	REASSIGN = "reassign"
	REOPEN = "reopen"
	CANCEL = "cancel_task"


OPEN_STATES = frozenset({Status.NEW, Status.IN_PROGRESS, Status.ON_HOLD, Status.SUBMITTED, Status.DECLINED})
"""States in which the task still wants something from somebody."""

WORKING_STATES = frozenset({Status.NEW, Status.IN_PROGRESS, Status.ON_HOLD})
"""States in which the ball is with the responsible."""

RUNNING_STATES = frozenset({Status.NEW, Status.IN_PROGRESS})
"""States in which the responsible's clock runs, so that the task can become overdue."""

PASSIVE = frozenset({Role.OBSERVER, Role.PROJECT_MEMBER, Role.HEAD})
"""They read and comment, and change nothing."""
WORKERS = frozenset({Role.RESPONSIBLE, Role.CO_ASSIGNEE})
DIRECTORS = frozenset({Role.ASSIGNER, Role.MANAGER})
"""A manager may do what an assigner may."""


@dataclass(frozen=True)
class Transition:
	"""One row of the table: who may take the action, from which states, and where it leads."""

	actors: frozenset[Role]
	sources: frozenset[Status]
	target: Status | None = None
	"""None: the state stays."""
	needs_reason: bool = False


_RESPONSIBLE = frozenset({Role.RESPONSIBLE})

TRANSITIONS: Mapping[Action, Transition] = {
	Action.ACCEPT_ASSIGNMENT: Transition(_RESPONSIBLE, frozenset({Status.NEW}), Status.IN_PROGRESS),
	Action.START: Transition(_RESPONSIBLE, frozenset({Status.NEW}), Status.IN_PROGRESS),
	Action.DECLINE: Transition(_RESPONSIBLE, frozenset({Status.NEW}), Status.DECLINED, needs_reason=True),
	Action.PROPOSE_DEADLINE: Transition(_RESPONSIBLE, RUNNING_STATES, needs_reason=True),
	Action.AGREE_DEADLINE: Transition(_RESPONSIBLE, frozenset({Status.IN_PROGRESS, Status.ON_HOLD})),
	Action.HOLD: Transition(DIRECTORS, frozenset({Status.IN_PROGRESS}), Status.ON_HOLD, needs_reason=True),
	Action.RESUME: Transition(DIRECTORS, frozenset({Status.ON_HOLD}), Status.IN_PROGRESS),
	Action.SUBMIT: Transition(WORKERS, RUNNING_STATES, Status.SUBMITTED),
	Action.WITHDRAW: Transition(_RESPONSIBLE, frozenset({Status.SUBMITTED}), Status.IN_PROGRESS),
	Action.ACCEPT_RESULT: Transition(DIRECTORS, frozenset({Status.SUBMITTED}), Status.DONE),
	Action.RETURN: Transition(
		DIRECTORS, frozenset({Status.SUBMITTED}), Status.IN_PROGRESS, needs_reason=True
	),
	Action.CHANGE_DEADLINE: Transition(DIRECTORS, OPEN_STATES, needs_reason=True),
	Action.REASSIGN: Transition(DIRECTORS, OPEN_STATES, needs_reason=True),
	Action.REOPEN: Transition(DIRECTORS, frozenset({Status.DONE}), Status.IN_PROGRESS, needs_reason=True),
	Action.CANCEL: Transition(DIRECTORS, OPEN_STATES, Status.CANCELLED, needs_reason=True),
}


OCCASIONAL = frozenset({Action.AGREE_DEADLINE})
"""Actions that need an occasion beside the state: only who knows of one offers them."""


@dataclass(frozen=True)
class Policy:
	"""What a site may set differently."""

	responsible_may_hold: bool = False


class Refusal(Exception):
	"""An action that the table does not allow."""

	def __init__(self, action: Action, status: Status):
		super().__init__(f"{action.value} is refused in {status.value}")
		self.action = action
		self.status = status


class NotAllowed(Refusal):
	"""The person may never take this action on this task."""


class WrongState(Refusal):
	"""The person may take this action, though not in the state the task is in now."""


def actors_of(action: Action, policy: Policy = Policy()) -> frozenset[Role]:
	"""The roles that may take ``action`` under the site's ``policy``."""
	actors = TRANSITIONS[action].actors
	if policy.responsible_may_hold and action in (Action.HOLD, Action.RESUME):
		return actors | _RESPONSIBLE
	return actors


def resolve(
	action: Action,
	status: Status,
	roles: Iterable[Role],
	*,
	needs_review: bool = True,
	policy: Policy = Policy(),
) -> Status:
	"""The state that ``action`` leads to for a person with ``roles``.

	Raises :class:`NotAllowed` where none of the roles may take the action in any state, and
	:class:`WrongState` where the state forbids it now.
	"""
	if not actors_of(action, policy) & frozenset(roles):
		raise NotAllowed(action, status)
	if status not in TRANSITIONS[action].sources:
		raise WrongState(action, status)
	return _target(action, status, needs_review)


def _target(action: Action, status: Status, needs_review: bool) -> Status:
	if action is Action.SUBMIT and not needs_review:
		return Status.DONE
	if action is Action.REASSIGN and status is Status.DECLINED:
		return Status.NEW
	return TRANSITIONS[action].target or status


def allowed_actions(status: Status, roles: Iterable[Role], policy: Policy = Policy()) -> tuple[Action, ...]:
	"""Every action open to a person with ``roles`` now, in the order of the table; not those of ``OCCASIONAL``."""
	held = frozenset(roles)
	return tuple(
		action
		for action, transition in TRANSITIONS.items()
		if action not in OCCASIONAL and status in transition.sources and actors_of(action, policy) & held
	)


def action_between(
	source: Status, target: Status, roles: Iterable[Role], policy: Policy = Policy()
) -> Action | None:
	"""The action that takes a task from ``source`` to ``target`` for a person with ``roles``.

	None where no action of his leads there. Where several do, one that asks for no reason comes first.
	"""
	leading = [
		action
		for action in allowed_actions(source, roles, policy)
		if source is not target and _target(action, source, needs_review=True) is target
	]
	return min(leading, key=lambda action: TRANSITIONS[action].needs_reason, default=None)

"""The table of transitions, written down a second time as the design states it, and tried in full."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from task_discipline.domain.lifecycle import (
	OCCASIONAL,
	OPEN_STATES,
	TRANSITIONS,
	Action,
	NotAllowed,
	Policy,
	Role,
	Status,
	WrongState,
	action_between,
	allowed_actions,
	resolve,
)

OPEN = "New, In Progress, On Hold, Submitted, Declined"
DESIGN = {
	"accept_assignment": ("responsible", "New", "In Progress"),
	"start": ("responsible", "New", "In Progress"),
	"decline": ("responsible", "New", "Declined"),
	"propose_deadline": ("responsible", "New, In Progress", "same"),
	"agree_deadline": ("responsible", "In Progress, On Hold", "same"),
	"hold": ("assigner, manager", "In Progress", "On Hold"),
	"resume": ("assigner, manager", "On Hold", "In Progress"),
	"submit_task": ("responsible, co_assignee", "New, In Progress", "Submitted"),
	"withdraw": ("responsible", "Submitted", "In Progress"),
	"accept_result": ("assigner, manager", "Submitted", "Done"),
	"return_for_rework": ("assigner, manager", "Submitted", "In Progress"),
	"change_deadline": ("assigner, manager", OPEN, "same"),
	"reassign": ("assigner, manager", OPEN, "same, but Declined becomes New"),
	"reopen": ("assigner, manager", "Done", "In Progress"),
	"cancel_task": ("assigner, manager", OPEN, "Cancelled"),
}
EVERY_CASE = list(product(Action, Status, Role))
roles_sets = st.frozensets(st.sampled_from(list(Role)))


def designed(action: Action, status: Status, role: Role) -> str:
	"""What the design says of one case: the state it leads to, or why it is refused."""
	actors, sources, target = DESIGN[action.value]
	if role.value not in actors.split(", "):
		return "not allowed"
	if status.value not in sources.split(", "):
		return "wrong state"
	if target.startswith("same"):
		return "New" if "Declined becomes New" in target and status is Status.DECLINED else status.value
	return target


def outcome(action: Action, status: Status, roles: set[Role], **options: object) -> str:
	try:
		return resolve(action, status, roles, **options).value
	except NotAllowed:
		return "not allowed"
	except WrongState:
		return "wrong state"


def test_every_action_is_designed() -> None:
	assert {action.value for action in Action} == set(DESIGN) == {action.value for action in TRANSITIONS}


@pytest.mark.parametrize(("action", "status", "role"), EVERY_CASE, ids=lambda value: value.value)
def test_every_action_in_every_state_by_every_role(action: Action, status: Status, role: Role) -> None:
	assert outcome(action, status, {role}) == designed(action, status, role)


@pytest.mark.parametrize(("action", "status"), list(product(Action, Status)))
def test_a_stranger_may_nothing(action: Action, status: Status) -> None:
	assert outcome(action, status, set()) == "not allowed"


def test_several_roles_add_up() -> None:
	for action, status in product(Action, Status):
		for pair in combinations(Role, 2):
			single = {outcome(action, status, {role}) for role in pair}
			reached = single - {"not allowed", "wrong state"}
			refused = "wrong state" if "wrong state" in single else "not allowed"
			assert outcome(action, status, set(pair)) == (reached.pop() if reached else refused)


@pytest.mark.parametrize("status", [Status.NEW, Status.IN_PROGRESS])
def test_without_review_a_submission_is_the_end(status: Status) -> None:
	assert resolve(Action.SUBMIT, status, {Role.RESPONSIBLE}, needs_review=False) is Status.DONE


@pytest.mark.parametrize("action", [Action.HOLD, Action.RESUME])
def test_a_site_may_let_the_responsible_hold(action: Action) -> None:
	status = next(iter(TRANSITIONS[action].sources))
	policy = Policy(responsible_may_hold=True)
	assert outcome(action, status, {Role.RESPONSIBLE}, policy=policy) == TRANSITIONS[action].target.value
	assert outcome(action, status, {Role.CO_ASSIGNEE}, policy=policy) == "not allowed"


@given(st.sampled_from(list(Status)), roles_sets, st.booleans())
def test_allowed_actions_are_those_that_resolve(
	status: Status, roles: frozenset[Role], may_hold: bool
) -> None:
	policy = Policy(responsible_may_hold=may_hold)
	resolved = {action for action in Action if outcome(action, status, roles, policy=policy) in set(Status)}
	assert set(allowed_actions(status, roles, policy)) == resolved - OCCASIONAL


@given(st.lists(st.tuples(st.sampled_from(list(Action)), st.booleans()), max_size=40))
def test_only_reopen_leaves_done_and_nothing_leaves_cancelled(walk: list[tuple[Action, bool]]) -> None:
	status = Status.NEW
	for action, needs_review in walk:
		before, result = status, outcome(action, status, set(Role), needs_review=needs_review)
		if result in {known.value for known in Status}:
			status = Status(result)
		if before is Status.CANCELLED:
			assert status is Status.CANCELLED
		if before is Status.DONE:
			assert status is Status.DONE or action is Action.REOPEN


@given(st.sampled_from(list(Status)), st.sampled_from(list(Status)), roles_sets)
def test_a_move_on_the_board_is_an_allowed_action(
	source: Status, target: Status, roles: frozenset[Role]
) -> None:
	action = action_between(source, target, roles)
	if action is None:
		leading = [
			found for found in allowed_actions(source, roles) if resolve(found, source, roles) is target
		]
		assert not leading or source is target
	else:
		assert resolve(action, source, roles) is target


def test_of_two_ways_the_board_takes_the_one_without_words() -> None:
	both = {Role.ASSIGNER, Role.RESPONSIBLE}
	assert action_between(Status.SUBMITTED, Status.IN_PROGRESS, both) is Action.WITHDRAW
	assert action_between(Status.SUBMITTED, Status.IN_PROGRESS, {Role.ASSIGNER}) is Action.RETURN


def test_closed_states_are_not_open() -> None:
	assert set(Status) - OPEN_STATES == {Status.DONE, Status.CANCELLED}

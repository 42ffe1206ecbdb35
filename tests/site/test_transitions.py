"""Every action in every state by every role, through the document's methods on the real site."""

from typing import Any

import frappe
import pytest

from task_discipline.domain.lifecycle import Action, NotAllowed, Role, Status, WrongState, resolve
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	events_of,
	in_hours,
	make_task,
)

PEOPLE: dict[str, set[Role]] = {
	ASSIGNER: {Role.ASSIGNER},
	RESPONSIBLE: {Role.RESPONSIBLE},
	CO_ASSIGNEE: {Role.CO_ASSIGNEE},
	OBSERVER: {Role.OBSERVER},
	HEAD: {Role.HEAD},
	MANAGER: {Role.MANAGER},
	STRANGER: set(),
}
FAR = "2090-05-01 12:00:00"
ARGUMENTS: dict[Action, dict[str, Any]] = {
	Action.DECLINE: {"reason": "No time"},
	Action.PROPOSE_DEADLINE: {"reason": "More time", "deadline": FAR},
	Action.HOLD: {"reason": "Waiting", "until": FAR},
	Action.RETURN: {"reason": "Once more"},
	Action.CHANGE_DEADLINE: {"reason": "Moved", "deadline": FAR},
	Action.REASSIGN: {"reason": "Ill", "user": NEWCOMER},
	Action.REOPEN: {"reason": "Not done after all"},
	Action.CANCEL: {"reason": "Not needed"},
}
EVENT_OF = {
	Action.ACCEPT_ASSIGNMENT: "Assignment Accepted",
	Action.START: "Started",
	Action.DECLINE: "Declined",
	Action.PROPOSE_DEADLINE: "Deadline Proposed",
	Action.AGREE_DEADLINE: "Deadline Agreed",
	Action.HOLD: "Held",
	Action.RESUME: "Resumed",
	Action.SUBMIT: "Submitted",
	Action.WITHDRAW: "Withdrawn",
	Action.ACCEPT_RESULT: "Accepted",
	Action.RETURN: "Returned",
	Action.CHANGE_DEADLINE: "Deadline Changed",
	Action.REASSIGN: "Reassigned",
	Action.REOPEN: "Reopened",
	Action.CANCEL: "Cancelled",
}


def task_in(status: Status) -> Any:
	"""A task that stands in ``status``, as if its actions had brought it there."""
	task = make_task()
	submitted = in_hours(-1) if status in (Status.SUBMITTED, Status.DONE) else None
	frappe.db.set_value("TD Task", task.name, {"status": status.value, "submitted_at": submitted})
	return task


def expected(action: Action, status: Status, roles: set[Role]) -> Status | type[Exception]:
	try:
		return resolve(action, status, roles)
	except NotAllowed:
		return frappe.PermissionError
	except WrongState:
		return frappe.ValidationError


def snapshot(task: str) -> tuple[Any, ...]:
	fields = ["status", "deadline", "responsible", "modified", "timeliness", "returns", "_assign"]
	return (frappe.db.get_value("TD Task", task, fields), events_of(task))


@pytest.mark.parametrize("status", list(Status), ids=lambda status: status.value)
@pytest.mark.parametrize("person", list(PEOPLE), ids=lambda person: person.split("@")[0])
def test_every_action(status: Status, person: str) -> None:
	task = task_in(status)
	untouched = snapshot(task.name)
	for action in Action:
		frappe.db.savepoint("before_action")
		wanted = expected(action, status, PEOPLE[person])
		if isinstance(wanted, Status):
			act(person, task.name, action.value, **ARGUMENTS.get(action, {}))
			assert frappe.db.get_value("TD Task", task.name, "status") == wanted.value, action
			assert events_of(task.name)[-1] == EVENT_OF[action]
		else:
			with pytest.raises(wanted) as refusal:
				act(person, task.name, action.value, **ARGUMENTS.get(action, {}))
			assert 400 <= refusal.value.http_status_code < 500, action
			assert snapshot(task.name) == untouched, action
		frappe.db.rollback(save_point="before_action")


@pytest.mark.parametrize(
	"action",
	[action for action, given in ARGUMENTS.items() if "reason" in given],
	ids=lambda action: action.value,
)
@pytest.mark.parametrize("reason", [None, "", "  \n ", "<p></p>", 5, ["x"]])
def test_a_reason_is_needed(action: Action, reason: Any) -> None:
	status = next(status for status in Status if isinstance(expected(action, status, set(Role)), Status))
	task = task_in(status)
	person = RESPONSIBLE if action in (Action.DECLINE, Action.PROPOSE_DEADLINE) else ASSIGNER
	untouched = snapshot(task.name)
	with pytest.raises((frappe.ValidationError, TypeError)):
		act(person, task.name, action.value, **{**ARGUMENTS[action], "reason": reason})
	assert snapshot(task.name) == untouched


def test_the_responsible_may_hold_where_settings_allow() -> None:
	frappe.db.set_single_value("TD Settings", "responsible_may_hold", 1)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	task = task_in(Status.IN_PROGRESS)
	act(RESPONSIBLE, task.name, "hold", **ARGUMENTS[Action.HOLD])
	act(RESPONSIBLE, task.name, "resume")
	assert events_of(task.name) == ["Created", "Held", "Resumed"]

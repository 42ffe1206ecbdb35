"""What each action changes in a task: one function per action, given the locked task and the client's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from task_discipline.domain import clocks
from task_discipline.domain.clocks import Timeliness
from task_discipline.domain.lifecycle import Action, Status
from task_discipline.services import (
	agreement,
	assignment_warnings,
	clock,
	deadline_limits,
	inputs,
	people_rules,
	proof,
	settings,
	working_time,
)

Arguments = Mapping[str, object]


@dataclass(frozen=True)
class Change:
	"""The effect of one action: values to store, and the event that tells of it."""

	event: str
	values: dict[str, object] = field(default_factory=dict)
	reason: str | None = None
	new_deadline: datetime | None = None
	new_responsible: str | None = None
	details: dict[str, object] | None = None


def prepare(action: Action, task: Document, target: Status, arguments: Arguments) -> Change:
	"""The change that ``action`` makes. Raises ``frappe.ValidationError`` where an argument or a gate refuses it."""
	return _PREPARE[action](task, target, arguments)


def clock_values(task: Document, status: Status, deadline: datetime | None) -> dict[str, object]:
	"""Status together with the figures that hang on it while the task is not submitted."""
	return {
		"status": status.value,
		"timeliness": clocks.open_timeliness(status, deadline, clock.now()).value,
		"submitted_at": None,
		"review_due": None,
		"accepted_at": None,
		"held_until": None,
		"delay_minutes": 0,
		"working_delay_minutes": 0,
		"first_delay_minutes": 0,
	}


def rating_values(task: Document, deadline: datetime | None, submitted_at: datetime) -> dict[str, object]:
	"""Figures of a submission at ``submitted_at`` against ``deadline`` and the first agreed one."""
	rating = clocks.rate(submitted_at, deadline, task.first_deadline, settings.load().early_margin)
	return {
		"timeliness": rating.timeliness.value,
		"delay_minutes": rating.delay_minutes,
		"first_delay_minutes": rating.first_delay_minutes,
		"working_delay_minutes": working_time.working_delay_minutes(deadline, submitted_at, task.responsible),
	}


def future_deadline(task: Document, value: object) -> datetime:
	"""A new deadline for ``task``. Raises where it is missing, past, before the start, or the present one."""
	deadline = inputs.moment(value, _("Deadline"), task.responsible)
	if deadline is None:
		frappe.throw(_("Give the new deadline as a date and time."), frappe.MandatoryError)
	if deadline == task.deadline:
		frappe.throw(_("The task has this deadline already. Choose another date or time."))
	check_deadline(deadline, task.starts_on)
	return deadline


def check_deadline(deadline: datetime | None, starts_on: datetime | None) -> None:
	"""Raises ``frappe.ValidationError`` for a deadline in the past or before the start."""
	if deadline and deadline <= clock.now():
		frappe.throw(_("The deadline lies in the past. Choose a later date or time."))
	if deadline and starts_on and deadline <= starts_on:
		frappe.throw(_("The deadline comes before the start. Move the start or choose a later deadline."))


def _begin(event: str) -> Callable[[Document, Status, Arguments], Change]:
	def change(task: Document, target: Status, arguments: Arguments) -> Change:
		return Change(event, clock_values(task, target, task.deadline))

	return change


def _decline(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(
		arguments.get("reason"), _("Write why you decline the task, so that its assigner can act.")
	)
	return Change("Declined", clock_values(task, target, task.deadline), reason)


def _propose(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(arguments.get("reason"), _("Write why you need another deadline."))
	deadline = future_deadline(task, arguments.get("deadline"))
	deadline_limits.require(task, deadline)
	return Change("Deadline Proposed", reason=reason, new_deadline=deadline)


def _agree(task: Document, target: Status, arguments: Arguments) -> Change:
	_require_nothing_newer(task)
	verdict = agreement.standing(task.as_dict())
	if verdict is None or verdict.is_agreed:
		frappe.throw(_("The deadline is agreed already. Reload the task to see since when."))
	# The row is written too: so a second click, which waits for its lock, sees that there was a first one.
	return Change("Deadline Agreed", _reclocked(task, task.deadline))


def _require_nothing_newer(task: Document) -> None:
	"""Raises where the task changed between the first read of this transaction and the lock: history is as old as that read."""
	if frappe.db.get_value(task.doctype, task.name, "modified") != task.modified:
		frappe.throw(_("The task was changed a moment ago. Reload it to see what is next."))


def _hold(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(arguments.get("reason"), _("Write why the task waits."))
	until = inputs.moment(arguments.get("until"), _("On hold until"))
	if until and until <= clock.now():
		frappe.throw(
			_("The task cannot wait until a moment in the past. Choose a later one, or leave it empty.")
		)
	values = clock_values(task, target, task.deadline) | {"held_until": until}
	return Change("Held", values, reason, details={"until": until} if until else None)


def _submit(task: Document, target: Status, arguments: Arguments) -> Change:
	result = task.result
	if arguments.get("result") is not None:
		result = inputs.rich_text(arguments["result"], _("Result"))
	proof.require(task, result)
	submitted_at = clock.now()
	done = target is Status.DONE
	values = rating_values(task, task.deadline, submitted_at) | {
		"status": target.value,
		"result": result,
		"submitted_at": submitted_at,
		"accepted_at": submitted_at if done else None,
		"review_due": None if done else working_time.review_due(submitted_at, task.assigner),
	}
	# A later submission writes over the result, so each one stays on record with its event.
	return Change("Submitted", values, details=None if inputs.is_blank(result) else {"result": result})


def _accept(task: Document, target: Status, arguments: Arguments) -> Change:
	comment = inputs.limited(inputs.plain_text(arguments.get("comment")), _("Comment"), inputs.MAX_PLAIN_TEXT)
	return Change("Accepted", {"status": target.value, "accepted_at": clock.now()}, comment or None)


def _return(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(arguments.get("reason"), _("Write what has to be done again."))
	moved = _moved_deadline(task, arguments.get("deadline"))
	deadline = moved.get("deadline", task.deadline)
	values = clock_values(task, target, deadline) | moved | {"returns": task.returns + 1}
	return Change(
		"Returned",
		values,
		reason,
		new_deadline=moved.get("deadline"),
		details=_limits_passed(task, moved),
	)


def _change_deadline(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(arguments.get("reason"), _("Write why the deadline changes."))
	moved = _moved_deadline(task, arguments.get("deadline"), required=True)
	return Change(
		"Deadline Changed",
		moved | _reclocked(task, moved["deadline"]),
		reason,
		new_deadline=moved["deadline"],
		details=_limits_passed(task, moved),
	)


def _limits_passed(task: Document, moved: Mapping[str, object]) -> dict[str, object] | None:
	return deadline_limits.passed(task, moved["deadline"]) or None if moved else None


def _reclocked(task: Document, deadline: datetime) -> dict[str, object]:
	# What is handed in is measured by the deadline of its day, whatever becomes of that afterwards.
	if task.submitted_at:
		return {"timeliness": task.timeliness}
	return {"timeliness": clocks.open_timeliness(Status(task.status), deadline, clock.now()).value}


def _moved_deadline(task: Document, value: object, *, required: bool = False) -> dict[str, object]:
	if not required and value in (None, ""):
		return {}
	deadline = future_deadline(task, value)
	return {
		"deadline": deadline,
		"first_deadline": task.first_deadline or deadline,
		"deadline_moves": task.deadline_moves + (1 if task.deadline else 0),
	}


def _reassign(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(arguments.get("reason"), _("Write why the task changes hands."))
	user = inputs.plain_text(arguments.get("user"))
	if user == task.responsible:
		frappe.throw(_("{0} is responsible already. Choose another person.").format(escape_html(user)))
	people_rules.require_active([user])
	values = {"responsible": user, "needs_review": _review_after(task, user)}
	if target is not Status(task.status):
		values |= clock_values(task, target, task.deadline)
	warned = assignment_warnings.warnings(user, task.deadline, clock.now()) if task.deadline else ()
	details = {"warnings": list(warned)} if warned else None
	return Change("Reassigned", values, reason, new_responsible=user, details=details)


def _review_after(task: Document, responsible: str) -> int:
	if responsible == task.assigner:
		return 0
	was_self_assigned = task.responsible == task.assigner
	return 1 if was_self_assigned else task.needs_review


def _reopen(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(arguments.get("reason"), _("Write why the task is opened again."))
	return Change("Reopened", clock_values(task, target, task.deadline), reason)


def _cancel(task: Document, target: Status, arguments: Arguments) -> Change:
	reason = inputs.reason(arguments.get("reason"), _("Write why the task is cancelled."))
	values = clock_values(task, target, task.deadline) | {"timeliness": Timeliness.NOT_RATED.value}
	return Change("Cancelled", values, reason)


_PREPARE: Mapping[Action, Callable[[Document, Status, Arguments], Change]] = {
	Action.ACCEPT_ASSIGNMENT: _begin("Assignment Accepted"),
	Action.START: _begin("Started"),
	Action.DECLINE: _decline,
	Action.PROPOSE_DEADLINE: _propose,
	Action.AGREE_DEADLINE: _agree,
	Action.HOLD: _hold,
	Action.RESUME: _begin("Resumed"),
	Action.SUBMIT: _submit,
	Action.WITHDRAW: _begin("Withdrawn"),
	Action.ACCEPT_RESULT: _accept,
	Action.RETURN: _return,
	Action.CHANGE_DEADLINE: _change_deadline,
	Action.REASSIGN: _reassign,
	Action.REOPEN: _reopen,
	Action.CANCEL: _cancel,
}

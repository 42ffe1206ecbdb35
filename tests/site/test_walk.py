"""The whole life of an ordinary task, through the document's own methods."""

import frappe

from tests.factories import ASSIGNER, OBSERVER, RESPONSIBLE, act, acting_as, events_of, in_hours, make_task


def test_order_to_acceptance() -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "accept_assignment")
	act(RESPONSIBLE, task.name, "tick_step", step=task.plan[0].name)
	act(RESPONSIBLE, task.name, "submit_task", result="<p>Ready</p>")
	act(ASSIGNER, task.name, "return_for_rework", reason="Add the price")
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "accept_result", comment="Good")
	task.reload()
	assert (task.status, task.timeliness, task.returns) == ("Done", "Early", 1)
	assert task.delay_minutes < 0 and task.accepted_at and task.first_deadline == task.deadline
	assert events_of(task.name) == [
		"Created",
		"Assignment Accepted",
		"Step Done",
		"Submitted",
		"Returned",
		"Submitted",
		"Accepted",
	]
	told = frappe.get_all(
		"Notification Log", filters={"document_name": task.name, "for_user": OBSERVER}, pluck="subject"
	)
	assert len(told) == 5


def test_moved_deadline_keeps_the_first() -> None:
	task, later = make_task(), in_hours(96)
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(later), reason="Waiting for the bank")
	request = frappe.get_last_doc("TD Deadline Request", filters={"task": task.name})
	with acting_as(ASSIGNER):
		request.approve()
	first = task.deadline
	task.reload()
	assert (task.first_deadline, task.deadline, task.deadline_moves) == (first, later, 1)
	assert frappe.db.get_value("TD Deadline Request", request.name, "status") == "Approved"

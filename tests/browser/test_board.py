"""The board: a drag takes the action that leads to the column, or says why not and lets the card go back."""

from collections.abc import Callable

import frappe
from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, RESPONSIBLE, act, events_of, make_task

BOARD = "/app/td-task/view/kanban/Tasks by status"


def column(desk: Desk, status: str) -> Locator:
	return desk.page.locator(f'.kanban-column[data-column-value="{status}"]')


def card(desk: Desk, status: str, subject: str) -> Locator:
	return column(desk, status).locator(".kanban-card-wrapper", has_text=subject)


def open_board(desk: Desk, subject: str) -> None:
	"""Open the board and wait until the card stands still: names of people come a moment later."""
	desk.open(BOARD)
	expect(desk.page.locator(".kanban-card-wrapper", has_text=subject)).to_contain_text("Boris Tester")


def drag(desk: Desk, subject: str, source: str, target: str) -> None:
	"""Move by the mouse in small steps, as the host's library wants it, and let go over the column."""
	desk.settle()
	mouse = desk.page.mouse
	card(desk, source, subject).hover(position={"x": 40, "y": 20})  # may scroll, so places are read after it
	end = column(desk, target).locator(".kanban-cards").bounding_box()
	mouse.down()
	mouse.move(end["x"] + 60, end["y"] + 30, steps=20)
	expect(card(desk, target, subject)).to_be_visible()
	mouse.up()
	desk.settle()


def test_drag_starts_and_submits(desk_of: Callable[..., Desk]) -> None:
	task = make_task(subject="Order the shelves")
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	open_board(desk, "Order the shelves")
	drag(desk, "Order the shelves", "New", "In Progress")
	expect(card(desk, "In Progress", "Order the shelves")).to_be_visible()
	drag(desk, "Order the shelves", "In Progress", "Submitted")
	expect(card(desk, "Submitted", "Order the shelves")).to_be_visible()
	desk.picture("submitted-by-drag")
	frappe.db.rollback()
	assert events_of(task.name) == ["Created", "Assignment Accepted", "Submitted"]
	assert not desk.errors + desk.refusals


def test_refused_drag_says_why_and_goes_back(desk_of: Callable[..., Desk]) -> None:
	task = make_task(subject="Paint the hall")
	act(RESPONSIBLE, task.name, "submit_task")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	open_board(desk, "Paint the hall")
	drag(desk, "Paint the hall", "Submitted", "In Progress")
	expect(desk.message).to_contain_text("needs a reason")
	desk.picture("reason-needed")
	desk.close_message()
	expect(card(desk, "Submitted", "Paint the hall")).to_be_visible()
	expect(card(desk, "In Progress", "Paint the hall")).to_have_count(0)
	drag(desk, "Paint the hall", "Submitted", "New")
	expect(desk.message).to_contain_text("cannot go from Submitted to New")
	desk.close_message()
	expect(card(desk, "Submitted", "Paint the hall")).to_be_visible()
	frappe.db.rollback()
	assert events_of(task.name) == ["Created", "Submitted"]
	assert not [refusal for refusal in desk.refusals if refusal.startswith("5")]

"""What the desk says to those who come too late, from outside, or with script in their words."""

from collections.abc import Callable

import frappe
from frappe.realtime import get_doc_room
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, OBSERVER, RESPONSIBLE, STRANGER, act, events_of, in_hours, make_task

OPEN = Callable[..., Desk]
ATTACK = "<img src=x onerror=\"alert('ran')\">"
ENTITIES = "&lt;img src=x onerror=\"alert('ran')\"&gt;"
QUOTED = '"<img src=x onerror=alert(1)>"'
ATTRIBUTE = "\" onmouseover=alert('ran') onfocus=alert('ran') x=\""


def test_stranger_sees_a_refusal(desk_of: OPEN) -> None:
	task = make_task(subject="Prepare the merger")
	frappe.db.commit()
	desk = desk_of(STRANGER)
	desk.open(f"/app/td-task/{task.name}")
	expect(desk.page.locator("body")).to_contain_text("Not permitted")
	desk.picture("stranger")
	assert "Prepare the merger" not in desk.page.content()


def test_second_browser_gets_a_clear_message(desk_of: OPEN) -> None:
	task = make_task(subject="Choose a supplier")
	act(RESPONSIBLE, task.name, "submit_task")
	frappe.db.commit()
	first, second = desk_of(ASSIGNER), desk_of(ASSIGNER)
	first.open_task(task.name)
	second.open_task(task.name)
	second.secondary.click()
	second.fill_dialog(reason="Ask a third one too")
	first.primary.click()
	first.press_dialog()
	expect(first.state).to_contain_text("Done")
	second.press_dialog()
	expect(second.message).to_contain_text("This cannot be done while the task is Done")
	expect(second.message).to_contain_text("Anna Tester")
	second.picture("too-late")
	expect(second.state).to_contain_text("Done")
	frappe.db.rollback()
	assert events_of(task.name) == ["Created", "Submitted", "Accepted"]


def test_unsaved_words_are_not_lost_to_an_action(desk_of: OPEN) -> None:
	task = make_task(subject="Write the manual")
	act(RESPONSIBLE, task.name, "start")
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	desk.open_task(task.name)
	desk.write("result", "Half of it is written.")
	desk.page.keyboard.press("Tab")
	expect(desk.primary).to_have_text("Save")
	desk.form.locator("input[data-step]").first.click()
	desk.is_told("Save your changes first")
	desk.save()
	expect(desk.primary).to_have_text("Submit Task")
	frappe.db.rollback()
	assert "Half of it is written." in frappe.db.get_value("TD Task", task.name, "result")


def test_person_without_the_role_is_told_before_typing(desk_of: OPEN) -> None:
	desk = desk_of(RESPONSIBLE)
	desk.open("/app/td-task/new")
	expect(desk.state).to_contain_text("you need the role Task Discipline User")
	expect(desk.primary).to_be_hidden()


def test_full_form_suggests_a_deadline(desk_of: OPEN) -> None:
	desk = desk_of(ASSIGNER)
	desk.open("/app/td-task/new")
	expect(desk.field("deadline").locator("input").first).not_to_have_value("")


def test_refused_deadline_shows_in_the_form_that_stands_open(desk_of: OPEN) -> None:
	task = make_task(subject="Paint the fence")
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=in_hours(200), reason="Rain")
	frappe.db.commit()
	asking, deciding = desk_of(RESPONSIBLE), desk_of(ASSIGNER)
	asking.open_task(task.name)
	expect(asking.form.locator(".td-panel")).to_contain_text("Rain")
	asking.wait_for_news(get_doc_room("TD Task", task.name))
	deciding.open_task(task.name)
	deciding.form.get_by_role("button", name="Keep Deadline").click()
	deciding.answer(reason="The guests come sooner")
	expect(asking.form.locator(".td-panel")).to_have_count(0)


def attacked_task() -> str:
	"""Script in every text that people write, in the disguises that hosts let through."""
	task = make_task(
		subject=f"Read me {ENTITIES} {ATTRIBUTE}",
		description=ATTACK + ENTITIES,
		plan=[{"title": f"Step {ENTITIES}"}, {"title": f"Step {ATTACK} end"}, {"title": QUOTED}],
	)
	act(
		RESPONSIBLE,
		task.name,
		"propose_deadline",
		deadline=str(in_hours(90)),
		reason=ATTACK + ENTITIES + "please",
	)
	act(RESPONSIBLE, task.name, "submit_task", result=ATTACK + ENTITIES)
	act(ASSIGNER, task.name, "return_for_rework", reason=f"No {ATTACK} {ENTITIES}")
	frappe.db.commit()
	return task.name


def hover_over_title(desk: Desk) -> None:
	title = desk.page.get_by_text("Read me").locator("visible=true").first
	expect(title).to_be_visible()
	title.hover()


def test_script_is_shown_as_text_everywhere(desk_of: OPEN) -> None:
	task = attacked_task()
	desk = desk_of(OBSERVER)
	desk.open_task(task)
	desk.picture("form")
	desk.show(desk.events.last)
	desk.picture("timeline")
	expect(desk.bell().first).to_be_visible()
	desk.picture("bell")
	for view in ("list", "kanban/Tasks by status", "calendar/default", "report"):
		desk.open(f"/app/td-task/view/{view}")
		if view == "list":
			desk.tab("observing").click()
		desk.picture(view.split("/")[0])
		hover_over_title(desk)
	assert not desk.alerts
	assert not desk.errors
	expect(desk.page.locator("img[src='x']")).to_have_count(0)

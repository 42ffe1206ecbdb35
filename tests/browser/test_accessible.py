"""Everybody can use what we draw: axe finds nothing serious in it, and the keyboard alone is enough."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import expect

from tests import chatting, statements
from tests.browser.axe import DIALOG, WORKSPACE, faults
from tests.browser.chat_room import ChatRoom
from tests.browser.desk import Desk
from tests.choosing import choose
from tests.factories import ASSIGNER, MANAGER, PEOPLE, RESPONSIBLE, act, in_hours, make_task
from tests.projects import add_milestone, make_project, task_in

OPEN = Callable[..., Desk]
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
SUBJECT = f"{WORD} {'Überprüfung' * 6} bis zur Abnahme"[:140]
NAME = ("Maximiliana-" * 9)[:100]


@pytest.fixture
def records(swept: None) -> Iterator[dict[str, str]]:
	"""A task of MANAGER's with a talk, one of a person with a long name, a project and a month; names by what they are."""
	kept = frappe.db.get_value("User", RESPONSIBLE, "full_name")
	frappe.db.set_value("User", RESPONSIBLE, "full_name", NAME)
	yield _make()
	frappe.db.rollback()
	frappe.db.set_value("User", RESPONSIBLE, "full_name", kept)
	statements.purge(PEOPLE)
	frappe.db.commit()


def _make() -> dict[str, str]:
	mine = make_task(ASSIGNER, subject=SUBJECT, responsible=MANAGER, deadline=in_hours(30)).name
	act(MANAGER, mine, "accept_assignment")
	asked = make_task(MANAGER, subject=f"{SUBJECT[:60]} erbeten", priority="Urgent").name
	act(RESPONSIBLE, asked, "propose_deadline", deadline=str(in_hours(96)), reason=f"Wegen {WORD}")
	late = make_task(MANAGER, subject="Count the stock").name
	frappe.db.set_value("TD Task", late, "deadline", in_hours(-50))
	handed_in = make_task(MANAGER, subject=f"Abgabe {SUBJECT[:90]}").name
	act(RESPONSIBLE, handed_in, "submit_task", result=f"<p>{WORD}</p>")
	project = make_project(ASSIGNER, project_name=SUBJECT[:100], expected_end=in_hours(900).date()).name
	task_in(project, subject=SUBJECT)
	add_milestone(project, WORD, in_hours(200).date())
	group = chatting.make_group(members=(chatting.BORIS, MANAGER), title=SUBJECT[:100])
	chatting.say(chatting.BORIS, group, f"{WORD} @all `code` https://example.com/{WORD}")
	choose(MANAGER, digest_hour="07:00")
	statements.set_money()
	month = statements.shown(-50.0, 20.0, user=RESPONSIBLE)
	frappe.db.commit()
	return {
		"mine": mine,
		"asked": asked,
		"handed_in": handed_in,
		"project": project,
		"group": group,
		"month": month,
	}


def go(desk: Desk, route: str, landmark: str) -> None:
	"""Show a page of the desk without loading the desk anew."""
	desk.page.evaluate("(route) => frappe.set_route(...route.split('/'))", route)
	expect(desk.page.locator(f"{landmark} >> visible=true").first).to_be_visible()
	desk.settle()


def test_nothing_serious_is_found_on_the_main_pages(desk_of: OPEN, records: dict[str, str]) -> None:
	desk = desk_of(MANAGER)
	desk.open("/app/td-my-day")
	found = faults(desk, "my day")
	for place, route, landmark in (
		("list", "List/TD Task", ".td-tabs"),
		("set-up", "td-setup", ".td-setup-step"),
		("preferences", f"Form/TD Preferences/{MANAGER}", ".td-preferences-form"),
		("chat", f"td-chat/{records['group']}", ".td-chat-row"),
		("project", f"Form/TD Project Link/{records['project']}", ".td-shares"),
		("statement", f"Form/TD Discipline Statement/{records['month']}", ".td-sums"),
		("report", "query-report/Execution Discipline", ".td-below"),
	):
		go(desk, route, landmark)
		found += faults(desk, place)
	assert not desk.errors  # the host's charts make some when the window gets narrow
	go(desk, "Workspaces/Task Discipline", ".custom-block-widget-box")
	found += faults(desk, "workspace", WORKSPACE)
	assert found == []


def test_nothing_serious_is_found_in_a_task_and_its_dialogs(desk_of: OPEN, records: dict[str, str]) -> None:
	desk = desk_of(MANAGER)
	desk.open_task(records["asked"])
	found = faults(desk, "request")
	desk.page.locator(".td-request-buttons .btn").last.click()
	found += _faults_of_dialog(desk, "refusing")
	go(desk, f"Form/TD Task/{records['handed_in']}", ".td-state")
	desk.secondary.click()
	found += _faults_of_dialog(desk, "returning")
	go(desk, f"Form/TD Task/{records['mine']}", ".td-state")
	desk.primary.click()
	found += _faults_of_dialog(desk, "submitting")
	desk.form.locator('button:has-text("Discuss")').click()
	ChatRoom(desk).is_ready()
	found += faults(desk, "talk of a task")
	assert found == []
	assert not desk.errors


def _faults_of_dialog(desk: Desk, place: str) -> list[str]:
	"""Of the dialog that comes; Escape closes it, and the focus is where it was."""
	expect(desk.dialog).to_be_visible()
	desk.settle()
	found = faults(desk, place, DIALOG)
	desk.page.keyboard.press("Escape")
	expect(desk.page.locator(".modal.show")).to_have_count(0)
	expect(desk.page.locator(".btn:focus")).to_be_visible()
	return found


def test_the_keyboard_alone_takes_a_task_from_its_order_to_its_end(desk_of: OPEN) -> None:
	assigner, worker = desk_of(ASSIGNER), desk_of(RESPONSIBLE)
	task = _set_a_task(assigner)
	worker.open_task(task)
	_tab_to_primary(worker)
	_press(worker, "Enter")
	expect(worker.state).to_contain_text("Boris Tester is working on it")
	expect(worker.primary).to_be_focused()
	_press(worker, "Enter")
	expect(worker.dialog.locator(".ql-editor:focus")).to_be_visible()
	_press(worker, "Escape")
	expect(worker.primary).to_be_focused()
	_press(worker, "Enter")
	worker.page.keyboard.type("All of it is counted.")
	_press(worker, "Control+s")
	expect(worker.state).to_contain_text("Waiting for Anna Tester's review")
	assigner.open_task(task)
	_tab_to_primary(assigner)
	_press(assigner, "Enter", "Control+s")
	expect(assigner.state).to_contain_text("Done, submitted")
	assert not assigner.errors + worker.errors


def _press(desk: Desk, *keys: str) -> None:
	for key in keys:
		desk.page.keyboard.press(key)
		desk.settle()


def _set_a_task(desk: Desk) -> str:
	"""From field to field, through the text editor too, which keeps nobody; each says its name."""
	desk.open("/app/td-task/new")
	expect(desk.field("subject").locator("input")).to_be_focused()
	desk.page.keyboard.type("Count the stock")
	_press(desk, "Tab")
	desk.page.keyboard.type("boris")
	expect(desk.field("responsible").locator('[role="option"]').first).to_contain_text("Boris")
	_press(desk, "Enter")
	for name in ("Co-assignees", "Deadline", "Priority", "Observers", "Description"):
		_press(desk, "Tab")
		expect(desk.page.locator(":focus")).to_have_attribute("aria-label", name)
	_press(desk, "Tab")
	expect(desk.page.locator(".ql-editor:focus")).to_have_count(0)
	_press(desk, "Control+s")
	expect(desk.state).to_contain_text("Boris Tester has not accepted it yet")
	return desk.page.url.rsplit("/", 1)[-1]


def _tab_to_primary(desk: Desk) -> None:
	"""Tab leads to the next step, which shows by day and by night that it is chosen."""
	for _stop in range(40):
		desk.page.keyboard.press("Tab")
		if desk.primary.evaluate("(button) => button === document.activeElement"):
			break
	for theme in ("light", "dark"):
		desk.page.evaluate("(theme) => document.documentElement.setAttribute('data-theme', theme)", theme)
		expect(desk.primary).to_have_css("outline-style", "solid")

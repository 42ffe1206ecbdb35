"""From order to acceptance, as two people do it in their own browsers, while an observer looks on."""

from collections.abc import Callable
from pathlib import Path

import frappe
from frappe.email.queue import flush
from playwright.sync_api import expect

from tests.browser.desk import FAR_DEADLINE, Desk, typed
from tests.factories import ASSIGNER, CO_ASSIGNEE, OBSERVER, RESPONSIBLE
from tests.mail_server import MailServer

SUBJECT = "Renew the lease of the warehouse"
OPEN = Callable[..., Desk]


def set_task(desk: Desk, folder: Path) -> str:
	"""Fill the form as an assigner does and return the name of the task."""
	desk.open("/app/td-task/new")
	expect(desk.state).to_contain_text("who answers for it and by when")
	desk.fill("subject", SUBJECT)
	desk.choose_user("responsible", RESPONSIBLE)
	desk.fill("deadline", typed(FAR_DEADLINE))
	desk.choose_user("observers", OBSERVER)
	desk.write("description", "The present lease ends in January. Ask for five years.")
	for title in ("Ask the owner for an offer", "Have the lawyer read it", "Sign"):
		desk.add_step(title)
	desk.field("require_plan_done").locator("input[type=checkbox]").first.check()
	desk.picture("filled-in")
	desk.save()
	expect(desk.state).to_contain_text("Boris Tester has not accepted it yet")
	document = folder / "present-lease.txt"
	document.write_text("The lease of 2025.")
	desk.attach(document)
	expect(desk.form.locator(".attachment-row")).to_contain_text("present-lease.txt")
	desk.picture("set")
	return desk.page.url.rsplit("/", 1)[-1]


def accept_and_work(desk: Desk, task: str) -> None:
	desk.open_task(task)
	expect(desk.primary).to_have_text("Accept Task")
	desk.picture("before-accepting")
	desk.primary.click()
	expect(desk.state).to_contain_text("Boris Tester is working on it")
	desk.is_told("Anna Tester")
	for number in range(3):
		desk.form.locator("input[data-step]").nth(number).check()
		expect(desk.form.locator(".td-progress")).to_contain_text(f"{number + 1} of 3 done")
		desk.settle()
	desk.picture("plan-ticked")


def submit(desk: Desk, result: str) -> None:
	expect(desk.primary).to_have_text("Submit Task")
	desk.primary.click()
	expect(desk.dialog).to_contain_text("Every step of the plan is ticked")
	desk.fill_dialog(result=result)
	desk.picture("submitting")
	desk.press_dialog()
	expect(desk.state).to_contain_text("Waiting for Anna Tester's review, due")
	desk.picture("submitted")


def read_bell(desk: Desk, words: str) -> None:
	line = desk.bell().filter(has_text=words).first
	expect(line).to_contain_text(SUBJECT)
	desk.picture("bell")


def return_once(desk: Desk, task: str) -> None:
	desk.open_task(task)
	expect(desk.primary).to_have_text("Accept")
	expect(desk.secondary).to_have_text("Return")
	desk.picture("to-review")
	desk.secondary.click()
	desk.answer(reason="The price for the fifth year is missing")
	expect(desk.state).to_contain_text("Boris Tester is working on it")
	desk.picture("returned")


def accept(desk: Desk, task: str) -> None:
	desk.open_task(task)
	desk.primary.click()
	desk.answer(comment="Well negotiated")
	expect(desk.state).to_contain_text("Done, submitted")
	expect(desk.primary).to_be_hidden()
	desk.picture("accepted")


def test_order_to_acceptance(desk_of: OPEN, mail_server: MailServer, tmp_path: Path) -> None:
	assigner, responsible, observer = desk_of(ASSIGNER), desk_of(RESPONSIBLE), desk_of(OBSERVER)
	task = set_task(assigner, tmp_path)
	accept_and_work(responsible, task)
	submit(responsible, "The owner agrees to five years.")
	observer.open_task(task)
	expect(observer.primary).to_be_hidden()
	read_bell(observer, "submitted the task")
	assigner.open_task(task)
	read_bell(assigner, "submitted the task")
	return_once(assigner, task)
	responsible.open_task(task)
	submit(responsible, "The owner agrees to five years; the fifth costs 2 % more.")
	accept(assigner, task)
	check_story(assigner)
	check_mail(mail_server)
	assert not assigner.errors + responsible.errors + observer.errors


STORY = (
	"Anna Tester accepted the result",
	"Boris Tester submitted the task",
	"Anna Tester returned the task for rework",
	"Boris Tester submitted the task",
	"Boris Tester finished the step Sign",
	"Boris Tester finished the step Have the lawyer read it",
	"Boris Tester finished the step Ask the owner for an offer",
	"Boris Tester accepted the task",
	"Anna Tester set the task for Boris Tester",
)
"""The newest first."""


def check_story(desk: Desk) -> None:
	expect(desk.events.locator(".td-event")).to_have_text(list(STORY))
	expect(desk.events.filter(has_text="accepted the result")).to_contain_text("Well negotiated")
	returned = desk.events.filter(has_text="returned the task")
	expect(returned).to_contain_text("The price for the fifth year is missing")
	desk.show(desk.events.last)
	desk.picture("history")


def check_mail(server: MailServer) -> None:
	frappe.db.rollback()
	flush()
	for person in (ASSIGNER, OBSERVER):
		submitted = [text for text in server.texts(person) if "Boris Tester submitted the task" in text]
		assert len(submitted) == 2, person
	returned = [text for text in server.texts(RESPONSIBLE) if "returned the task" in text]
	assert len(returned) == 1 and "The price for the fifth year is missing" in returned[0]
	assert not server.texts(CO_ASSIGNEE)

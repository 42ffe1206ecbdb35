"""From the mail to the deed: the button of a real mail, the login, the question, and what is said afterwards."""

import os
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import frappe
import pytest
from frappe.email.queue import flush
from playwright.sync_api import Browser, Page, expect

from task_discipline.services import mail_links
from tests.browser.desk import Desk
from tests.browser.windows import DESKTOP, PHONE
from tests.factories import ASSIGNER, PASSWORD, RESPONSIBLE, act, make_task
from tests.mail_server import MailServer

SUBJECT = "Sign the lease for the new warehouse in Hamburg"


def mail_of(server: MailServer, words: str) -> EmailMessage:
	"""The mail to the responsible whose subject holds ``words``, sent by the host's queue."""
	frappe.db.commit()
	frappe.flags.testing_email = True
	flush()
	frappe.flags.testing_email = False
	(found,) = [
		sent for person, sent in server.messages if person == RESPONSIBLE and words in sent["subject"]
	]
	return found


def link_in(mail: EmailMessage) -> str:
	html = mail.get_body(("html",)).get_content()
	(address,) = re.findall(r'href="([^"]+/task-action\?[^"]+)"', html)
	return re.sub(r"^https?://[^/]+", "", address.replace("&amp;", "&"))


@pytest.fixture
def server(mail_server: MailServer) -> MailServer:
	frappe.local.outgoing_email_account = {}
	return mail_server


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_guest_logs_in_and_accepts(
	browser: Browser, desk_of: Callable[..., Desk], server: MailServer, phone: bool
) -> None:
	task = make_task(subject=SUBJECT)
	address = link_in(mail_of(server, "set a task"))
	desk = desk_of(RESPONSIBLE, phone=phone)
	page = desk.page
	page.context.clear_cookies()
	page.goto(address)
	expect(page).to_have_url(re.compile(r"/login\?redirect-to="))
	page.fill("#login_email", RESPONSIBLE)
	page.fill("#login_password", PASSWORD)
	page.click(".btn-login:visible")
	expect(page.locator(".subject")).to_have_text(SUBJECT)
	expect(page.locator("dl")).to_contain_text("(Europe/Berlin)")
	desk.picture("question")
	page.emulate_media(color_scheme="dark")
	desk.picture("question-dark")
	assert frappe.db.get_value("TD Task", task.name, "status") == "New"
	page.get_by_role("button", name="Accept the task").click()
	expect(page.locator("h1")).to_have_text("You have accepted the task.")
	expect(page.locator("form")).to_have_count(0)
	desk.picture("done-dark")
	page.emulate_media(color_scheme="light")
	page.reload()
	expect(page.locator("[data-message]")).to_contain_text("Boris Tester accepted the task already")
	desk.picture("already")
	assert not desk.errors
	assert not desk.refusals
	frappe.db.rollback()
	assert frappe.db.get_value("TD Task", task.name, "status") == "In Progress"


def test_submitting_keeps_what_was_typed_when_it_is_refused(
	desk_of: Callable[..., Desk], server: MailServer
) -> None:
	task = make_task(subject=SUBJECT, plan=[], require_result=1)
	act(RESPONSIBLE, task.name, "submit_task", result="<p>Draft</p>")
	act(ASSIGNER, task.name, "return_for_rework", reason="The price is missing")
	frappe.db.set_value("TD Task", task.name, "result", "")
	address = link_in(mail_of(server, "returned"))
	desk = desk_of(RESPONSIBLE, phone=True)
	page = desk.page
	page.goto(address)
	page.get_by_label("Result").fill("The price is 3 & 4 <euro>\nIt is signed.")
	desk.picture("result")
	page.route("**/task_discipline.api.mail_actions.confirm", lambda route: route.abort())
	page.get_by_role("button", name="Submit the task").click()
	expect(page.locator("[data-refusal]")).to_contain_text("did not answer")
	desk.picture("no-answer")
	page.emulate_media(color_scheme="dark")
	desk.picture("no-answer-dark")
	page.unroute("**/task_discipline.api.mail_actions.confirm")
	page.get_by_role("button", name="Submit the task").click()
	expect(page.locator("h1")).to_have_text("You have submitted the task.")
	frappe.db.rollback()
	result = frappe.db.get_value("TD Task", task.name, "result")
	assert "3 &amp; 4 &lt;euro&gt;" in result and "It is signed." in result


def test_what_is_missing_is_named_and_led_to(desk_of: Callable[..., Desk], server: MailServer) -> None:
	task = make_task(subject=SUBJECT, require_file=1, require_plan_done=1)
	act(RESPONSIBLE, task.name, "accept_assignment")
	frappe.db.commit()
	address = mail_links.offer("Deadline", task.reload().as_dict())["confirmation"]
	desk = desk_of(RESPONSIBLE)
	desk.page.goto(re.sub(r"^https?://[^/]+", "", address))
	expect(desk.page.locator(".missing li")).to_have_count(2)
	desk.picture("missing")
	desk.page.get_by_role("link", name="Open the task").click()
	desk.page.wait_for_url(f"**/app/td-task/{task.name}")


def test_another_person_and_a_broken_link_read_nothing(
	desk_of: Callable[..., Desk], server: MailServer
) -> None:
	make_task(subject=SUBJECT)
	address = link_in(mail_of(server, "set a task"))
	desk = desk_of(ASSIGNER)
	desk.page.goto(address)
	expect(desk.page.locator("h1")).to_have_text("This link is for somebody else")
	expect(desk.page.locator("main")).not_to_contain_text(SUBJECT)
	desk.picture("somebody-else")
	mine = desk_of(RESPONSIBLE)
	mine.page.goto(address[:-3])
	expect(mine.page.locator("h1")).to_have_text("This link does not work")
	expect(mine.page.locator("main")).not_to_contain_text(SUBJECT)
	mine.picture("void")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_mail_as_a_mail_program_shows_it(
	browser: Browser, server: MailServer, size: dict[str, int], request: pytest.FixtureRequest
) -> None:
	make_task(subject=SUBJECT)
	mail = mail_of(server, "set a task")
	context = browser.new_context(viewport=size, java_script_enabled=False)
	page: Page = context.new_page()
	page.set_content(mail.get_body(("html",)).get_content())
	buttons = page.locator("a", has_text=re.compile("^(Accept|Open) the task$"))
	expect(buttons).to_have_count(2)
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	folder = Path(os.environ["TD_ARTIFACTS"]) / request.node.name.removeprefix("test_")
	folder.mkdir(parents=True, exist_ok=True)
	page.screenshot(path=folder / "01-mail.png", full_page=True)
	context.close()

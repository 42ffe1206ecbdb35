"""The morning digest as a mail client shows it: the mail that a real server received, light and dark, wide and narrow."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from frappe.email.queue import flush
from playwright.sync_api import Browser, Page, expect

from task_discipline import td_jobs
from task_discipline.services import clock
from tests.digesting import READER, TUESDAY, forget_digests, full_day
from tests.mail_server import MailServer
from tests.reminding import use_office_hours
from tests.working import use_calendar

VIEWS = [(width, scheme) for width in (800, 390) for scheme in ("light", "dark")]
_WIDEST = (
	"Math.max(...[...document.querySelectorAll('body *')].map(one => one.getBoundingClientRect().right))"
)


@pytest.fixture
def office() -> Iterator[None]:
	before = frappe.db.get_single_value("TD Settings", "work_calendar")
	forget_digests()
	use_office_hours()
	yield
	use_calendar(frappe._dict(name=before) if before else None)
	frappe.delete_doc("TD Work Calendar", "Office of reminders", force=True)
	forget_digests()
	frappe.db.commit()


@pytest.fixture
def received(office: None, mail_server: MailServer) -> str:
	"""The HTML of the digest that reached a person on a full day."""
	full_day()
	frappe.db.delete("Email Queue")
	frappe.db.commit()
	with clock.at(TUESDAY + timedelta(hours=1)):
		td_jobs.send_digests()
	flush()
	(mail,) = [message for address, message in mail_server.messages if address == READER]
	return str(mail.get_body(("html",)).get_content())


def opened(browser: Browser, html: str, width: int, scheme: str) -> Page:
	page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
	page.route("**/*", lambda route: route.abort())  # readable without anything from the net
	page.set_content(html)
	return page


def picture(page: Page, name: str) -> None:
	folder = Path(os.environ["TD_ARTIFACTS"]) / "digest"
	folder.mkdir(parents=True, exist_ok=True)
	page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_a_full_day_is_readable_everywhere(received: str, browser: Browser) -> None:
	for width, scheme in VIEWS:
		page = opened(browser, received, width, scheme)
		picture(page, f"{width}-{scheme}")
		expect(page.get_by_role("heading", name="Tuesday, 4 March")).to_be_visible()
		expect(page.get_by_role("link", name="Open My Day")).to_be_visible()
		assert page.evaluate(_WIDEST) <= width, "something reaches beyond the screen"
		assert page.evaluate("document.images.length") == 0
		page.close()

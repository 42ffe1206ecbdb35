"""A real browser against a real site: web server, realtime server, worker and mail server included."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import frappe
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import factories
from tests.browser.desk import Desk
from tests.mail_server import MailServer

DESKTOP = {"width": 1366, "height": 850}
PHONE = {"width": 390, "height": 844}
_PATIENCE = 30_000
"""Milliseconds for what a machine under load does late; what is never done fails all the same."""
_CHROMIUM_ARGUMENTS = (
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
	name, sites_path = os.environ["TD_SITE"], os.environ["TD_SITES_PATH"]
	os.chdir(sites_path)  # the host finds its logs beside the folder it runs in
	frappe.init(site=name, sites_path=sites_path)
	frappe.connect()
	factories.ensure_people()
	frappe.db.commit()
	yield name
	frappe.destroy()


@pytest.fixture(autouse=True)
def swept(site: str) -> Iterator[None]:
	"""What a test commits is removed after it, and seen by nobody after that."""
	frappe.db.rollback()  # a new look at what the server has written
	frappe.set_user("Administrator")
	factories.settle_people()
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	factories.purge()
	frappe.clear_messages()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
	expect.set_options(timeout=_PATIENCE)
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=os.environ["TD_CHROMIUM"], args=list(_CHROMIUM_ARGUMENTS)
		)
		yield browser
		browser.close()


@pytest.fixture(scope="session")
def sessions(browser: Browser, site: str) -> dict[str, object]:
	"""Cookies by user: each person logs in once."""
	return {}


@pytest.fixture
def desk_of(
	browser: Browser, sessions: dict, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Desk]]:
	"""Opens the desk as a person, by default one of the tests': ``desk_of(user)``; each call is a window of its own."""
	opened: list[BrowserContext] = []

	def open_desk(user: str, phone: bool = False, password: str = factories.PASSWORD) -> Desk:
		context = browser.new_context(
			base_url=os.environ["TD_BASE_URL"],
			viewport=PHONE if phone else DESKTOP,
			is_mobile=phone,
			has_touch=phone,
			storage_state=sessions.get(user),
			timezone_id="Europe/Berlin",
			locale="en-GB",
		)
		context.set_default_timeout(_PATIENCE)
		opened.append(context)
		page = context.new_page()
		if user not in sessions:
			_log_in(page, user, password)
			sessions[user] = context.storage_state()
		return Desk(page, _artifacts(request))

	yield open_desk
	for context in opened:
		context.close()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
	with MailServer() as server:
		factories.make_mail_account(server.port)
		frappe.db.commit()
		yield server


def _log_in(page: Page, user: str, password: str) -> None:
	answer = page.request.post("/api/method/login", form={"usr": user, "pwd": password})
	assert answer.ok, f"{user} could not log in: {answer.status}"


def _artifacts(request: pytest.FixtureRequest) -> Path:
	folder = Path(os.environ["TD_ARTIFACTS"]) / request.node.name.removeprefix("test_")
	folder.mkdir(parents=True, exist_ok=True)
	return folder


def pytest_sessionstart() -> None:
	"""Pictures of an earlier run would be taken for those of this one."""
	for picture in Path(os.environ["TD_ARTIFACTS"]).glob("*/*.png"):
		picture.unlink()

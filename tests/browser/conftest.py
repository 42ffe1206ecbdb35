"""A real browser against a real site: web server, realtime server, worker and mail server included."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import frappe
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from task_discipline.setup import demo
from task_discipline.setup.demo import company
from tests import factories
from tests.browser.desk import Desk
from tests.browser.windows import PATIENCE, Windows
from tests.mail_server import MailServer

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


_failed = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
	parser.addoption(
		"--pictures", action="store_true", help="keep pictures of every walk, not only of those that fail"
	)


def pytest_configure(config: pytest.Config) -> None:
	Desk.takes_pictures = config.getoption("--pictures")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
	report = yield
	if report.when == "call":
		item.stash[_failed] = report.failed
	return report


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
	expect.set_options(timeout=PATIENCE)
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=os.environ["TD_CHROMIUM"], args=list(_CHROMIUM_ARGUMENTS)
		)
		yield browser
		browser.close()


@pytest.fixture(scope="session")
def windows(browser: Browser, site: str) -> Windows:
	return Windows(browser)


@pytest.fixture
def desk_of(windows: Windows, request: pytest.FixtureRequest) -> Iterator[Callable[..., Desk]]:
	"""Opens the desk as a person, by default one of the tests': ``desk_of(user)``; each call is a window of its own."""

	desks: list[Desk] = []

	def open_desk(user: str, phone: bool = False, password: str = factories.PASSWORD) -> Desk:
		desks.append(Desk(windows.open(user, phone, password), _artifacts(request)))
		return desks[-1]

	yield open_desk
	if request.node.stash.get(_failed, False):
		for desk in desks:
			if not desk.page.is_closed():
				desk.keep("failed")
	windows.close_all()


@pytest.fixture(scope="module")
def company_at_work(site: str, windows: Windows) -> Iterator[None]:
	"""The company of the demo, with its three months of work."""
	demo.add()
	windows.forget(company.USERS.values())
	frappe.db.set_value("User", {"name": ("in", list(company.USERS.values()))}, "onboarding_status", "{}")
	frappe.db.set_value("User", company.user_of("helena"), "desk_theme", "Dark")
	frappe.db.commit()
	yield
	frappe.db.rollback()
	demo.remove()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
	with MailServer() as server:
		factories.make_mail_account(server.port)
		frappe.db.commit()
		yield server


def _artifacts(request: pytest.FixtureRequest) -> Path:
	folder = Path(os.environ["TD_ARTIFACTS"]) / request.node.name.removeprefix("test_")
	folder.mkdir(parents=True, exist_ok=True)
	return folder


def pytest_sessionstart() -> None:
	"""Pictures of an earlier run would be taken for those of this one."""
	for picture in Path(os.environ["TD_ARTIFACTS"]).glob("*/*.png"):
		picture.unlink()

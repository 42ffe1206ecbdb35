"""The form in which a person chooses how he is told: on the way to it, with what is mandatory, and on a phone."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import Locator, Page, expect

from task_discipline.domain.channels import Mail, Topic
from task_discipline.services import preferences
from tests.browser.desk import Desk
from tests.choosing import choose, insist_on
from tests.factories import MANAGER, RESPONSIBLE
from tests.mail_server import MailServer

OPEN = Callable[..., Desk]


@pytest.fixture(autouse=True)
def company(swept: None, mail_server: MailServer) -> Iterator[None]:
	yield
	insist_on()
	frappe.db.commit()


def field(page: Page, fieldname: str) -> Locator:
	return page.locator(f'.td-preferences-form:visible .frappe-control[data-fieldname="{fieldname}"]')


def chosen_by(user: str) -> preferences.Preferences:
	frappe.db.rollback()  # a new look at what the server has written
	return preferences.load([user])[user]


def test_from_my_day_a_person_chooses_and_comes_back_to_what_he_chose(desk_of: OPEN) -> None:
	desk = desk_of(RESPONSIBLE)
	page = desk.page
	desk.open("/app/td-my-day")
	menu = page.locator(".page-head:visible .menu-btn-group")
	desk.choose_in_menu(menu.locator("> button"), menu.locator("a", has_text="My Preferences"))
	expect(page.locator(".title-text:visible")).to_have_text("My Preferences")
	expect(page.locator(".td-preferences-hint:visible")).to_contain_text("You have not chosen yet")
	desk.settle()
	desk.picture("as-it-counts-now")
	field(page, "digest_hour").locator("select").select_option("07:00")
	field(page, "deadlines_mail").locator("select").select_option("In the Morning Digest")
	field(page, "work_bell").locator("input[data-fieldname]").uncheck()
	page.locator(".primary-action:visible").click()
	expect(page.locator(".td-preferences-hint:visible")).to_have_count(0)
	chosen = chosen_by(RESPONSIBLE)
	assert chosen.digest_hour == 7 and not chosen.choices[Topic.WORK].bell
	assert chosen.choices[Topic.DEADLINES].mail is Mail.DIGEST
	# The list of one's own is the form.
	desk.open("/app/td-preferences")
	expect(field(page, "digest_hour").locator("select")).to_have_value("07:00")
	field(page, "digest").locator("input[data-fieldname]").uncheck()
	expect(field(page, "deadlines_mail")).to_contain_text("Comes at once, because you take no morning digest")
	desk.picture("without-the-digest")
	assert desk.errors == [] and desk.refusals == []


def make_mandatory(desk: Desk, *topics: Topic) -> None:
	"""A manager decides in Task Settings."""
	desk.open("/app/td-settings")
	for topic in topics:
		desk.page.locator(f'input[data-fieldname="mandatory_{topic.value}"]:visible').check()
	desk.picture("settings")
	desk.page.locator(".primary-action:visible").click()
	expect(desk.page.locator(".indicator-pill:visible", has_text="Not Saved")).to_have_count(0)
	desk.settle()
	assert desk.errors == [] and desk.refusals == []


def test_what_is_mandatory_is_shown_and_cannot_be_switched_off(desk_of: OPEN) -> None:
	choose(RESPONSIBLE, overdue_mail="No", overdue_bell=0)
	frappe.db.commit()
	make_mandatory(desk_of(MANAGER), Topic.OVERDUE, Topic.DEADLINES)
	desk = desk_of(RESPONSIBLE)
	page = desk.page
	desk.open("/app/td-preferences")
	expect(page.locator(".td-mandatory-pill:visible")).to_have_count(2)
	expect(page.locator(".td-preferences-hint:visible")).to_contain_text("mandatory: Deadlines, Overdue")
	expect(field(page, "deadlines_mail").locator("select option")).to_have_text(
		["At Once", "In the Morning Digest"]
	)
	expect(field(page, "deadlines_bell").locator("input[data-fieldname]")).to_be_disabled()
	expect(field(page, "overdue_mail")).to_contain_text("Comes all the same")
	expect(field(page, "reviews_bell").locator("input[data-fieldname]")).to_be_enabled()
	desk.picture("mandatory")
	page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	desk.picture("mandatory-dark")
	assert desk.errors == [] and desk.refusals == []


def test_on_a_phone_and_back_to_the_usual(desk_of: OPEN) -> None:
	choose(RESPONSIBLE, plan_mail="No", digest=0)
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE, phone=True)
	page = desk.page
	desk.open(f"/app/td-preferences/{RESPONSIBLE}")
	expect(field(page, "plan_mail").locator("select")).to_have_value("No")
	desk.picture("phone")
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	desk.show(field(page, "plan_mail"))
	desk.picture("phone-dark")
	page.evaluate("cur_frm.custom_buttons['Usual Choices'].click()")
	expect(field(page, "plan_mail").locator("select")).to_have_value("In the Morning Digest")
	expect(field(page, "digest").locator("input[data-fieldname]")).to_be_checked()
	assert desk.errors == [] and desk.refusals == []


def test_a_manager_sees_what_people_chose_and_changes_nothing(desk_of: OPEN) -> None:
	choose(RESPONSIBLE, digest_hour="06:00")
	frappe.db.commit()
	desk = desk_of(MANAGER)
	desk.open("/app/td-preferences")
	expect(desk.page.locator(".list-row:visible")).to_contain_text(["06:00"])
	desk.picture("list-of-a-manager")
	desk.open(f"/app/td-preferences/{RESPONSIBLE}")
	expect(desk.page.locator(".title-text:visible")).to_have_text("Boris Tester")
	expect(field(desk.page, "digest_hour").locator("select")).to_be_hidden()
	desk.picture("seen-by-a-manager")
	assert desk.errors == [] and desk.refusals == []

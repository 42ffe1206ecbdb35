"""A manager makes a rule: the form says what it does, which rules it meets and what it would have given last month."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import getdate
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE
from tests.money import make_late, make_rule, use_money

OPEN = Callable[..., Desk]
RULE = "TD Discipline Rule"


@pytest.fixture
def site_with_money(swept: None) -> Iterator[datetime]:
	"""Two late tasks of last month and a rule for everybody; returns a moment of that month."""
	use_money()
	noon = datetime.combine(getdate().replace(day=1) - timedelta(days=5), datetime.min.time()) + timedelta(
		hours=12
	)
	make_rule("Working Day Late", 2, at=noon, title="Two for everybody")
	make_late(2, at=noon)
	make_late(5, at=noon + timedelta(hours=1), user=ASSIGNER)
	frappe.db.commit()
	yield noon
	frappe.db.rollback()
	frappe.set_user("Administrator")
	use_money(money_mode="Record Only", money_currency=None)
	frappe.db.commit()


def test_a_rule_says_what_it_does_before_it_is_saved(desk_of: OPEN, site_with_money: datetime) -> None:
	desk = desk_of(MANAGER)
	page = desk.page
	desk.open("/app/td-discipline-rule")
	page.get_by_role("button", name="Add examples").click()
	expect(page.locator(".list-row-container", has_text="check with your lawyer")).to_have_count(7)
	desk.picture("examples")
	desk.open("/app/td-discipline-rule/new")
	page.evaluate(
		"""(person) => frappe.run_serially([
			() => cur_frm.set_value({ title: "Five a day", event: "Working Day Late", amount: 5, enabled: 1 }),
			() => cur_frm.set_value({ grace_minutes: 60, cap_per_task: 15, cap_per_month: 50 }),
			() => cur_frm.set_value("who", "Person"),
			() => cur_frm.set_value("people", [{ user: person }]),
		])""",
		RESPONSIBLE,
	)
	words = page.locator(".td-rule-words:visible")
	expect(words).to_contain_text(
		"A task late by more than 60 working minutes costs 5.00 EUR per started working day."
		" At most 15.00 EUR per task, 50.00 EUR per person and month. For Boris Tester."
	)
	expect(words).to_contain_text("Two for everybody is for the same cases. This rule is the narrower")
	page.get_by_role("button", name="Try it on last month").click()
	expect(page.locator(".td-rule-preview")).to_contain_text("−10.00 EUR together. Cases: 1, people: 1.")
	desk.show(words)
	desk.picture("rule-in-words")
	desk.show(page.locator(".td-rule-preview"))
	desk.picture("preview-of-last-month")
	page.keyboard.press("Control+s")
	expect(page.locator(".msgprint:visible")).to_contain_text("Two for everybody")
	desk.picture("rules-that-meet")
	frappe.db.rollback()
	assert frappe.db.get_value(RULE, {"title": "Five a day"}, ["version", "amount_kind"]) == (1, "Per Day")
	assert desk.errors == []

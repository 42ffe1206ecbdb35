"""The order of a task on paper: what the desk prints of it by itself, one page for both to sign."""

from collections.abc import Callable
from io import BytesIO

import frappe
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.desk import Desk
from tests.factories import ASSIGNER, RESPONSIBLE, act, in_hours, make_task


def test_the_desk_prints_the_order_on_one_page(desk_of: Callable[..., Desk], swept: None) -> None:
	task = make_task(description="<p>Take the last contract as a model.</p>").name
	act(ASSIGNER, task, "change_deadline", deadline=str(in_hours(96)), reason="The client is late")
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	desk.open(f"/app/print/TD Task/{task}")
	order = desk.page.frame_locator(".print-preview iframe").locator(".td-order")
	expect(order).to_contain_text("The client is late")
	order.get_by_text("date, signature").first.scroll_into_view_if_needed()
	desk.picture("print")
	desk.page.goto(f"/printview?doctype=TD+Task&name={task}&format=TD+Task+Order&no_letterhead=1")
	expect(desk.page.locator(".td-order")).to_contain_text("Prepare the contract")
	printed = PdfReader(BytesIO(desk.page.pdf(format="A4")))
	assert len(printed.pages) == 1
	words = "".join(printed.pages[0].extract_text().split())
	for part in ("Anna Tester", "Boris Tester", "date, signature", "The client is late"):
		assert part.replace(" ", "") in words

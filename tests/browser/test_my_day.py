"""My Day: a person works through it, with the keyboard alone if he likes."""

from collections.abc import Callable

import frappe
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desk import FAR_DEADLINE, Desk, typed
from tests.browser.my_day_page import open_day, row, task_due
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	in_hours,
)

OPEN = Callable[..., Desk]


def submitted_by(user: str, name: str, result: str) -> str:
	act(user, name, "submit_task", result=result)
	return name


@pytest.fixture
def work(site: str) -> dict[str, str]:
	"""A day of ANNA with something in every group."""
	names = {
		"late": task_due(
			in_hours(-50), set_by=NEWCOMER, subject="Call the bank", responsible=ASSIGNER, priority="Urgent"
		),
		"soon": task_due(
			in_hours(50),
			subject="Write the yearly report",
			responsible=ASSIGNER,
			plan=[{"title": "Figures", "done": 1}, {"title": "Words"}, {"title": "Pictures"}],
		),
		"helps": task_due(
			in_hours(70),
			set_by=NEWCOMER,
			subject="Move the archive to the new building",
			responsible=OBSERVER,
			co_assignees=[{"user": ASSIGNER}],
			priority="Low",
		),
		"review": task_due(in_hours(90), subject="Offer for the harbour"),
		"request": task_due(in_hours(20), subject="Repair the lift"),
		"declined": task_due(in_hours(40), subject="Paint the fence", responsible=CO_ASSIGNEE),
		"set_late": task_due(in_hours(-30), subject="Count the stock", priority="High"),
		"later": task_due(
			in_hours(900), set_by=NEWCOMER, subject="Plan the summer party", responsible=ASSIGNER
		),
	}
	submitted_by(RESPONSIBLE, names["review"], "<p>The owner agrees to five years.</p>")
	act(
		RESPONSIBLE,
		names["request"],
		"propose_deadline",
		deadline=str(in_hours(80)),
		reason="The part comes on Friday",
	)
	act(CO_ASSIGNEE, names["declined"], "decline", reason="I have no ladder")
	frappe.db.commit()
	return names


def group(desk: Desk, name: str) -> Locator:
	return desk.page.locator(f".td-my-group.td-my-{name}")


def chosen(desk: Desk, subject: str) -> None:
	expect(desk.page.locator(".td-my-row.td-my-chosen .td-my-subject")).to_have_text(subject)


def press(desk: Desk, *keys: str) -> None:
	for key in keys:
		desk.page.keyboard.press(key)


def send_dialog(desk: Desk) -> None:
	"""Send the open dialog by the key of the desk."""
	press(desk, "Control+s")
	expect(desk.page.locator(".modal.show")).to_have_count(0)
	desk.settle()


def status_of(name: str) -> str:
	frappe.db.rollback()
	return frappe.db.get_value("TD Task", name, "status")


def test_every_group_says_what_it_waits_for(desk_of: OPEN, work: dict[str, str]) -> None:
	desk = desk_of(ASSIGNER)
	open_day(desk)
	expect(desk.page.locator(".td-my-head")).to_contain_text("1 overdue · 1 to review · 2 to decide")
	expect(row(desk, "Call the bank")).to_contain_text("2 days late")
	expect(row(desk, "Call the bank")).to_contain_text("from Irina Tester")
	expect(row(desk, "Write the yearly report")).to_contain_text("1 of 3 done")
	expect(row(desk, "Write the yearly report")).to_contain_text("set by yourself")
	expect(row(desk, "Move the archive")).to_contain_text("Co-assignee")
	expect(row(desk, "Move the archive")).to_contain_text("Dmitri Tester answers for it")
	expect(group(desk, "today")).to_contain_text("Nothing more is due today")
	expect(row(desk, "Repair the lift")).to_contain_text("The part comes on Friday")
	expect(row(desk, "Paint the fence")).to_contain_text("I have no ladder")
	expect(row(desk, "Count the stock")).to_contain_text("Boris Tester, not accepted yet")
	expect(desk.page.locator(".td-my-beside")).to_contain_text("1 later")
	desk.picture("day")
	desk.page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	desk.picture("dark")
	desk.page.mouse.wheel(0, 900)
	desk.picture("dark-below")
	assert not desk.errors + desk.refusals


def test_a_day_by_the_keyboard_alone(desk_of: OPEN, work: dict[str, str]) -> None:
	desk = desk_of(ASSIGNER)
	open_day(desk)
	press(desk, "j")
	chosen(desk, "Call the bank")
	press(desk, "a")
	expect(row(desk, "Call the bank")).to_contain_text("Submit Task")
	chosen(desk, "Call the bank")
	press(desk, "t")
	expect(desk.dialog).to_contain_text("Ask for another deadline")
	desk.fill_dialog(deadline=typed(FAR_DEADLINE), reason="The bank is shut")
	press(desk, "Tab")
	desk.picture("asking-for-time")
	send_dialog(desk)
	press(desk, "s")
	expect(desk.dialog).to_contain_text("Irina Tester")
	desk.picture("submitting")
	send_dialog(desk)
	expect(row(desk, "Call the bank")).to_have_count(0)
	expect(group(desk, "overdue")).to_contain_text("Nothing is overdue")
	chosen(desk, "Write the yearly report")
	press(desk, "ArrowDown", "ArrowDown")
	chosen(desk, "Offer for the harbour")
	press(desk, "r")
	expect(desk.dialog).to_contain_text("The owner agrees to five years.")
	desk.picture("returning")
	desk.page.keyboard.type("The price is missing")
	send_dialog(desk)
	chosen(desk, "Repair the lift")
	press(desk, "s")
	desk.is_told("not yours to submit")
	press(desk, "a")
	expect(row(desk, "Repair the lift")).to_have_count(0)
	chosen(desk, "Paint the fence")
	press(desk, "k", "k", "k", "Enter")
	expect(desk.state).to_be_visible()
	assert desk.page.url.endswith(work["soon"])
	states = [status_of(work[name]) for name in ("late", "review", "request")]
	assert states == ["Submitted", "In Progress", "New"]
	assert not desk.errors + desk.refusals


def test_keys_are_told_and_rest_while_somebody_writes(desk_of: OPEN, work: dict[str, str]) -> None:
	desk = desk_of(ASSIGNER)
	open_day(desk)
	press(desk, "Shift+Slash")
	expect(desk.dialog).to_contain_text("Ask for time")
	desk.picture("keys")
	press(desk, "a", "Escape")
	expect(desk.page.locator(".modal.show")).to_have_count(0)
	desk.page.locator("#navbar-search").click()
	desk.page.keyboard.type("astr j")
	press(desk, "Escape")
	expect(desk.page.locator(".td-my-chosen")).to_have_count(0)
	# After a list, which has keys of its own, they work as before.
	desk.open("/app/td-task/view/list")
	desk.page.go_back()
	expect(desk.page.locator(".td-my-head")).to_be_visible()
	press(desk, "j")
	chosen(desk, "Call the bank")
	assert status_of(work["late"]) == "New"


def test_a_day_by_the_mouse(desk_of: OPEN, work: dict[str, str]) -> None:
	desk = desk_of(ASSIGNER)
	open_day(desk)
	row(desk, "Offer for the harbour").locator("[data-step=accept_result]").first.click()
	expect(desk.dialog).to_contain_text("The owner agrees to five years.")
	desk.picture("accepting")
	desk.answer(comment="Well negotiated")
	expect(row(desk, "Offer for the harbour")).to_have_count(0)
	lift = row(desk, "Repair the lift")
	menu = lift.locator(".td-my-menu"), lift.locator("[data-step=keep_deadline]")
	desk.open_menu(*menu)
	desk.picture("menu")
	desk.choose_in_menu(*menu)
	desk.answer(reason="The lift is needed")
	expect(row(desk, "Repair the lift")).to_have_count(0)
	row(desk, "Paint the fence").locator("[data-step=reassign]").click()
	expect(desk.dialog).to_contain_text("Give the task to another person")
	desk.close_message()
	row(desk, "Call the bank").locator(".td-my-subject").click()
	expect(desk.state).to_contain_text("Overdue by")
	assert status_of(work["review"]) == "Done"
	assert not desk.errors + desk.refusals


def test_what_is_missing_is_told_before_submitting(desk_of: OPEN) -> None:
	task_due(
		in_hours(30),
		subject="Sign the lease",
		require_plan_done=1,
		require_file=1,
		plan=[{"title": "Read it"}],
	)
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	open_day(desk)
	press(desk, "j", "s")
	expect(desk.dialog).to_contain_text("Missing: tick the open steps of the plan")
	expect(desk.dialog.locator(".td-attach")).to_be_visible()
	desk.picture("missing")
	desk.dialog.locator(".td-open-task").click()
	expect(desk.form.locator(".td-plan")).to_contain_text("Read it")


def test_a_day_on_a_telephone(desk_of: OPEN, work: dict[str, str]) -> None:
	desk = desk_of(ASSIGNER, phone=True)
	open_day(desk)
	desk.picture("phone")
	wide = desk.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
	assert wide <= 0
	expect(desk.page.locator(".td-my-keys")).to_be_hidden()
	row(desk, "Call the bank").locator("[data-step=accept_assignment]").first.tap()
	expect(row(desk, "Call the bank").locator("[data-step=submit_task]").first).to_be_visible()
	desk.show(row(desk, "Paint the fence"))
	desk.picture("phone-below")
	lift = row(desk, "Repair the lift")
	desk.open_menu(lift.locator(".td-my-menu"), lift.locator("[data-step=keep_deadline]"))
	desk.picture("phone-menu")


def test_an_empty_day_and_the_way_there(desk_of: OPEN) -> None:
	desk = desk_of(STRANGER)
	desk.open("/app/task-discipline")
	shortcut = desk.page.locator(".shortcut-widget-box").first
	expect(shortcut).to_contain_text("My Day")
	desk.picture("workspace")
	shortcut.click()
	expect(desk.page.locator(".td-my-free")).to_contain_text("Nothing waits for you")
	desk.picture("empty")
	assert not desk.errors + desk.refusals


def test_more_than_a_page_leads_to_the_list(desk_of: OPEN) -> None:
	for number in range(52):
		task_due(in_hours(-50 - number), subject=f"Late order {number}")
	frappe.db.set_value("TD Task", {"responsible": RESPONSIBLE}, "timeliness", "Overdue")
	task_due(in_hours(400), subject="Later order")
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	open_day(desk)
	expect(group(desk, "overdue").locator(".td-my-row")).to_have_count(50)
	more = group(desk, "overdue").locator(".td-my-more")
	expect(more).to_have_text("and 2 more")
	more.click()
	expect(desk.tab("mine")).to_have_class("btn td-tab td-chosen")
	expect(desk.page.locator(".list-count:visible")).to_contain_text("of 52")
	desk.picture("list-of-the-overdue")
	open_day(desk)
	desk.page.locator(".td-my-beside a", has_text="1 later").click()
	expect(desk.page.locator(".list-row-container:visible .list-subject a")).to_have_text(["Later order"])


def test_whoever_comes_late_reads_why_and_sees_what_holds(desk_of: OPEN) -> None:
	name = task_due(in_hours(30), subject="Order the pump")
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	open_day(desk)
	desk.page.evaluate("frappe.realtime.off('list_update')")
	act(ASSIGNER, name, "cancel_task", reason="Not needed")
	frappe.db.commit()
	press(desk, "j", "a")
	expect(desk.message).to_contain_text("cannot be done while the task is Cancelled")
	desk.close_message()
	expect(row(desk, "Order the pump")).to_have_count(0)
	assert not desk.errors


def test_words_of_people_stay_words(desk_of: OPEN) -> None:
	bad = "Look <img src=x onerror=alert(1)>"
	subject = "<img src=x onerror=alert(1)>"
	names = [task_due(in_hours(hours)) for hours in (30, 31, 32)]
	act(RESPONSIBLE, names[0], "decline", reason=bad)
	act(RESPONSIBLE, names[1], "propose_deadline", deadline=str(in_hours(80)), reason=bad)
	act(RESPONSIBLE, names[2], "submit_task", result=f"<p>{bad}</p>")
	# As an import past the forms may have left it.
	frappe.db.set_value("TD Task", {"name": ("in", names)}, "subject", subject)
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	open_day(desk)
	expect(desk.page.locator(".td-my-subject")).to_have_text([subject] * 3)
	expect(group(desk, "asked").locator(".td-my-quote")).to_contain_text(["Look", "Look"])
	group(desk, "review").locator("[data-step=accept_result]").first.click()
	expect(desk.dialog.locator(".td-my-result")).to_contain_text("Look")
	desk.picture("words")
	expect(desk.page.locator(".td-my-day img, .td-my-result img")).to_have_count(0)
	assert not desk.alerts + desk.errors

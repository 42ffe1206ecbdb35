"""The form beside the main walk: deadlines asked for, gates of submission, subtasks, and who may change what."""

from collections.abc import Callable
from pathlib import Path

import frappe
from playwright.sync_api import expect

from tests.browser.desk import FAR_DEADLINE, Desk, in_words, typed
from tests.factories import ASSIGNER, NEWCOMER, OBSERVER, RESPONSIBLE, act, events_of, in_hours, make_task

OPEN = Callable[..., Desk]


def test_a_deadline_is_asked_for_and_agreed(desk_of: OPEN) -> None:
	task = make_task(subject="Translate the manual")
	frappe.db.commit()
	responsible, assigner = desk_of(RESPONSIBLE), desk_of(ASSIGNER)
	responsible.open_task(task.name)
	responsible.action("Propose Deadline")
	responsible.fill_dialog(deadline=typed(FAR_DEADLINE), reason="The translator is ill")
	responsible.picture("asking")
	responsible.press_dialog()
	expect(responsible.form.locator(".td-panel")).to_contain_text("The translator is ill")
	expect(responsible.form.get_by_role("button", name="Approve")).to_have_count(0)
	assigner.open_task(task.name)
	expect(assigner.form.locator(".td-panel")).to_contain_text(
		f"Boris Tester asks for the deadline {in_words(FAR_DEADLINE)}"
	)
	assigner.picture("asked")
	assigner.form.get_by_role("button", name="Approve").click()
	expect(assigner.state).to_contain_text(f"Due {in_words(FAR_DEADLINE)}")
	expect(assigner.form.locator(".td-panel")).to_have_count(0)
	frappe.db.rollback()
	assert events_of(task.name) == ["Created", "Deadline Proposed", "Deadline Changed"]


def test_a_deadline_is_kept_with_a_reason(desk_of: OPEN) -> None:
	task = make_task(subject="Print the badges")
	act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(in_hours(99)), reason="Busy")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open_task(task.name)
	desk.form.get_by_role("button", name="Keep Deadline").click()
	desk.answer(reason="The fair does not move")
	desk.is_told("Boris Tester")
	expect(desk.events.first).to_contain_text("kept the deadline")
	expect(desk.events.first).to_contain_text("The fair does not move")


def test_the_gate_says_what_is_missing_before_the_click(desk_of: OPEN, tmp_path: Path) -> None:
	task = make_task(subject="Measure the hall", require_file=1, plan=[])
	act(RESPONSIBLE, task.name, "start")
	frappe.db.commit()
	desk = desk_of(RESPONSIBLE)
	desk.open_task(task.name)
	desk.primary.click()
	expect(desk.dialog).to_contain_text("Missing: attach a file")
	expect(desk.dialog.locator(".btn-modal-primary")).to_be_disabled()
	desk.picture("file-missing")
	proof = tmp_path / "measures.txt"
	proof.write_text("12 by 30 metres")
	desk.dialog.get_by_role("button", name="Attach a file").click()
	desk.upload(proof)
	expect(desk.dialog).to_contain_text("A file is attached")
	desk.press_dialog()
	expect(desk.state).to_contain_text("Waiting for Anna Tester's review")


def test_a_subtask_is_set_from_the_form(desk_of: OPEN) -> None:
	task = make_task(subject="Open the branch office")
	frappe.db.commit()
	desk = desk_of(ASSIGNER)
	desk.open_task(task.name)
	desk.form.get_by_role("button", name="New Subtask").click()
	desk.fill_dialog(subject="Hire two people")
	desk.choose(desk.dialog.locator('[data-fieldname="responsible"].frappe-control'), NEWCOMER)
	desk.press_dialog()
	subtask = desk.form.locator(".td-subtask")
	expect(subtask).to_contain_text("Hire two people")
	expect(subtask).to_contain_text("Irina Tester")
	desk.show(subtask)
	desk.picture("subtask")
	subtask.click()
	expect(desk.field("parent_task")).to_contain_text("Open the branch office")


def test_everybody_may_change_what_is_his(desk_of: OPEN) -> None:
	task = make_task(subject="Tidy the server room")
	frappe.db.commit()
	rights = {
		ASSIGNER: {"subject": True, "plan_view": True, "deadline": False, "responsible": False},
		RESPONSIBLE: {"subject": False, "plan_view": True, "deadline": False, "result": True},
		OBSERVER: {"subject": False, "plan_view": False, "deadline": False, "responsible": False},
	}
	for person, fields in rights.items():
		desk = desk_of(person)
		desk.open_task(task.name)
		for fieldname, editable in fields.items():
			boxes = desk.field(fieldname).locator(
				"input:visible:enabled, .ql-editor[contenteditable=true]:visible"
			)
			expect(boxes.first, f"{person}: {fieldname}").to_be_visible(visible=editable)
		expect(desk.form.locator(".add-attachment-btn")).to_be_visible(visible=person != OBSERVER)


def test_own_task_needs_no_second_person(desk_of: OPEN) -> None:
	task = make_task(subject="Clear my desk", responsible=ASSIGNER, co_assignees=[], observers=[], plan=[])
	frappe.db.commit()
	desk = desk_of(ASSIGNER, phone=True)
	desk.open_task(task.name)
	expect(desk.primary).to_have_text("Start")
	desk.picture("phone")
	desk.primary.click()
	expect(desk.primary).to_have_text("Submit Task")
	desk.primary.click()
	expect(desk.dialog).to_contain_text("Nobody has to review it")
	desk.press_dialog()
	expect(desk.state).to_contain_text("Done, submitted")
	assert not desk.errors + desk.refusals

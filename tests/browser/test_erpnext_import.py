"""A manager imports ERPNext's tasks from the settings: reads what would happen, starts it, and sees them."""

from collections.abc import Callable, Iterator

import frappe
import pytest
from playwright.sync_api import expect

from tests import foreign
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE


@pytest.fixture(scope="module", autouse=True)
def erpnext(site: str) -> Iterator[None]:
	with foreign.present(foreign.ERPNEXT):
		yield


@pytest.fixture
def tasks(swept: None) -> Iterator[None]:
	frappe.cache.delete_value("task_discipline_erpnext_import")
	frappe.db.delete("Task")
	foreign.make_record("Project", "PROJ-9", MANAGER, project_name="Move house", status="Open")
	for number in range(4):
		foreign.make_record(
			"Task",
			f"TASK-{number}",
			MANAGER,
			subject=f"Pack <b>box</b> {number}",
			project="PROJ-9",
			status=("Open", "Completed", "Working", "Template")[number],
			exp_end_date=("2030-01-0" + str(number + 1)) if number else None,
			completed_by=RESPONSIBLE,
			_assign=f'["{RESPONSIBLE}"]' if number != 2 else "[]",
		)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	names = ("in", frappe.get_all("TD Project Link", {"reference_name": "PROJ-9"}, pluck="name") or [""])
	frappe.db.delete("TD Project Event", {"project": names})
	frappe.db.delete("TD Project Link", {"name": names})
	frappe.db.delete("Task", {"name": ("like", "TASK-%")})
	frappe.db.delete("Project", {"name": "PROJ-9"})
	frappe.cache.delete_value("task_discipline_erpnext_import")
	frappe.db.commit()


def test_a_manager_brings_the_tasks_of_erpnext(desk_of: Callable[..., Desk], tasks: None) -> None:
	desk = desk_of(MANAGER)
	desk.open("/app/td-settings")
	desk.page.get_by_role("button", name="Import Tasks of ERPNext").click()
	rows = desk.dialog.locator(".td-import-lines tbody tr")
	expect(rows).to_have_count(4)
	expect(rows.first).to_contain_text("A template of ERPNext")
	expect(rows.filter(has_text="TASK-2")).to_contain_text("Nobody is assigned")
	desk.picture("dry-run")
	desk.press_dialog()
	expect(desk.dialog).to_contain_text("3 tasks came.", timeout=60_000)
	desk.picture("done")
	desk.dialog.get_by_role("link", name="Show them").click()
	expect(desk.row("Pack box 0")).to_be_visible()
	desk.picture("tasks")
	assert not desk.errors
	assert not desk.refusals


def test_nobody_else_is_offered_the_import(desk_of: Callable[..., Desk], tasks: None) -> None:
	desk = desk_of(ASSIGNER)
	answer = desk.page.request.get("/api/method/task_discipline.api.imports.dry_run")
	assert answer.status == 403

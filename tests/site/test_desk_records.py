"""What greets people in the desk: everything that workspace, sidebar, onboarding and tour name is there."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.apps import get_apps
from frappe.desk.desktop import Workspace
from frappe.utils.dashboard import sync_dashboards

import task_discipline
from task_discipline import hooks
from tests.factories import MANAGER, RESPONSIBLE, STRANGER, SYSTEM_MANAGER, acting_as

NAME = "Task Discipline"
SIDEBAR = Path(task_discipline.__file__).parent / "workspace_sidebar" / "task_discipline.json"
GREETING = Path(task_discipline.__file__).parent / "public" / "js" / "workspace" / "greeting.js"
TOUR = Path(task_discipline.__file__).parent / "public" / "js" / "task" / "tour.js"
BLOCKS = {
	"chart": ("charts", "chart_name"),
	"number_card": ("number_cards", "number_card_name"),
	"quick_list": ("quick_lists", "quick_list_name"),
	"shortcut": ("shortcuts", "shortcut_name"),
	"card": ("cards", "card_name"),
	"custom_block": ("custom_blocks", "custom_block_name"),
	"onboarding": ("onboardings", "onboarding_name"),
}
"""Blocks of the workspace: what the host's answer calls them, and the field of the block that names one."""


def built(user: str) -> dict[str, list[str]]:
	"""The labels of what the host gives ``user`` for each kind of block."""
	with acting_as(user):
		frappe.clear_cache(user=user)
		workspace = Workspace({"name": NAME, "title": NAME, "public": 1})
		workspace.build_workspace()
		return {
			kind: [item.get("label") for item in getattr(workspace, kind)["items"]]
			for kind, _field in BLOCKS.values()
		}


def wanted() -> dict[str, list[str]]:
	"""The labels of the blocks that the workspace places."""
	found: dict[str, list[str]] = {kind: [] for kind, _field in BLOCKS.values()}
	for block in json.loads(frappe.db.get_value("Workspace", NAME, "content")):
		if block["type"] in BLOCKS:
			kind, field = BLOCKS[block["type"]]
			found[kind].append(block["data"][field])
	return found


def sidebar() -> dict[str, Any]:
	return json.loads(SIDEBAR.read_text())


def test_the_administrator_is_shown_every_block(rolled_back: None) -> None:
	sync_dashboards("task_discipline")
	frappe.db.set_single_value("System Settings", "enable_onboarding", 1)
	shown = built("Administrator")
	missing = {kind: set(names) - set(shown[kind]) for kind, names in wanted().items()}
	assert {kind: names for kind, names in missing.items() if names} == {}
	assert len(wanted()["charts"]) == 2
	assert len(wanted()["quick_lists"]) == 3


def test_a_manager_sees_more_than_others(rolled_back: None) -> None:
	frappe.db.set_single_value("System Settings", "enable_onboarding", 1)
	plain, manager = built(RESPONSIBLE), built(MANAGER)
	more = {kind: set(manager[kind]) - set(plain[kind]) for kind in plain}
	assert "All Overdue Tasks" in more["number_cards"]
	assert more["custom_blocks"] == {"Task Discipline Health"}
	assert more["onboardings"] == {NAME}
	assert {"My Overdue Tasks", "My Tasks Due Today", "Results to Review", "Tasks on Time this Month"} <= set(
		plain["number_cards"]
	)


@pytest.mark.parametrize(
	"item", [item for item in sidebar()["items"] if item["type"] == "Link"], ids=lambda link: link["label"]
)
def test_every_link_of_the_sidebar_leads_somewhere(item: dict[str, Any]) -> None:
	assert item["link_type"] in ("DocType", "Page", "Report", "Workspace", "Dashboard")
	assert frappe.db.exists(item["link_type"], item["link_to"])
	assert item["label"]


def test_the_sidebar_is_made_of_filled_sections() -> None:
	items = sidebar()["items"]
	assert sidebar()["standard"] == 1
	assert sidebar()["app"] == hooks.app_name
	for section, first in pairwise(items):
		assert section["type"] != "Section Break" or first["child"] == 1
	assert items[-1]["type"] == "Link"


def test_the_screen_of_apps_shows_ours_to_whoever_has_the_desk() -> None:
	with acting_as(STRANGER):
		(app,) = [app for app in get_apps() if app["name"] == hooks.app_name]
	assert app["route"] == "/app/task-discipline"
	logo = (
		Path(task_discipline.__file__).parent
		/ "public"
		/ app["logo"].removeprefix("/assets/task_discipline/")
	)
	assert logo.read_text().startswith("<svg")
	with acting_as("Guest"):
		assert hooks.app_name not in [app["name"] for app in get_apps()]


def test_every_step_of_the_onboarding_leads_somewhere() -> None:
	onboarding = frappe.get_doc("Module Onboarding", NAME)
	known = onboarding.get_steps()
	assert len(known) == 5
	for step in known:
		if step.action == "Go to Page":
			assert frappe.db.exists("Page", step.path)
			assert f'"{step.name}": [' in GREETING.read_text(), "what is said over the page stands there"
		else:
			assert step.action == "Create Entry"
			assert frappe.db.exists("DocType", step.reference_document)
		assert step.description.startswith(f"# {step.title}")
	assert not onboarding.is_complete
	assert {role.role for role in onboarding.allow_roles} == {"Task Discipline Manager", "System Manager"}


def test_the_tour_shows_fields_that_the_form_has() -> None:
	tour, meta = frappe.get_doc("Form Tour", "TD Task"), frappe.get_meta("TD Task")
	assert [step.fieldname for step in tour.steps][:3] == ["subject", "responsible", "deadline"]
	for step in tour.steps:
		field = meta.get_field(step.fieldname)
		assert (step.fieldtype, step.label) == (field.fieldtype, field.label)
		assert not field.hidden
		for words in (step.title, step.description):
			assert f'"{words}"' in TOUR.read_text(), "the words of the tour are translated there"


def test_the_page_is_for_managers(rolled_back: None) -> None:
	roles = frappe.get_all("Has Role", {"parenttype": "Page", "parent": "td-setup"}, pluck="role")
	assert set(roles) == {"System Manager", "Task Discipline Manager"}
	with acting_as(SYSTEM_MANAGER):
		assert frappe.get_doc("Page", "td-setup").is_permitted()
	with acting_as(STRANGER):
		assert not frappe.get_doc("Page", "td-setup").is_permitted()

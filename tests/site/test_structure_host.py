"""What the host reads of the app: every path in hooks leads somewhere, every door is typed, guarded and POST if it writes."""

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest

from task_discipline import hooks
from task_discipline.api import doors as api_doors
from tests.fuzzing import doors

READERS = {
	"task_discipline.api.calendars.assignment_hints",
	"task_discipline.api.calendars.regions",
	"task_discipline.api.chat.changed",
	"task_discipline.api.chat.groups",
	"task_discipline.api.chat.messages",
	"task_discipline.api.chat.open_group",
	"task_discipline.api.chat.search",
	"task_discipline.api.chat_admin.copy_state",
	"task_discipline.api.chat_admin.deletion_state",
	"task_discipline.api.chat_admin.find_groups",
	"task_discipline.api.chat_admin.preview_retention",
	"task_discipline.api.chat_groups.find_open",
	"task_discipline.api.chat_groups.members",
	"task_discipline.api.chat_work.open_questions",
	"task_discipline.api.figures.all_overdue",
	"task_discipline.api.figures.due_today",
	"task_discipline.api.figures.my_overdue",
	"task_discipline.api.figures.on_time_by_week",
	"task_discipline.api.figures.on_time_this_month",
	"task_discipline.api.figures.overdue_by_team",
	"task_discipline.api.figures.to_review",
	"task_discipline.api.health.report",
	"task_discipline.api.feed.address",
	"task_discipline.api.feed.calendar",
	"task_discipline.api.host_guards.can_subscribe_doc",
	"task_discipline.api.host_guards.get_chart",
	"task_discipline.api.host_guards.get_count",
	"task_discipline.api.host_guards.get_goal_graph",
	"task_discipline.api.host_guards.get_group_by_count",
	"task_discipline.api.host_guards.get_tagged_docs",
	"task_discipline.api.host_guards.search_link",
	"task_discipline.api.host_guards.search_widget",
	"task_discipline.api.host_guards.validate_link",
	"task_discipline.api.imports.dry_run",
	"task_discipline.api.imports.look_at_sheet",
	"task_discipline.api.imports.state",
	"task_discipline.api.money.last_month",
	"task_discipline.api.money.look",
	"task_discipline.api.money.why",
	"task_discipline.api.my_day.load",
	"task_discipline.api.my_day.task",
	"task_discipline.api.ratings.why",
	"task_discipline.api.ratings.why_this",
	"task_discipline.api.records.beside",
	"task_discipline.api.records.counts",
	"task_discipline.api.records.get_open_count",
	"task_discipline.api.report_guards.export_query",
	"task_discipline.api.report_guards.run",
	"task_discipline.api.projects.plan",
	"task_discipline.api.preferences.look",
	"task_discipline.api.site_setup.look",
	"task_discipline.api.statements.draft_state",
	"task_discipline.api.tasks.actions_on_many",
	"task_discipline.api.tasks.list_tabs",
	"task_discipline.api.tasks.people_names",
	"task_discipline.api.templates.preview",
	"task_discipline.api.value_guards.get_form_data",
	"task_discipline.api.value_guards.get_password",
	"task_discipline.api.value_guards.get_workflow_state_count",
}
"""Doors that write nothing; each was looked at for what it shows and to whom."""
GUARDS = {
	"task_discipline.api.host_guards.add_attachments",
	"task_discipline.api.host_guards.move_card",
	"task_discipline.api.host_guards.relink",
	"task_discipline.api.host_guards.toggle_like",
}
"""Writing doors of the host, which take the host's own arguments and hand them on after a check."""


def paths_in(value: Any) -> Iterator[str]:
	"""Every dotted path of ours in a value of hooks."""
	if isinstance(value, str):
		if value.startswith("task_discipline.") and not value.endswith((".js", ".css")):
			yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from paths_in(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from paths_in(inner)


HOOKS = {name: value for name, value in vars(hooks).items() if not name.startswith("_")}
GUARDED_DOORS = sorted(
	path
	for path in hooks.override_whitelisted_methods
	if hasattr(frappe.get_module(path.rpartition(".")[0]), path.rpartition(".")[2])
)
"""One of them has another name from version 16 on."""
PATHS = sorted({path for value in HOOKS.values() for path in paths_in(value)})


@pytest.mark.parametrize("path", PATHS)
def test_every_path_in_hooks_leads_to_a_function(path: str) -> None:
	assert callable(frappe.get_attr(path))


@pytest.mark.parametrize("path", GUARDED_DOORS)
def test_every_door_of_the_host_that_we_guard_is_one(path: str) -> None:
	original, guard = frappe.get_attr(path), frappe.get_attr(hooks.override_whitelisted_methods[path])
	assert original in frappe.whitelisted
	# What the host's door takes, ours must take: a client sends the same request.
	taken = inspect.signature(inspect.unwrap(guard)).parameters
	assert set(inspect.signature(inspect.unwrap(original)).parameters) <= set(taken)


@pytest.mark.parametrize("path", GUARDED_DOORS)
def test_no_guarded_door_has_a_second_entrance(path: str) -> None:
	"""A function can be called by the path of every module that imports it, so none of the host's may."""
	original = frappe.get_attr(path)
	entrances = [
		f"{name}.{key}"
		for name, module in list(sys.modules.items())
		if name.startswith("frappe.") and module
		for key, value in list(vars(module).items())
		if value is original
	]
	assert entrances == [path]


def test_no_more_than_one_guarded_door_is_missing() -> None:
	missing = set(hooks.override_whitelisted_methods) - set(GUARDED_DOORS)
	assert len(missing) == 1 and missing < {
		"frappe.realtime.can_subscribe_doc",
		"frappe.realtime.has_permission",
	}


def test_every_door_is_typed() -> None:
	loose = []
	for name, door in doors().items():
		signature = inspect.signature(inspect.unwrap(door))
		named = [one for key, one in signature.parameters.items() if key != "self"]
		if signature.return_annotation is inspect.Signature.empty or any(
			one.annotation is inspect.Parameter.empty for one in named
		):
			loose.append(name)
	assert loose == []


def test_every_door_names_its_methods_and_writers_take_post_only() -> None:
	found = doors()
	writers = {name for name, door in found.items() if _goes_through_writer(door)}
	assert set(found) - writers == READERS | GUARDS, "look at the new door and put it into the right list"
	methods = frappe.allowed_http_methods_for_whitelisted_func
	assert [name for name in writers | GUARDS if methods[found[name]] != ["POST"]] == []
	assert [name for name in READERS if set(methods[found[name]]) != {"GET", "POST"}] == []


def _goes_through_writer(door: Callable[..., Any]) -> bool:
	while hasattr(door, "__wrapped__"):
		code = door.__code__
		if code.co_filename == api_doors.__file__ and "require_post" in code.co_names:
			return True
		door = door.__wrapped__
	return False

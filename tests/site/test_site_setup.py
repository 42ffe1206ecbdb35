"""The page on which a site is set up: what each line says of a real site, and what its button changes."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from rq import Worker

from task_discipline import host_state
from task_discipline.api import site_setup as door
from task_discipline.services.site_setup import checks, steps
from task_discipline.setup import install
from task_discipline.standing import MANAGER_ROLE, USER_ROLE
from tests import host, watching, web
from tests.factories import (
	ASSIGNER,
	DISABLED,
	HEAD,
	MANAGER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
	acting_as,
	make_task,
)

OURS = (MANAGER_ROLE, USER_ROLE)
NOBODY = "nobody@td-test.example"


@pytest.fixture(autouse=True)
def in_order(rolled_back: None) -> Iterator[Worker]:
	"""A site that is set up, on a host that leaves nothing open."""
	watching.put_in_order()
	watching.set_host("enable_scheduler", 1)
	watching.set_host("dormant_days", 60)
	with watching.in_site_config(pause_scheduler=0), watching.a_worker() as worker:
		yield worker
	frappe.db.rollback()
	watching.forget_host_settings()


def look(user: str = "Administrator") -> dict[str, dict[str, Any]]:
	"""The lines of the page as ``user`` sees them, by name."""
	with acting_as(user):
		return {step["name"]: step for step in door.look()["steps"]}


def no_roles() -> None:
	frappe.db.delete("Has Role", {"role": ("in", OURS), "parenttype": "User"})


def no_managers() -> None:
	frappe.db.delete("Has Role", {"role": MANAGER_ROLE, "parenttype": "User"})


def no_calendar() -> None:
	frappe.db.set_single_value("TD Settings", "work_calendar", "")


CASES = [
	("clocks", "error", lambda: watching.set_host("time_zone", ""), "no time zone", "open_system_settings"),
	(
		"scheduler",
		"error",
		lambda: watching.set_host("enable_scheduler", 0),
		"switched off",
		"enable_scheduler",
	),
	("jobs", "error", watching.forget_beats, "never run", None),
	(
		"mail_account",
		"error",
		lambda: frappe.db.delete("Email Account", {"default_outgoing": 1}),
		"no account for outgoing",
		"add_mail_account",
	),
	("company_calendar", "warning", no_calendar, "every hour of every day", "choose_calendar"),
	(
		"holidays",
		"warning",
		lambda: frappe.db.set_value("TD Work Calendar", "Filled", "filled_until", None),
		"no days off from now on: Filled",
		"fill_holidays",
	),
	("roles", "error", no_roles, "Nobody but Administrator", "give_role"),
	("roles", "warning", no_managers, "Nobody sees them all", "give_role"),
]
if host.SLEEPS:
	CASES.append(
		("dormancy", "warning", lambda: watching.set_host("dormant_days", 4), "After 4 days", "stay_awake")
	)


def test_a_site_that_is_set_up_has_nothing_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(host_state, "open_doors", list)
	found = look()
	assert list(found) == list(steps.STEPS) == list(steps.titles())
	assert {name: step["words"] for name, step in found.items() if step["level"] != "ok"} == {}
	assert {name for name, step in found.items() if step["mend"]} == {"roles"}
	assert not any(step["advice"] for step in found.values())


@pytest.mark.parametrize(
	("name", "level", "spoil", "words", "mend"), CASES, ids=[f"{case[0]}: {case[3]}" for case in CASES]
)
def test_a_line_says_what_is_missing_and_offers_what_mends_it(
	name: str, level: str, spoil: Callable[[], None], words: str, mend: str | None
) -> None:
	spoil()
	step = look()[name]
	assert (step["level"], step["mend"]) == (level, mend), step
	assert words in step["words"]
	assert step["advice"]


def test_a_queue_without_worker_is_named(in_order: Worker) -> None:
	in_order.register_death()
	assert look()["workers"]["level"] == "error"


def test_a_manager_of_tasks_is_offered_what_he_may_do_himself() -> None:
	no_calendar()
	watching.set_host("enable_scheduler", 0)
	watching.set_host("dormant_days", 4)
	offered = {name: step["mend"] for name, step in look(MANAGER).items() if step["mend"]}
	assert offered == {"company_calendar": "choose_calendar"}


def test_a_system_manager_without_our_role_fills_no_calendar() -> None:
	frappe.db.set_value("TD Work Calendar", "Filled", "filled_until", None)
	assert look(SYSTEM_MANAGER)["holidays"]["mend"] is None
	assert look(SYSTEM_MANAGER)["roles"]["mend"] == "give_role"


@pytest.mark.parametrize("user", [ASSIGNER, HEAD, STRANGER])
def test_nobody_else_sees_the_page(user: str) -> None:
	with acting_as(user), pytest.raises(frappe.PermissionError, match="Only managers"):
		door.look()


def test_the_host_is_asked_for_its_code_and_not_for_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
	known = host_state.open_doors()
	finding = checks.host()
	assert set(known) <= {"files", "following", "search", "uploads"}
	assert (finding.level.value == "ok") == (not known)
	assert frappe.__version__ in finding.words

	def follow_document(doctype: str, doc_name: str, user: str) -> None:
		frappe.has_permission(doctype, doc=doc_name, user=user, throw=True)

	monkeypatch.setattr("frappe.desk.form.document_follow.follow_document", follow_document)
	assert "following" not in host_state.open_doors()


def test_the_scheduler_is_switched_on() -> None:
	watching.set_host("enable_scheduler", 0)
	with acting_as(SYSTEM_MANAGER):
		answer = door.enable_scheduler()
	assert next(step for step in answer["steps"] if step["name"] == "scheduler")["level"] == "ok"
	assert frappe.db.get_single_value("System Settings", "enable_scheduler") == 1


def test_the_site_stays_awake_for_as_long_as_is_said() -> None:
	watching.set_host("dormant_days", 4)
	with acting_as(SYSTEM_MANAGER):
		answer = door.stay_awake(days=60)
	assert next(step for step in answer["steps"] if step["name"] == "dormancy")["level"] == "ok"
	assert frappe.db.get_single_value("System Settings", "dormant_days") == 60


@pytest.mark.parametrize("days", [None, 0, 4, -1, 99_999, "many"])
def test_a_number_of_days_that_nobody_means_changes_nothing(days: Any) -> None:
	with acting_as(SYSTEM_MANAGER), pytest.raises(frappe.ValidationError, match="between 5 and 3660"):
		door.stay_awake(days=days)
	assert frappe.db.get_single_value("System Settings", "dormant_days") == 60


def test_people_are_given_a_role_once() -> None:
	with acting_as(SYSTEM_MANAGER):
		first = door.give_role(role=USER_ROLE, people=[RESPONSIBLE, ASSIGNER, RESPONSIBLE])
		second = door.give_role(role=USER_ROLE, people=[RESPONSIBLE])
	assert (first["given"], second["given"]) == (1, 0)
	assert USER_ROLE in frappe.get_roles(RESPONSIBLE)
	assert frappe.db.count("Has Role", {"parent": RESPONSIBLE, "role": USER_ROLE}) == 1


@pytest.mark.parametrize(
	("role", "people", "words"),
	[
		("System Manager", [RESPONSIBLE], "Choose one of the roles"),
		(None, [RESPONSIBLE], "Choose one of the roles"),
		(USER_ROLE, [], "Choose the people first"),
		(USER_ROLE, [RESPONSIBLE, NOBODY], "has no active account"),
		(USER_ROLE, [RESPONSIBLE, DISABLED], "has no active account"),
		(USER_ROLE, [RESPONSIBLE, "Guest"], "has no active account"),
		(USER_ROLE, [RESPONSIBLE, ""], "has no active account"),
		(USER_ROLE, [f"{number}@td-test.example" for number in range(101)], "at most 100"),
	],
)
def test_a_role_that_cannot_be_given_is_given_to_nobody(
	role: str | None, people: list[Any], words: str
) -> None:
	with acting_as(SYSTEM_MANAGER), pytest.raises(frappe.ValidationError, match=words):
		door.give_role(role=role, people=people)
	assert USER_ROLE not in frappe.get_roles(RESPONSIBLE)


@pytest.mark.parametrize(
	("method", "given"),
	[
		(door.enable_scheduler, {}),
		(door.stay_awake, {"days": 60}),
		(door.give_role, {"role": MANAGER_ROLE, "people": [MANAGER]}),
	],
)
def test_only_system_managers_change_the_site(method: Callable[..., Any], given: dict[str, Any]) -> None:
	watching.set_host("enable_scheduler", 0)
	with acting_as(MANAGER), pytest.raises(frappe.PermissionError, match="Only a System Manager"):
		method(**given)
	assert frappe.db.get_single_value("System Settings", "enable_scheduler") == 0


def test_the_doors_answer_real_requests(site: str) -> None:
	path = "task_discipline.api.site_setup"
	assert web.call(MANAGER, f"{path}.look").status_code == 200
	assert web.call(STRANGER, f"{path}.look").status_code == 403
	assert web.call(STRANGER, f"{path}.enable_scheduler").status_code == 403


@pytest.mark.parametrize(("begun", "zone"), [(False, "Europe/Lisbon"), (True, "Asia/Kolkata")])
def test_the_working_week_follows_the_zone_of_the_wizard_until_work_begins(begun: bool, zone: str) -> None:
	frappe.db.delete("TD Work Calendar")
	frappe.db.set_single_value("TD Settings", "work_calendar", None)
	install.after_install()
	frappe.db.set_value("TD Work Calendar", install.WORKING_WEEK, "time_zone", "Asia/Kolkata")
	frappe.db.set_single_value("System Settings", "time_zone", "Europe/Lisbon")
	if begun:
		make_task()
	(after_wizard,) = frappe.get_hooks("setup_wizard_complete", app_name="task_discipline")
	frappe.get_attr(after_wizard)({"timezone": "Europe/Lisbon"})
	assert frappe.db.get_value("TD Work Calendar", install.WORKING_WEEK, "time_zone") == zone


def test_a_calendar_of_the_company_is_named(rolled_back: None) -> None:
	with acting_as(MANAGER):
		answer = door.look()
	assert answer["calendar"] == "Filled"
	assert "Filled" in next(step for step in answer["steps"] if step["name"] == "company_calendar")["words"]

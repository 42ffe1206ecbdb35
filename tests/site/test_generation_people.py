"""To whom the generator gives tasks, and what it does where nobody is there or a template is broken."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.custom.doctype.custom_field.custom_field import create_custom_field

from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	make_task,
)
from tests.recurring import MONDAY, daily, outcomes_of, renew, state, tasks_of


def test_people_in_turn() -> None:
	people = [RESPONSIBLE, CO_ASSIGNEE, NEWCOMER]
	template = daily(people_mode="In Turn", responsible=None, candidates=[{"user": user} for user in people])
	for day in range(7):
		renew(MONDAY + timedelta(days=day))
	assert [task.responsible for task in tasks_of(template, "responsible")] == (people * 3)[:7]


def test_in_turn_passes_over_those_who_are_absent() -> None:
	absent(CO_ASSIGNEE, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
	people = [RESPONSIBLE, CO_ASSIGNEE, NEWCOMER]
	template = daily(people_mode="In Turn", responsible=None, candidates=[{"user": user} for user in people])
	for day in range(5):
		renew(MONDAY + timedelta(days=day))
	assert [task.responsible for task in tasks_of(template, "responsible")] == [
		RESPONSIBLE,
		NEWCOMER,
		RESPONSIBLE,
		CO_ASSIGNEE,
		NEWCOMER,
	]


def test_the_least_loaded_person_is_chosen_within_one_run_too() -> None:
	make_task(responsible=NEWCOMER, co_assignees=[])
	load = {
		user: frappe.db.count("TD Task", {"responsible": user, "is_open": 1}) for user in (NEWCOMER, STRANGER)
	}
	assert load[STRANGER] + 1 >= load[NEWCOMER] > load[STRANGER] - 1
	template = daily(
		people_mode="Least Loaded",
		responsible=None,
		candidates=[{"user": NEWCOMER}, {"user": STRANGER}],
		missed_runs="Create All",
	)
	renew(MONDAY + timedelta(days=3))
	chosen = [task.responsible for task in tasks_of(template, "responsible")]
	assert chosen[0] == min(load, key=lambda user: load[user])
	assert {chosen.count(NEWCOMER), chosen.count(STRANGER)} <= {1, 2, 3}


@pytest.mark.parametrize("why", ["disabled", "absent"])
def test_a_template_whose_person_is_not_there_stops_and_tells_its_owner(why: str) -> None:
	template = daily()
	leave(why)
	renew(MONDAY)
	assert tasks_of(template) == []
	status, error = state(template, "status", "last_error")
	assert status == "Suspended"
	assert "Boris" in error
	assert "Suspended" in outcomes_of(template)
	assert bells(ASSIGNER, template)


@pytest.mark.parametrize("why", ["disabled", "absent"])
def test_a_template_with_a_substitute_goes_on_and_tells_its_owner(why: str) -> None:
	template = daily(if_absent="Substitute", substitute=NEWCOMER)
	leave(why)
	renew(MONDAY)
	assert [task.responsible for task in tasks_of(template, "responsible")] == [NEWCOMER]
	assert "Substituted" in outcomes_of(template)
	assert bells(ASSIGNER, template)


def test_nothing_is_set_in_the_name_of_a_disabled_assigner() -> None:
	template = daily(MANAGER, assigner=DISABLED_LATER)
	frappe.db.set_value("User", DISABLED_LATER, "enabled", 0)
	frappe.clear_document_cache("User", DISABLED_LATER)
	renew(MONDAY)
	assert tasks_of(template) == []
	assert state(template) == "Suspended"
	assert bells(MANAGER, template)


DISABLED_LATER = HEAD


def test_nothing_is_made_by_hand_in_the_name_of_a_disabled_assigner() -> None:
	template = daily()
	frappe.db.set_value("User", ASSIGNER, "enabled", 0)
	frappe.clear_document_cache("User", ASSIGNER)
	with pytest.raises(frappe.ValidationError, match="is disabled"):
		template.create_now()
	assert tasks_of(template) == []


def test_others_who_left_are_left_out() -> None:
	template = daily(co_assignees=[{"user": CO_ASSIGNEE}], observers=[{"user": OBSERVER}])
	frappe.db.set_value("User", OBSERVER, "enabled", 0)
	frappe.clear_document_cache("User", OBSERVER)
	renew(MONDAY)
	task = frappe.get_doc("TD Task", tasks_of(template)[0].name)
	assert ([row.user for row in task.co_assignees], task.observers) == ([CO_ASSIGNEE], [])
	assert "Left Out" in outcomes_of(template)


def absent(user: str, first: datetime, last: datetime) -> None:
	frappe.get_doc(doctype="TD Absence", user=user, from_date=first.date(), to_date=last.date()).insert()


def leave(why: str) -> None:
	if why == "absent":
		absent(RESPONSIBLE, MONDAY, MONDAY)
	else:
		frappe.db.set_value("User", RESPONSIBLE, "enabled", 0)
		frappe.clear_document_cache("User", RESPONSIBLE)


def bells(user: str, template: Any) -> int:
	return frappe.db.count(
		"Notification Log", {"for_user": user, "subject": ("like", f"%{template.subject}%")}
	)


@pytest.fixture
def own_field() -> Iterator[str]:
	field = {
		"fieldname": "clerk",
		"fieldtype": "Link",
		"options": "User",
		"default": "__user",
		"label": "Clerk",
	}
	create_custom_field("TD Task", field)
	yield "clerk"
	frappe.db.rollback()
	# Not through the document: the host would keep a comment on its deletion.
	frappe.db.delete("Custom Field", {"name": "TD Task-clerk"})
	frappe.clear_cache(doctype="TD Task")
	frappe.db.sql_ddl("alter table `tabTD Task` drop column if exists `clerk`")
	frappe.db.commit()


def test_a_sites_own_field_that_takes_its_author_takes_the_assigner(own_field: str) -> None:
	template = daily()
	renew(MONDAY)
	assert frappe.db.get_value("TD Task", make_task().name, own_field) == ASSIGNER
	assert tasks_of(template, own_field) == [{own_field: ASSIGNER}]


# Failures


@pytest.fixture
def forgotten_errors() -> Iterator[None]:
	"""The host keeps its log of errors beyond the transaction, and names come again."""
	yield
	frappe.db.rollback()
	frappe.db.delete("Error Log", {"reference_doctype": "TD Task Template"})
	frappe.db.commit()


@pytest.mark.usefixtures("forgotten_errors")
def test_a_failing_template_stops_no_other_is_tried_again_and_suspended_at_last() -> None:
	broken, well = daily(subject="Broken"), daily(subject="Well")
	frappe.db.set_value("TD Task Template", broken.name, "time_of_day", None)
	at = MONDAY
	for attempt in range(1, 6):
		renew(at)
		status, failures, next_run = state(broken, "status", "failures", "next_run")
		assert failures == attempt
		assert status == ("Suspended" if attempt == 5 else "Active")
		at = next_run or at
	assert len(tasks_of(well)) >= 1
	assert outcomes_of(broken) == ["Failed"] * 4 + ["Suspended"]
	assert bells(ASSIGNER, broken) == 2, "the first failure and the end"


@pytest.mark.usefixtures("forgotten_errors")
def test_a_mended_template_loses_nothing() -> None:
	template = daily(missed_runs="Create All")
	frappe.db.set_value("TD Task Template", template.name, "time_of_day", None)
	renew(MONDAY)
	assert state(template, "failures") == 1
	frappe.db.set_value("TD Task Template", template.name, "time_of_day", "09:00:00")
	renew(MONDAY + timedelta(minutes=10))
	assert len(tasks_of(template)) == 1
	assert state(template, "failures", "last_error") == (0, None)

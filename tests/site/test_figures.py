"""Cards and charts of the dashboard, through the host's own doors, as different people."""

import json
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.desk.doctype.dashboard.dashboard import get_permitted_cards, get_permitted_charts
from frappe.utils.dashboard import sync_dashboards

from task_discipline.api import figures, host_guards
from task_discipline.services import clock
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	make_task,
	place_rating,
)

NOON = datetime(2031, 3, 12, 12, 0)
"""A Wednesday in the middle of a month."""
PLAIN: dict[str, Any] = {"co_assignees": [], "observers": [], "plan": []}
CARDS = (
	"My Overdue Tasks",
	"My Tasks Due Today",
	"Results to Review",
	"Tasks on Time this Month",
	"All Overdue Tasks",
)
CHARTS = ("Tasks on Time by Week", "Overdue Tasks by Team")


@pytest.fixture
def world() -> Any:
	"""Two overdue tasks of RESPONSIBLE and one of STRANGER, one due today, one to review."""
	frappe.db.delete("TD Task Rating")
	with clock.at(NOON - timedelta(days=5)):
		overdue = [_task(), _task(), _task(STRANGER, responsible=STRANGER)]
		_task(deadline=str(NOON.replace(hour=18)))
		_task(deadline=str(NOON + timedelta(days=1)))
		act(RESPONSIBLE, _task(deadline=str(NOON.replace(hour=15))), "submit_task")
	frappe.db.set_value("TD Task", {"name": ("in", overdue)}, "timeliness", "Overdue")
	frappe.db.delete("TD Task Rating")
	with clock.at(NOON):
		yield overdue


def _task(set_by: str = ASSIGNER, **fields: Any) -> str:
	return make_task(set_by, **{"deadline": str(NOON - timedelta(days=1))} | PLAIN | fields).name


def value_of(card: str, user: str) -> Any:
	"""What the host's card shows to ``user``: the answer of the method that it names."""
	with acting_as(user):
		stored = frappe.get_doc("Number Card", card)
		answer = frappe.call(stored.method, filters=stored.filters_json)
		return answer["value"] if isinstance(answer, dict) else answer


@pytest.mark.parametrize(
	("card", "expected"),
	[
		("My Overdue Tasks", {RESPONSIBLE: 2, STRANGER: 1, ASSIGNER: 0, MANAGER: 0, HEAD: 0}),
		("My Tasks Due Today", {RESPONSIBLE: 1, STRANGER: 0, MANAGER: 0}),
		("Results to Review", {ASSIGNER: 1, RESPONSIBLE: 0, MANAGER: 0}),
	],
)
def test_cards_count_for_whoever_looks(world: list[str], card: str, expected: dict[str, int]) -> None:
	assert {user: value_of(card, user) for user in expected} == expected


def test_all_overdue_is_what_the_reader_may_read(world: list[str]) -> None:
	before = {
		user: value_of("All Overdue Tasks", user) for user in (MANAGER, HEAD, ASSIGNER, STRANGER, OBSERVER)
	}
	assert before[MANAGER] == frappe.db.count(
		"TD Task", {"timeliness": "Overdue", "status": ("in", ["New", "In Progress"])}
	)
	assert {user: before[user] for user in (HEAD, ASSIGNER, STRANGER, OBSERVER)} == {
		HEAD: 2,
		ASSIGNER: 2,
		STRANGER: 1,
		OBSERVER: 0,
	}


def test_a_click_on_a_card_opens_what_it_counts(world: list[str]) -> None:
	with acting_as(RESPONSIBLE):
		for door in (figures.my_overdue, figures.to_review):
			card = door()
			rows = frappe.get_list("TD Task", card["route_options"], limit=0)
			assert (card["route"], len(rows)) == (["List", "TD Task", "List"], card["value"])
		filters = figures.due_today()["route_options"]
		assert len(frappe.get_list("TD Task", filters, limit=0)) == 1


def rate(user: str, timeliness: str, days: float = 0, **values: Any) -> None:
	place_rating(
		_task(responsible=user, deadline=None),
		user,
		timeliness=timeliness,
		settled_at=NOON - timedelta(days=days),
		**values,
	)


def test_the_share_on_time_counts_what_is_overdue_now_as_missed(world: list[str]) -> None:
	for timeliness in ("On Time", "Early", "Late"):
		rate(RESPONSIBLE, timeliness)
	rate(RESPONSIBLE, "On Time", days=40)
	rate(RESPONSIBLE, "Late", counted=0)
	rate(CO_ASSIGNEE, "On Time")
	# Two of three ratings, and two more tasks overdue.
	assert value_of("Tasks on Time this Month", RESPONSIBLE) == 40
	assert value_of("Tasks on Time this Month", HEAD) == 40
	assert value_of("Tasks on Time this Month", CO_ASSIGNEE) == 100
	assert value_of("Tasks on Time this Month", OBSERVER) == "–"
	frappe.db.set_value("TD Task", world[0], "is_blocked", 1)
	assert value_of("Tasks on Time this Month", RESPONSIBLE) == 50
	frappe.db.set_value("TD Task", world[0], "is_blocked", 0)
	# STRANGER has set the task that she has not done herself, so it is in nobody's share.
	overdue = frappe.db.count(
		"TD Task",
		{
			"timeliness": "Overdue",
			"status": ("in", ["New", "In Progress"]),
			"responsible": ("not in", [STRANGER]),
		},
	)
	assert value_of("Tasks on Time this Month", MANAGER) == round(100 * 3 / (4 + overdue))


def test_weeks_agree_with_a_recount_of_the_ratings(world: list[str]) -> None:
	cases = [("On Time", 0), ("Late", 1), ("Early", 7), ("On Time", 9), ("Late", 83), ("Late", 91)]
	for timeliness, days in cases:
		rate(RESPONSIBLE, timeliness, days)
	rate(STRANGER, "Late")
	with acting_as(HEAD):
		chart = figures.on_time_by_week()
	on_time, late = (part["values"] for part in chart["datasets"])
	assert (len(on_time), on_time[-3:], late[-3:], sum(late)) == (13, [0, 2, 1], [0, 0, 1], 2)
	assert late[0] == 1
	with acting_as(STRANGER):
		assert [sum(part["values"]) for part in figures.on_time_by_week()["datasets"]] == [0, 1]
	with acting_as(OBSERVER):
		assert [sum(part["values"]) for part in figures.on_time_by_week()["datasets"]] == [0, 0]


def test_bars_by_team_are_made_of_what_the_reader_may_read(world: list[str]) -> None:
	def bars(user: str) -> dict[str, int]:
		with acting_as(user):
			chart = figures.overdue_by_team()
		return dict(zip(chart["labels"], chart["datasets"][0]["values"], strict=True))

	assert bars(HEAD) == {"Test team": 2}
	assert bars(STRANGER) == {"No team": 1}
	assert bars(OBSERVER) == {"Nothing is overdue": 0}
	assert bars(MANAGER)["Test team"] == 2
	assert sum(bars(MANAGER).values()) == value_of("All Overdue Tasks", MANAGER)


def test_no_door_takes_another_persons_name(world: list[str]) -> None:
	with acting_as(OBSERVER):
		for filters in ({"user": RESPONSIBLE}, json.dumps([["TD Task", "responsible", "=", RESPONSIBLE]])):
			assert (
				frappe.call("task_discipline.api.figures.my_overdue", filters=filters, user=RESPONSIBLE)[
					"value"
				]
				== 0
			)


@pytest.mark.parametrize(("user", "cards"), [(RESPONSIBLE, CARDS[:-1]), (HEAD, CARDS[:-1]), (MANAGER, CARDS)])
def test_people_of_the_desk_get_the_dashboard_and_managers_one_card_more(user: str, cards: tuple) -> None:
	with acting_as(user):
		assert tuple(card.card for card in get_permitted_cards("Task Discipline")) == cards
		assert tuple(chart.chart for chart in get_permitted_charts("Task Discipline")) == CHARTS


def test_a_chart_of_tasks_is_never_anothers_answer(world: list[str]) -> None:
	"""The host keeps what it has drawn under the name of the chart; some of its versions hand it to anybody."""
	chart = frappe.get_doc(
		doctype="Dashboard Chart",
		chart_name="Overdue by person",
		chart_type="Group By",
		document_type="TD Task",
		group_by_type="Count",
		group_by_based_on="responsible",
		type="Bar",
		is_public=1,
		filters_json=json.dumps([["TD Task", "timeliness", "=", "Overdue"]]),
	).insert()
	kept = frappe.as_json({"labels": ["kept"], "datasets": [{"name": "x", "values": [99]}]})
	frappe.cache.set_value(f"chart-data:{chart.name}", kept)
	try:
		for user, expected in ((HEAD, [2]), (STRANGER, [1]), (HEAD, [2])):
			with acting_as(user):
				drawn = host_guards.get_chart(chart_name=chart.name, refresh=0)
			assert drawn["datasets"][0]["values"] == expected
	finally:
		frappe.cache.delete_value(f"chart-data:{chart.name}")


def test_a_second_sync_changes_nothing() -> None:
	def stored() -> list[Any]:
		kinds = ("Number Card", "Dashboard Chart", "Dashboard")
		return [
			frappe.get_all(kind, {"module": "Task Discipline"}, ["*"], order_by="name asc") for kind in kinds
		]

	before = stored()
	sync_dashboards("task_discipline")
	assert stored() == before
	assert [len(rows) for rows in before] == [len(CARDS), len(CHARTS), 1]

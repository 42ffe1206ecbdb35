"""Lists and counts of tasks through the host's own list, as a person's browser asks for them.

Beside our condition stand two others on the same data: the obvious OR over the task's people, and the host's
shares. A head has nothing beside him: neither of the two can say what he may see. Each runs inside the same list of the host; only the condition differs.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

import frappe
from frappe.desk import reportview
from frappe.share import get_shared
from frappe.utils import add_days, nowdate

from benchmarks.measure import side_by_side
from benchmarks.table import Row
from benchmarks.tasks import people
from task_discipline import permissions

_LIMIT_OF_COUNT = 1_001
"""The list counts up to here and then shows "1000+"."""
_FIELDS = (
	"name owner creation modified modified_by _user_tags _comments _assign _liked_by docstatus idx"
	" subject responsible deadline status"
).split()
_OPEN = ["New", "In Progress", "On Hold", "Submitted", "Declined"]
_ME = "<me>"
Filter = list[object]
Condition = Callable[..., str]


@dataclass(frozen=True)
class Case:
	"""A list as a person filters and sorts it."""

	title: str
	order: str
	filters: list[Filter] = field(default_factory=list)


CASES = (
	Case("all, by deadline", "deadline asc"),
	Case("all, by deadline, last first", "deadline desc"),
	Case("all, by last change", "modified desc"),
	Case("all, by creation", "creation desc"),
	Case("all, by priority", "priority desc"),
	Case("open, by deadline", "deadline asc", [["status", "in", _OPEN]]),
	Case("open, by last change", "modified desc", [["status", "in", _OPEN]]),
	Case("in progress, by deadline", "deadline asc", [["status", "=", "In Progress"]]),
	Case("overdue, by deadline", "deadline asc", [["timeliness", "=", "Overdue"]]),
	Case("overdue, by last change", "modified desc", [["timeliness", "=", "Overdue"]]),
	Case("I answer for, by deadline", "deadline asc", [["responsible", "=", _ME]]),
	Case("I answer for, by last change", "modified desc", [["responsible", "=", _ME]]),
	Case("I set, by deadline", "deadline asc", [["assigner", "=", _ME]]),
	Case("I set, by last change", "modified desc", [["assigner", "=", _ME]]),
	Case("due this week, by deadline", "deadline asc", [["deadline", "between", ["<today>", "<in a week>"]]]),
	Case("due this week, by change", "modified desc", [["deadline", "between", ["<today>", "<in a week>"]]]),
	Case("urgent, by last change", "modified desc", [["priority", "=", "Urgent"]]),
	Case(
		"words in the subject, by change", "modified desc", [["subject", "like", "%invoice for client 12%"]]
	),
	Case("I observe, by last change", "modified desc", [["TD Task User", "user", "=", _ME]]),
)


@dataclass(frozen=True)
class Way:
	"""One way to say which tasks a person may see."""

	title: str
	condition: Condition


def _or_condition(user: str | None = None, doctype: str | None = None) -> str:
	me = frappe.db.escape(user)
	return f"""(`tabTD Task`.`responsible` = {me} or `tabTD Task`.`assigner` = {me} or exists (
		select 1 from `tabTD Task User` where `parent` = `tabTD Task`.`name` and `parenttype` = 'TD Task' and `user` = {me}))"""


def _share_condition(user: str | None = None, doctype: str | None = None) -> str:
	names = ", ".join(frappe.db.escape(name) for name in get_shared("TD Task", user))
	return f"(`tabTD Task`.`name` in ({names}))"


OURS = Way("ours", permissions.task_condition)
OR = Way("OR", _or_condition)
SHARES = Way("DocShare", _share_condition)


@dataclass(frozen=True)
class Viewer:
	"""Who looks, the goal for his page and count in milliseconds, and what stands beside."""

	title: str
	user: str
	goal: float | None = None
	beside: tuple[Way, ...] = ()


VIEWERS = (
	Viewer("on 200 tasks", people.LIGHT, 3, (OR, SHARES)),
	Viewer("on 5,000 tasks", people.HEAVY, 30, (OR, SHARES)),
	Viewer("head of 3", people.SMALL_HEAD, 15),
	Viewer("head of 50", people.HEAD, 15),
	Viewer("manager", people.MANAGER),
)


def rows(runs: int) -> Iterator[Row]:
	"""Measure page and count of every viewer and case, in every way."""
	for viewer in VIEWERS:
		for case in CASES:
			for work, call in (("page", open_page), ("count", count_rows)):
				ways = {way.title: partial(_in_way, way, call, case) for way in (OURS, *viewer.beside)}
				figures = side_by_side(ways, runs, viewer.user)
				ours = figures.pop(OURS.title)
				yield Row(
					f"{viewer.title}: {case.title}, {work}", ours, figures, viewer.goal, host_runs_it=True
				)


def _in_way(way: Way, call: Callable[[Case], object], case: Case) -> None:
	with _condition(way.condition):
		call(case)


def open_page(case: Case) -> object:
	"""The first twenty rows, as the list asks for them."""
	has_child = any(len(one) == 4 for one in case.filters)
	fields = [f"`tabTD Task`.`{name}`" for name in _FIELDS]
	_request(
		fields=json.dumps(fields),
		filters=_filters(case),
		order_by=f"`tabTD Task`.`{case.order.split()[0]}` {case.order.split()[1]}",
		group_by="`tabTD Task`.`name`" if has_child else None,
		start=0,
		page_length=20,
		view="List",
		with_comment_count=1,
	)
	return reportview.get()


def count_rows(case: Case, limit: int = _LIMIT_OF_COUNT) -> int:
	"""How many rows there are, as the list asks for it."""
	has_child = any(len(one) == 4 for one in case.filters)
	_request(fields="[]", filters=_filters(case), distinct=json.dumps(has_child), limit=limit)
	return reportview.get_count()


def _request(**arguments: object) -> None:
	frappe.local.form_dict = frappe._dict(doctype="TD Task", **arguments)


def _filters(case: Case) -> str:
	words = {_ME: frappe.session.user, "<today>": nowdate(), "<in a week>": add_days(nowdate(), 7)}
	full = [one if len(one) == 4 else ["TD Task", *one] for one in case.filters]
	text = json.dumps(full)
	for mark, value in words.items():
		text = text.replace(mark, str(value))
	return text


@contextmanager
def _condition(condition: Condition) -> Iterator[None]:
	"""Let the host's list ask another condition than ours."""
	ours = permissions.task_condition
	permissions.task_condition = condition
	try:
		yield
	finally:
		permissions.task_condition = ours

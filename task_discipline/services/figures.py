"""The few figures of the dashboard: how a person stands at a glance, and where a click on each leads.

They are asked of the session's person alone. Lists behind them are the host's, which show him what he may read.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import cint, flt, format_date, getdate

from task_discipline import permissions
from task_discipline.domain.lifecycle import RUNNING_STATES, WORKING_STATES
from task_discipline.services import clock
from task_discipline.services.reports import scope
from task_discipline.services.reports.period import begin_of_week
from task_discipline.services.reports.scope import Scope

TASK, RATING = "TD Task", "TD Task Rating"
WEEKS = 13
"""Weeks that the chart of deadlines kept goes back: a quarter of a year."""
_RUNNING = sorted(state.value for state in RUNNING_STATES)
_WORKING = sorted(state.value for state in WORKING_STATES)
_ON_TIME = ("Early", "On Time")
_OVERDUE = {"timeliness": "Overdue", "status": ("in", _RUNNING)}

Card = dict[str, object]


def my_overdue(user: str) -> Card:
	"""Running tasks that the person answers for and whose deadline has passed."""
	return _counted(TASK, {"responsible": user, **_OVERDUE})


def due_today(user: str) -> Card:
	"""Tasks that the person answers for and that are due on the site's present day, not handed in yet."""
	today = clock.now().date()
	filters = {"responsible": user, "status": ("in", _WORKING)}
	end = datetime.combine(today, time.max)
	number = frappe.db.count(
		TASK, {**filters, "deadline": ("between", [datetime.combine(today, time()), end])}
	)
	return _card(number, "Int", TASK, {**filters, "deadline": ("Between", [str(today), str(today)])})


def to_review(user: str) -> Card:
	"""Results that wait for the person's judgement."""
	return _counted(TASK, {"assigner": user, "status": "Submitted"})


def on_time_this_month(user: str) -> Card | str:
	"""Share of the month's tasks handed in on time, those overdue now counted as not; a dash where there is none.

	A manager's is of everybody, a head's of his people and himself, anybody else's of himself.
	"""
	known, now = scope.of(user), clock.now()
	first = datetime(now.year, now.month, 1)
	on_time, counted = _rated(known, first)
	share = _share(on_time, counted + _overdue_now(known))
	people = {} if known.everybody else {"user": ("in", sorted(known.people))}
	until = str(now.date())
	filters = {**people, "counted": 1, "settled_at": ("Between", [str(first.date()), until])}
	return "–" if share is None else _card(share, "Percent", RATING, filters)


def all_overdue(user: str) -> Card:
	"""Overdue tasks that the person may read, whoever answers for them.

	The card is for managers: it stands on TD Task Access, which nobody else may look at.
	"""
	number = sum(count for _responsible, count in _overdue_of_each(user))
	return _card(number, "Int", TASK, dict(_OVERDUE))


def on_time_by_week(user: str) -> dict[str, object]:
	"""Tasks handed in on time and late in each of the last weeks, of the people whom the person answers for."""
	this_week = begin_of_week(clock.now().date())
	weeks = [this_week - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
	on_time, late = Counter(), Counter()
	for day, timeliness, number in _verdicts(scope.of(user), datetime.combine(weeks[0], time())):
		(on_time if timeliness in _ON_TIME else late)[begin_of_week(getdate(day))] += number
	return {
		"labels": [format_date(week, "d MMM") for week in weeks],
		"datasets": [
			{"name": _("On time"), "values": [on_time[week] for week in weeks]},
			{"name": _("Late"), "values": [late[week] for week in weeks]},
		],
	}


def overdue_by_team(user: str) -> dict[str, object]:
	"""Overdue tasks that the person may read, by the team of whoever answers for them; the longest bar first."""
	teams = scope.team_people()
	team_of = {person: team for team in reversed(teams) for person in teams[team]}
	counts: Counter[str] = Counter()
	for responsible, number in _overdue_of_each(user):
		counts[team_of.get(responsible, "")] += number
	bars = sorted(counts, key=lambda team: (-counts[team], team))
	if not bars:
		# The host draws an empty frame, which says nothing.
		return {"labels": [_("Nothing is overdue")], "datasets": [{"name": _("Overdue"), "values": [0]}]}
	return {
		"labels": [team or _("No team") for team in bars],
		"datasets": [{"name": _("Overdue"), "values": [counts[team] for team in bars]}],
	}


def _counted(doctype: str, filters: dict[str, object]) -> Card:
	return _card(frappe.db.count(doctype, filters), "Int", doctype, filters)


def _card(value: float, fieldtype: str, doctype: str, filters: dict[str, object]) -> Card:
	"""A figure as the host's card takes it, with the list that opens at a click."""
	return {
		"value": value,
		"fieldtype": fieldtype,
		"route": ["List", doctype, "List"],
		"route_options": filters,
	}


def _share(part: int, whole: int) -> float | None:
	return flt(100 * part / whole, 0) if whole else None


def _of_people(known: Scope, column: str) -> tuple[str, dict[str, object]]:
	if known.everybody:
		return "", {}
	return f"and `{column}` in %(people)s", {"people": sorted(known.people)}


def _rated(known: Scope, since: datetime) -> tuple[int, int]:
	"""How many rated tasks were on time since then, and how many there are."""
	condition, values = _of_people(known, "user")
	(row,) = frappe.db.sql(
		f"""select sum(case when `timeliness` in %(on_time)s then 1 else 0 end), count(*) from `tab{RATING}`
		where `settled_at` >= %(since)s and `counted` = 1 {condition}""",
		{"since": since, "on_time": _ON_TIME, **values},
	)
	return cint(row[0]), cint(row[1])


def _verdicts(known: Scope, since: datetime) -> list[tuple[date, str, int]]:
	"""How many tasks of each day were rated how."""
	condition, values = _of_people(known, "user")
	return frappe.db.sql(
		f"""select date(`settled_at`), `timeliness`, count(*) from `tab{RATING}`
		where `settled_at` >= %(since)s and `counted` = 1 {condition} group by date(`settled_at`), `timeliness`""",
		{"since": since, **values},
	)


def _overdue_now(known: Scope) -> int:
	condition, values = _of_people(known, "responsible")
	# Of tasks set by oneself nobody is the judge, and what waits for others is their time: left out as the ratings do.
	(row,) = frappe.db.sql(
		f"""select count(*) from `tab{TASK}` where `timeliness` = 'Overdue' and `status` in %(running)s
		and `assigner` <> `responsible` and `is_blocked` = 0 {condition}""",
		{"running": _RUNNING, **values},
	)
	return cint(row[0])


def _overdue_of_each(user: str) -> list[tuple[str, int]]:
	readable = permissions.among_readable(f"`tab{TASK}`.`name`", user)
	# A condition holds names as they are, and a per cent sign in one of them would be read as a mark for a value.
	condition = f"and {readable}".replace("%", "%%") if readable else ""
	return frappe.db.sql(
		f"""select `responsible`, count(*) from `tab{TASK}`
		where `timeliness` = 'Overdue' and `status` in %(running)s {condition} group by `responsible`""",
		{"running": _RUNNING},
	)

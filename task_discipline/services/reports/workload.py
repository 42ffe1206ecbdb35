"""Who has how much to do: open tasks by person, and their estimated hours beside the hours that he works."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import flt

from task_discipline import people, permissions
from task_discipline.domain.lifecycle import RUNNING_STATES, WORKING_STATES, Status
from task_discipline.domain.worktime import work_time_between
from task_discipline.services import calendars, clock
from task_discipline.services.reports import period, scope
from task_discipline.services.reports.scope import Scope

LONGEST = timedelta(days=366)
COUNTS = ("open", "overdue", "this_week", "next_week", "on_hold", "waiting", "in_review", "without_deadline")
_NOTHING = {**dict.fromkeys(COUNTS, 0), "estimated_hours": 0.0, "without_estimate": 0}
_WEEK = timedelta(days=7)
_SHOWN_ON_CHART = 15
_RUNNING = tuple(status.value for status in RUNNING_STATES)
_WORKING = tuple(status.value for status in WORKING_STATES)
_COUNTED = (*_WORKING, Status.SUBMITTED.value)


def rows(filters: Mapping[str, object], reader: str) -> list[dict[str, object]]:
	"""One row for each person, whoever has most overdue and most to do first."""
	until, known = _until(filters), scope.of(reader)
	counted, helped = _counts(reader, until), _helped(reader)
	busy = {*counted, *helped}
	accounts = _accounts(_candidates(known, _wanted(filters), busy))
	hours = _hours_available([one.name for one in accounts if one.active and known.knows(one.name)], until)
	found = [
		{
			"person": one.name,
			"person_name": one.full_name or one.name,
			**_NOTHING,
			**counted.get(one.name, {}),
			"helps": helped.get(one.name, 0),
			**_load(counted.get(one.name, {}), hours.get(one.name)),
			"seen": _("All") if known.knows(one.name) else _("Those you may read"),
		}
		for one in accounts
		if one.active or one.name in busy
	]
	return sorted(found, key=lambda row: (-row["overdue"], -row["open"], row["person_name"]))


def chart(found: list[dict[str, object]]) -> dict[str, object] | None:
	"""Bars of open tasks by person, those overdue apart; None where nobody has any."""
	shown = [row for row in found if row["open"]][:_SHOWN_ON_CHART]
	if not shown:
		return None
	in_time = [row["open"] - row["overdue"] for row in shown]
	return {
		"data": {
			"labels": [row["person_name"] for row in shown],
			"datasets": [
				{"name": _("Overdue"), "values": [row["overdue"] for row in shown]},
				{"name": _("Open, not overdue"), "values": in_time},
			],
		},
		"type": "bar",
		"colors": ["#E24C4C", "#2490EF"],
		"barOptions": {"stacked": 1},
	}


def summary(found: list[dict[str, object]]) -> list[dict[str, object]]:
	"""The sums over the table."""
	overdue = sum(row["overdue"] for row in found)
	return [
		_figure(_("Open", context="TD Task"), sum(row["open"] for row in found), "Blue"),
		_figure(_("Overdue"), overdue, "Red" if overdue else "Green"),
		_figure(_("Due this week"), sum(row["this_week"] for row in found), "Blue"),
		_figure(_("Submitted for review"), sum(row["in_review"] for row in found), "Blue"),
	]


def _figure(label: str, value: int, colour: str) -> dict[str, object]:
	return {"label": label, "value": value, "indicator": colour, "datatype": "Int"}


def default_until(today: date) -> date:
	"""The end of next week, up to which hours are counted where nobody says otherwise."""
	return period.begin_of_week(today) + 2 * _WEEK - timedelta(days=1)


def _until(filters: Mapping[str, object]) -> datetime:
	"""The last moment of the day that the reader chose. Raises ``frappe.ValidationError`` for one out of reach."""
	today = clock.now().date()
	day = period.day(filters, "until") or default_until(today)
	if not today <= day <= today + LONGEST:
		frappe.throw(_("Choose a day from today on, within a year: hours are counted up to its end."))
	return datetime.combine(day, time.max).replace(microsecond=0)


def _wanted(filters: Mapping[str, object]) -> set[str] | None:
	"""The people to whom the filters narrow the report; None where they do not."""
	chosen = [{str(filters["person"])}] if filters.get("person") else []
	if filters.get("team"):
		chosen.append({one for team in scope.team_people([str(filters["team"])]).values() for one in team})
	return set.intersection(*chosen) if chosen else None


def _candidates(known: Scope, wanted: set[str] | None, busy: Collection[str]) -> list[str]:
	"""Whoever has something to do, and the idle about whom the reader knows everything."""
	idle = {one for team in scope.team_people().values() for one in team} if known.everybody else known.people
	everybody = {*busy, *idle}
	return sorted(everybody if wanted is None else everybody & wanted)


def _accounts(persons: Collection[str]) -> list[frappe._dict]:
	fields = ["name", "full_name", "enabled", "user_type"]
	found = frappe.get_all("User", {"name": ("in", [*persons, ""])}, fields, order_by=None, limit=0)
	return [one.update(active=bool(one.enabled) and one.user_type != people.WITHOUT_DESK) for one in found]


def _counts(reader: str, until: datetime) -> dict[str, frappe._dict]:
	now = clock.now()
	this_week = datetime.combine(period.begin_of_week(now.date()), time())
	values = {
		"now": now,
		"until": until,
		"week": this_week + _WEEK,
		"next_week": this_week + 2 * _WEEK,
		"running": _RUNNING,
		"working": _WORKING,
		"counted": _COUNTED,
	}
	due = "`status` in %(working)s and `deadline` <= %(until)s"
	sums = {
		"open": "1 = 1",
		"overdue": "`status` in %(running)s and `deadline` <= %(now)s",
		"this_week": "`status` in %(working)s and `deadline` > %(now)s and `deadline` < %(week)s",
		"next_week": "`status` in %(working)s and `deadline` >= %(week)s and `deadline` < %(next_week)s",
		"on_hold": "`status` = 'On Hold'",
		"waiting": "`status` in %(working)s and `is_blocked` = 1",
		"in_review": "`status` = 'Submitted'",
		"without_deadline": "`status` in %(working)s and `deadline` is null",
		"without_estimate": f"{due} and coalesce(`estimated_hours`, 0) = 0",
	}
	columns = ", ".join(
		f"sum(case when {condition} then 1 else 0 end) as `{name}`" for name, condition in sums.items()
	)
	found = frappe.db.sql(
		f"""select `responsible`, {columns}, sum(case when {due} then coalesce(`estimated_hours`, 0) else 0 end)
		as `estimated_hours` from `tabTD Task` where `status` in %(counted)s {_readable("`tabTD Task`.`name`", reader)}
		group by `responsible`""",
		values,
		as_dict=True,
	)
	return {row.pop("responsible"): _as_numbers(row) for row in found}


def _as_numbers(row: frappe._dict) -> frappe._dict:
	hours = flt(row.pop("estimated_hours"), 1)
	return frappe._dict({name: int(value or 0) for name, value in row.items()}, estimated_hours=hours)


def _helped(reader: str) -> dict[str, int]:
	"""How many open tasks of others each person is a co-assignee of."""
	found = frappe.db.sql(
		f"""select access.`user`, count(*) from `tabTD Task` join `tabTD Task Access` access
		on access.`task` = `tabTD Task`.`name` and access.`is_co_assignee` = 1
		where `tabTD Task`.`status` in %(working)s {_readable("`tabTD Task`.`name`", reader)} group by access.`user`""",
		{"working": _WORKING},
	)
	return dict(found)


def _readable(column: str, reader: str) -> str:
	condition = permissions.among_readable(column, reader)
	# A condition holds names as they are, and a per cent sign in one of them would be read as a mark for a value.
	return f"and {condition}".replace("%", "%%") if condition else ""


def _hours_available(persons: Collection[str], until: datetime) -> dict[str, float]:
	"""Working hours of each person from now on, absences taken off."""
	now, end = calendars.aware(clock.now()), calendars.aware(until)
	return {
		person: flt(work_time_between(calendar, now, end) / timedelta(hours=1), 1)
		for person, calendar in calendars.of_people(persons).items()
	}


def _load(counted: Mapping[str, object], available: float | None) -> dict[str, object]:
	hours = flt(counted.get("estimated_hours"))
	share = flt(100 * hours / available, 0) if available else None
	return {"available_hours": available, "load": share}

"""Puts people, tasks, their history and their ratings into a site by bulk statements.

Ratings of the month and after are made by the app from the history, those of the archive behind it by one statement
of the same columns; the backfill's measurement makes some of these anew as well.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import frappe
from frappe.database.sequence import set_next_val
from frappe.model.naming import NamingSeries
from frappe.utils import create_batch, get_datetime, now_datetime

from benchmarks.measure import new_request
from benchmarks.reports import archive, people
from benchmarks.reports.archive import Row
from task_discipline.services import rows
from task_discipline.services.ratings import renewal

RATING, TASK, EVENT, ACCESS = "TD Task Rating", "TD Task", "TD Task Event", "TD Task Access"
_VERSION = 1
_MARK = "task_discipline_benchmark_reports"
_BATCH, _RATED_AT_ONCE = 20_000, 500
_FILLED = (TASK, ACCESS, EVENT, RATING, "TD Project Link", "TD Task Template")


def made_at() -> datetime | None:
	"""The moment for which the site's archive was made; None where it holds none of this version."""
	version, _comma, moment = (frappe.db.get_global(_MARK) or "").partition(" ")
	return get_datetime(moment.split(",")[1]) if version == str(_VERSION) else None


def ensure(tasks_wanted: int, moment: datetime | None = None) -> datetime:
	"""Make an archive of so many tasks as of ``moment``, unless the site holds just this one; returns the moment."""
	moment = moment or made_at() or now_datetime().replace(microsecond=0)
	mark = f"{_VERSION} {tasks_wanted},{moment}"
	if frappe.db.get_global(_MARK) == mark:
		return moment
	print(f"Making {tasks_wanted:,} tasks of 5,000 people, once ...", flush=True)
	for doctype in _FILLED:
		frappe.db.truncate(doctype)
	people.create()
	_insert_parents()
	behind = tasks_wanted - archive.size_of_present(moment)
	_insert_all(archive.past(behind, moment), 0, moment)
	_rate_past()
	_insert_all(iter(archive.present(moment)), behind, moment)
	NamingSeries("TD-.#####").update_counter(2_000_000)
	frappe.db.commit()
	_rate_present(archive.name_of(behind))
	frappe.db.set_global(_MARK, mark)
	frappe.db.commit()
	analyze()
	return moment


def analyze() -> None:
	"""Let the optimizer know how the tables look now, as a night of use would."""
	for doctype in _FILLED:
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")


def _insert_parents() -> None:
	kinds = (("R", archive.RUNNING_PROJECTS, "Open"), ("E", archive.ENDED_PROJECTS, "Closed"))
	projects = {
		f"TDP-{kind}{number:04d}": {
			"project_name": f"Project {kind} {number}",
			"status": status,
			"health": "Not Rated",
			"manager": people.TEAMS[number % len(people.TEAMS)][0],
		}
		for kind, count, status in kinds
		for number in range(count)
	}
	rows.insert("TD Project Link", list(projects.values()), list(projects))
	templates = [f"TDT-R{number:04d}" for number in range(archive.TEMPLATES)]
	rows.insert("TD Task Template", [{"subject": name, "status": "Paused"} for name in templates], templates)


def _insert_all(tasks: Iterator[Row], made: int, moment: datetime) -> None:
	while batch := list(islice(tasks, _BATCH)):
		names = [archive.name_of(made + place) for place in range(1, len(batch) + 1)]
		rows.insert(TASK, batch, names)
		_insert_access(names[0], names[-1])
		_insert_history(names[0], names[-1], moment)
		frappe.db.commit()
		made += len(batch)
		print(f"  {made:,}", flush=True)


def _insert_access(first: str, last: str) -> None:
	serial = _serial(ACCESS)
	frappe.db.sql(
		f"""insert into `tab{ACCESS}` (name, creation, modified, owner, modified_by, task, user, is_assigner, is_responsible)
		select @serial := @serial + 1, creation, creation, owner, owner, name, user, user = assigner, user = responsible
		from (select name, creation, owner, assigner, responsible, responsible as user from `tab{TASK}`
				where name between %(first)s and %(last)s
			union all select name, creation, owner, assigner, responsible, assigner from `tab{TASK}`
				where name between %(first)s and %(last)s and assigner != responsible) people,
			(select @serial := {serial}) start""",
		{"first": first, "last": last},
	)


# What is on record of a task: event, state after it, who did it, when, which tasks have it, and deadlines before and after.
_HALFWAY = (
	"creation + interval timestampdiff(second, creation, coalesce(submitted_at, modified)) * {} div 10 second"
)
_EVENTS = (
	("Created", "New", "assigner", "creation", "1 = 1", "null", "first_deadline"),
	(
		"Deadline Changed",
		"New",
		"assigner",
		_HALFWAY.format(5),
		"deadline_moves > 0",
		"first_deadline",
		"deadline",
	),
	("Submitted", "Submitted", "responsible", _HALFWAY.format(7), "returns > 0", "null", "null"),
	("Returned", "New", "assigner", _HALFWAY.format(8), "returns > 0", "null", "null"),
	("Submitted", "Submitted", "responsible", "submitted_at", "submitted_at is not null", "null", "null"),
	("Accepted", "Done", "assigner", "accepted_at", "accepted_at is not null", "null", "null"),
	("Cancelled", "Cancelled", "assigner", "modified", "status = 'Cancelled'", "null", "null"),
)


def _insert_history(first: str, last: str, moment: datetime) -> None:
	for event, state, actor, at, condition, old, new in _EVENTS:
		due = f"{at} + interval 2 day" if event == "Submitted" else "null"
		frappe.db.sql(
			f"""insert into `tab{EVENT}` (name, creation, modified, owner, modified_by, task, event, happened_at, actor,
				to_status, assigner, responsible, old_deadline, new_deadline, review_due)
			select @serial := @serial + 1, creation, creation, owner, owner, name, '{event}', {at}, {actor},
				'{state}', assigner, responsible, {old}, {new}, {due}
			from `tab{TASK}`, (select @serial := {_serial(EVENT)}) start
			where name between %s and %s and {condition}""",
			(first, last),
		)


def _serial(doctype: str) -> int:
	"""The last number that a row of the doctype has; the next numbers begin behind it."""
	last = frappe.db.sql(f"select coalesce(max(name), 0) from `tab{doctype}`")[0][0]
	set_next_val(doctype, last + 1_000_000)
	return last


def _rate_past() -> None:
	"""Ratings of the archive, in the columns and about the size that the app gives them."""
	frappe.db.sql(
		f"""insert into `tab{RATING}` (name, creation, modified, owner, modified_by, task, user, assigner, project, template,
			priority, weight, outcome, counted, left_out, agreement, given_at, settled_at, deadline, first_deadline,
			missed_at, timeliness, first_timeliness, delay_minutes, first_delay_minutes, fair_delay_minutes,
			first_fair_delay_minutes, late_days, early_minutes, deadline_moves, returns, first_pass, reviewed_at,
			review_minutes, late_review, explanation)
		select @serial := @serial + 1, modified, modified, owner, owner, name, responsible, assigner, project, template,
			priority, field(priority, 'Low', 'Medium', 'High', 'Urgent') / 2, status,
			status = 'Done' and assigner != responsible,
			case when status = 'Cancelled' then 'Cancelled' when assigner = responsible then 'Self-assigned' else '' end,
			'Silence', creation, modified, deadline, first_deadline,
			if(working_delay_minutes > 0, deadline, null), if(status = 'Done', timeliness, ''),
			case when status != 'Done' then '' when first_delay_minutes > 0 then 'Late'
				when first_delay_minutes <= -1440 then 'Early' else 'On Time' end,
			delay_minutes, first_delay_minutes, working_delay_minutes, greatest(first_delay_minutes * 5 div 21, 0),
			ceil(working_delay_minutes / 480), greatest(-delay_minutes, 0), deadline_moves, returns,
			status = 'Done' and returns = 0, accepted_at, coalesce(timestampdiff(minute, submitted_at, accepted_at) div 3, 0),
			coalesce(accepted_at > submitted_at + interval 2 day, 0),
			concat('[["clock",["', creation, '","', modified, '","', deadline, '",', working_delay_minutes, ',',
				working_delay_minutes, ',0]],["judged",["', modified, '","', modified, '","', modified, '",310,0]]]')
		from `tab{TASK}`, (select @serial := {_serial(RATING)}) start where submitted_at is not null or status = 'Cancelled'"""
	)
	_serial(RATING)
	frappe.db.commit()


def _rate_present(last_of_past: str) -> None:
	new_request("Administrator")
	rated = "select name from `tabTD Task` where name > %s and (submitted_at is not null or status = 'Cancelled') order by name"
	names = frappe.db.sql(rated, last_of_past, pluck=True)
	print(f"  rating {len(names):,} of them from their history", flush=True)
	rate(names)


def rate(names: Iterable[str]) -> None:
	"""Have the app rate tasks from their history."""
	for batch in create_batch(list(names), _RATED_AT_ONCE):
		renewal.rate(batch)
		frappe.db.commit()

"""Why a task counts as it does: stored ratings, and how somebody stands who has it still."""

from collections.abc import Sequence

import frappe

from task_discipline.domain import discipline
from task_discipline.domain.lifecycle import OPEN_STATES, Status
from task_discipline.permissions import TASK
from task_discipline.services import calendars, clock, recipients
from task_discipline.services.ratings import facts, records, words
from task_discipline.services.ratings.writing import RATING


def of_task(task: str) -> list[dict[str, object]]:
	"""What there is to say of each person rated for a task, the last one first; the caller has checked who reads."""
	rows = frappe.db.sql(
		f"select * from `tab{RATING}` where task = %s order by settled_at desc, name desc", task, as_dict=True
	)
	return _named([*_so_far(task), *rows])


def of_rating(name: int) -> list[dict[str, object]]:
	"""The same of one stored rating."""
	return _named(frappe.db.sql(f"select * from `tab{RATING}` where name = %s", name, as_dict=True))


def _so_far(task: str) -> Sequence[records.Record]:
	"""How the person stands who has the task now, where a deadline of his has passed."""
	status = frappe.db.get_value(TASK, task, "status")
	if Status(status) not in OPEN_STATES - {Status.SUBMITTED}:
		return []
	now = calendars.aware(clock.now())
	found = [
		(one.task, discipline.so_far(one.facts, one.events, one.people, now)) for one in facts.load([task])
	]
	return [
		records.of(row, rating)
		for row, rating in found
		if rating and any(one.worked for one in rating.clocks)
	]


def _named(rows: Sequence[records.Record]) -> list[dict[str, object]]:
	names = recipients.full_names({str(row["user"]) for row in rows})
	return [words.explain(row) | {"name": names.get(str(row["user"]), row["user"])} for row in rows]

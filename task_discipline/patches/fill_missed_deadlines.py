"""Ratings hold when their deadline was missed, wherever it was moved to afterwards: streaks break there."""

import json

import frappe
from frappe.utils import get_datetime

from task_discipline import compat, compat_keys

_RATING = "TD Task Rating"
_BATCH = 2_000


def execute() -> None:
	"""Fill what is stored, and drop the index that streaks do not ask any more."""
	compat_keys.drop_index(_RATING, "td_rating_misses_index")
	# When a rating was changed tells whose months changed, and nothing of what happened did.
	frappe.db.sql(
		f"""update `tab{_RATING}` set missed_at = deadline
		where fair_delay_minutes > 0 and late_moves = 0 and missed_at is null"""
	)
	last = 0
	while found := _moved_after_their_lapse(last):
		compat.update_many(_RATING, {row.name: {"missed_at": missed_at(row.explanation)} for row in found})
		last = found[-1].name
		frappe.db.commit()


def _moved_after_their_lapse(last: int) -> list[frappe._dict]:
	return frappe.db.sql(
		f"""select name, explanation from `tab{_RATING}` where late_moves > 0 and fair_delay_minutes > 0
		and name > %s order by name limit {_BATCH}""",
		last,
		as_dict=True,
	)


def missed_at(explanation: str | None) -> object:
	"""The lapse of the last deadline that was missed, out of the lines behind a rating."""
	clocks = [told for code, told in json.loads(explanation or "[]") if code == "clock"]
	missed = [(begin, deadline) for begin, _end, deadline, _worked, fair, _is_replaced in clocks if fair]
	return get_datetime(max(missed[-1])) if missed else None

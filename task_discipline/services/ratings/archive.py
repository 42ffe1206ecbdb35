"""Rates every task there is, the newest first, in the background: what was done before ratings were kept counts too."""

import time

import frappe

from task_discipline.permissions import TASK
from task_discipline.services import batches, watermarks
from task_discipline.services.batches import Commit
from task_discipline.services.ratings import renewal

FIELD = "rated_down_to"
_AT_ONCE = 500


def begin() -> None:
	"""Have everything rated by the next turns of the job."""
	frappe.db.set_single_value(watermarks.SETTINGS, FIELD, watermarks.new(), update_modified=False)


def run(commit: Commit, seconds: float) -> int:
	"""Go on rating for at most ``seconds``; returns how many tasks were dealt with."""
	stop, done = time.monotonic() + seconds, 0
	while mark := watermarks.read(FIELD):
		names = _next(mark)
		commit()  # a new look at the tasks, once they are held
		dealt = batches.run(names, renewal.rate, renewal.give_up, commit) if names else 0
		if dealt < len(names):  # others hold some of them
			break
		done += dealt
		call, _colon, _last = mark.partition(":")
		is_ours = watermarks.move(FIELD, mark, f"{call}:{names[-1]}" if names else "")
		commit()
		if not is_ours or time.monotonic() > stop:
			break
	return done


def _next(mark: str) -> list[str]:
	_call, _colon, last = mark.partition(":")
	older = "where name < %(last)s" if last else ""
	return frappe.db.sql(
		f"select name from `tab{TASK}` {older} order by name desc limit {_AT_ONCE}",
		{"last": last},
		pluck=True,
	)

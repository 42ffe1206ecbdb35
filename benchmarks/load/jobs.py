"""The scheduler's jobs while people work, more often than the scheduler runs them, each with something to do.

A process of its own: python -m benchmarks.load.jobs SITE SECONDS
"""

import sys
import time
from datetime import timedelta

import frappe
from frappe.utils import create_batch, now_datetime

from benchmarks.measure import new_request
from benchmarks.recurrence import templates
from task_discipline import td_jobs

_EVERY, _DUE = 30, 100
"""Seconds between turns, and templates due at each."""
_TURN = ("mark_overdue", "renew_templates", "send_reminders", "remind_of_questions", "mail_unread_talk")


def main(seconds: int) -> None:
	"""Run turns until the time is over; prints how long each job took at most."""
	slowest = dict.fromkeys(_TURN, 0.0)
	names = frappe.get_all(templates.TEMPLATE, filters={"status": "Active"}, pluck="name")
	ends = time.time() + seconds
	for due in create_batch(names, _DUE):
		_let_be_due(due)
		for name in _TURN:
			started = time.perf_counter()
			new_request("Administrator")
			getattr(td_jobs, name)()
			slowest[name] = max(slowest[name], time.perf_counter() - started)
		time.sleep(min(_EVERY, max(ends - time.time(), 0)))
	print(", ".join(f"{name} {value:.1f} s" for name, value in slowest.items()))


def _let_be_due(names: list[str]) -> None:
	moment = now_datetime() - timedelta(minutes=1)
	frappe.db.set_value(templates.TEMPLATE, {"name": ("in", names)}, "next_run", moment)
	frappe.db.commit()


frappe.init(site=sys.argv[1])
frappe.connect()
try:
	# Before anybody is measured, and gone afterwards: among a million tasks both take a while.
	templates.remove()
	templates.make(_DUE * (int(sys.argv[2]) // _EVERY), due=False)
	print("ready", flush=True)
	main(int(sys.argv[2]))
	sys.stdin.readline()
	templates.remove()
finally:
	frappe.destroy()

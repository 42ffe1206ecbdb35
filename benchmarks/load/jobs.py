"""The scheduler's jobs while people work, more often than the scheduler runs them, each with something to do.

A process of its own: python -m benchmarks.load.jobs SITE SECONDS
"""

import sys
import time

import frappe

from benchmarks.measure import new_request
from benchmarks.recurrence import templates
from task_discipline import td_jobs

_EVERY, _DUE = 30, 100
"""Seconds between turns, and templates due at each."""
_TURN = ("mark_overdue", "renew_templates", "send_reminders", "remind_of_questions", "mail_unread_talk")


def main(seconds: int) -> None:
	"""Run turns until the time is over; prints how long each job took at most."""
	ends, slowest = time.time() + seconds, dict.fromkeys(_TURN, 0.0)
	while time.time() < ends:
		templates.remove()
		templates.make(_DUE)
		for name in _TURN:
			started = time.perf_counter()
			new_request("Administrator")
			getattr(td_jobs, name)()
			slowest[name] = max(slowest[name], time.perf_counter() - started)
		time.sleep(_EVERY)
	print(", ".join(f"{name} {value:.1f} s" for name, value in slowest.items()))


frappe.init(site=sys.argv[1])
frappe.connect()
try:
	main(int(sys.argv[2]))
finally:
	frappe.destroy()

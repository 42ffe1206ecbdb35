"""Morning digests of a whole company beside plain mails of the host, one for each person."""

import time
from collections.abc import Iterator
from datetime import timedelta

import frappe
from frappe.utils import add_to_date, now_datetime

from benchmarks.measure import Figure, measured
from benchmarks.reminders import ledger
from benchmarks.reminders.sending import post_office
from benchmarks.table import Row
from task_discipline.services import clock
from task_discipline.services.digests import sending

_BY_THE_HOST = 100
_NOON = 12


def rows(runs: int) -> Iterator[Row]:
	"""Measure one morning of everybody with open tasks, and a turn of the job after it."""
	_clear()
	post_office()
	with clock.at(_next_noon()):
		began = time.perf_counter()
		people = sending.send(frappe.db.commit, 3_600)
		ours = Figure((time.perf_counter() - began) * 1000, 0, 0)
		mails = frappe.db.count("TD Digest", {"state": ("in", ("Sent", "Late"))})
		idle = measured(lambda: sending.send(frappe.db.commit, 60), runs, "Administrator")
	if not mails:
		raise SystemExit("Nobody got a digest: the figures would be wrong.")
	host = _plain_mails()
	yield Row(
		f"digests: {people:,} people, {mails:,} mails",
		ours,
		{
			f"frappe.sendmail, from {_BY_THE_HOST} mails of one line": Figure(
				host * mails / _BY_THE_HOST, 0, 0
			)
		},
	)
	yield Row(f"digests: a turn after it, {people:,} people", idle, goal=50)
	_clear()


def _next_noon() -> object:
	"""Noon of a working day to come, of which nobody has a digest yet."""
	day = add_to_date(now_datetime(), days=1).replace(hour=_NOON, minute=0, second=0, microsecond=0)
	while day.weekday() > 4:
		day += timedelta(days=1)
	return day


def _plain_mails() -> float:
	post_office()
	began = time.perf_counter()
	for number in range(_BY_THE_HOST):
		address = f"digest-{number}@bench.example"
		frappe.sendmail(recipients=[address], subject="Today", message="<p>Your tasks</p>")
	milliseconds = (time.perf_counter() - began) * 1000
	frappe.db.rollback()
	return milliseconds


def _clear() -> None:
	frappe.db.delete("TD Digest")
	ledger.remove()
	frappe.db.delete("Email Queue", {"reference_doctype": "TD Digest"})
	frappe.db.commit()

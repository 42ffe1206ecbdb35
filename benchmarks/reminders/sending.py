"""Reminders by bell and mail beside the host's Notification "Days Before": same tasks, same people, one run."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import frappe
from frappe.email.doctype.notification.notification import evaluate_alert

from benchmarks.measure import Figure, measured, new_request
from benchmarks.reminders import ledger
from benchmarks.table import Row
from task_discipline.services.reminders import sending

_BY_THE_HOST = 100
_TIMES_FASTER = 50
_MEGABYTE = 1024


def rows(due: int, ahead: int, runs: int) -> Iterator[Row]:
	"""Measure ``due`` due reminders, a second run over them, and an idle tick with ``ahead`` of them to come."""
	ledger.remove()
	made = ledger.make(due)
	post_office()
	ours = _timed(made)
	if (ledger.count("Notification Log"), ledger.count("Email Queue")) != (made, made):
		raise SystemExit(f"{made} reminders were due and not all of them went: the figures would be wrong.")
	again = _timed(0)
	if ledger.count("Email Queue") != made:
		raise SystemExit("A second run sent reminders again: the figures would be wrong.")
	host, repeated = _notification()
	yield Row(
		f"reminders: {made:,} due, bell and mail",
		ours,
		{f"Notification, of {_BY_THE_HOST} it sent": Figure(host * made / _BY_THE_HOST, 0, 0)},
		host * made / _BY_THE_HOST / _TIMES_FASTER,
	)
	yield Row(f"reminders: a second run, {repeated} of {_BY_THE_HOST} sent again by the host", again, goal=50)
	ledger.remove()
	ledger.make(ahead, due=False)
	idle = measured(lambda: sending.send(frappe.db.commit, 60), runs, "Administrator")
	yield Row(f"reminders: idle tick, {ledger.count(ledger.REMINDER):,} to come", idle, goal=50)
	ledger.remove()


def memory(many: int) -> Iterator[str]:
	"""Lines that tell what a process of its own needs for ``many`` due reminders; it is connected to this site."""
	ledger.remove()
	ledger.make(many)
	command = [sys.executable, "-m", "benchmarks.reminders.process", frappe.local.site]
	seconds, peak, start, sent = subprocess.run(
		command, check=True, capture_output=True, text=True
	).stdout.split()
	yield (
		f"{int(sent):,} due reminders in one process: {float(seconds):.0f} s, {int(sent) / float(seconds):.0f} a second, "
		f"{int(peak) / _MEGABYTE:.0f} MB at most, {int(start) / _MEGABYTE:.0f} MB of them before it began (goal 300)"
	)
	ledger.remove()


def work() -> tuple[float, int, int, int]:
	"""Seconds, peak and first kilobytes, and number of reminders of one run over all that is due."""
	post_office()
	start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
	began = time.perf_counter()
	sent = sending.send(frappe.db.commit, seconds=3_600)
	seconds = time.perf_counter() - began
	return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, start, sent


def post_office() -> None:
	"""Mail goes into the queue only: nothing listens there."""
	new_request("Administrator")
	frappe.local.conf.update({"mail_server": "127.0.0.1", "mail_login": "bench@bench.example"})
	frappe.local.conf.update({"auto_email_id": "bench@bench.example"})


def _timed(wanted: int) -> Figure:
	began = time.perf_counter()
	sent = sending.send(frappe.db.commit, seconds=600)
	seconds = time.perf_counter() - began
	if sent != wanted:
		raise SystemExit(
			f"{wanted} reminders were due and {sent} were dealt with: the figures would be wrong."
		)
	return Figure(seconds * 1000, 0, 0)


def _notification() -> tuple[float, int]:
	"""Milliseconds that the host needs for some of the same reminders, and how many it sends again."""
	post_office()
	alert = frappe.get_doc(
		doctype="Notification",
		name="TD Benchmark",
		subject="The deadline is near: {{ doc.subject }}",
		document_type="TD Task",
		event="Days Before",
		date_changed="deadline",
		days_in_advance=1,
		channel="Email",
		send_system_notification=1,
		message="<p>{{ doc.subject }}</p><p>{{ doc.deadline }}, {{ doc.responsible }}, {{ doc.priority }}</p>",
		recipients=[{"receiver_by_document_field": "responsible"}],
	).insert()
	frappe.db.commit()
	frappe.flags.in_test = True  # the bell is rung here and not by a worker that nobody has started
	try:
		first, again = _alerted(alert), _alerted(alert)
	finally:
		frappe.flags.in_test = False
		alert.delete()
		frappe.db.commit()
	return first[0], again[1]


def _alerted(alert: object) -> tuple[float, int]:
	"""What the host's daily job does with each of today's documents, for some of them."""
	before, began = ledger.count("Email Queue"), time.perf_counter()
	for document in alert.get_documents_for_today()[:_BY_THE_HOST]:
		evaluate_alert(document, alert, alert.event)
		frappe.db.commit()
	return (time.perf_counter() - began) * 1000, ledger.count("Email Queue") - before

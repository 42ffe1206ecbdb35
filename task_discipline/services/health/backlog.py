"""What should have been done by now: templates that wait, reminders that wait, templates that fail."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.query_builder import Order
from frappe.utils import get_datetime

from task_discipline.services import clock, heartbeat
from task_discipline.services.generation.claims import TEMPLATE
from task_discipline.services.health.finding import Finding, error, fine, warning
from task_discipline.services.health.words import MOST, ago, number

_REMINDER = "TD Reminder"
_TOO_LONG = timedelta(hours=1)
"""The jobs run every five minutes; after so long they do not keep up, or something holds them."""


def templates_due() -> Finding:
	"""Whether templates wait for their tasks."""
	waiting = _waiting(TEMPLATE, "next_run", "status", "Active")
	if not waiting:
		return fine(_("No template waits for its task."), waiting=0)
	words = _("Templates that wait for their tasks: {0}, the first for {1}.")
	return _judged(waiting, words)


def reminders_due() -> Finding:
	"""Whether reminders wait to be sent."""
	waiting = _waiting(_REMINDER, "moment", "state", "Planned")
	if not waiting:
		return fine(_("No reminder waits to be sent."), waiting=0)
	return _judged(waiting, _("Reminders that wait to be sent: {0}, the first for {1}."))


def _waiting(doctype: str, moment: str, state: str, wanted: str) -> list[datetime]:
	"""Moments of rows that should have been dealt with, the oldest first, ``MOST`` of them at most."""
	table = frappe.qb.DocType(doctype)
	late = clock.now() - heartbeat.QUIET_AFTER
	return (
		frappe.qb.from_(table)
		.where((table[state] == wanted) & (table[moment] < late))
		.select(table[moment])
		.orderby(table[moment])
		.limit(MOST)
		.run(pluck=True)
	)


def _judged(waiting: list[datetime], words: str) -> Finding:
	passed = clock.now() - get_datetime(waiting[0])
	found = words.format(number(len(waiting)), ago(passed))
	figures = {"waiting": len(waiting), "seconds": int(passed.total_seconds())}
	if heartbeat.is_quiet():
		return error(found, _("They are dealt with when the jobs run again; see the lines above."), **figures)
	if passed > _TOO_LONG:
		return error(
			found, _("The jobs run and do not keep up: open Error Log and Scheduled Job Log."), **figures
		)
	return warning(found, _("The jobs are working them off; look again in a few minutes."), **figures)


def templates() -> Finding:
	"""Whether templates were suspended or fail."""
	suspended, failing = _suspended(), _failing()
	figures = {"suspended": suspended, "failing": failing}
	if not suspended and not failing:
		return fine(_("No template is suspended and none fails."), **figures)
	return warning(
		_("Templates that make no tasks: {0} suspended after failures, {1} failing.").format(
			number(suspended), number(failing)
		),
		_("Open the list of templates, read Last Error in each, mend it and press Resume."),
		**figures,
	)


def _suspended() -> int:
	template = frappe.qb.DocType(TEMPLATE)
	suspended = frappe.qb.from_(template).where(template.status == "Suspended").select(template.name)
	return len(suspended.limit(MOST).run())


def _failing() -> int:
	# Whatever fails has said so within a day: after some hours of failures a template is suspended.
	event, template = frappe.qb.DocType("TD Template Event"), frappe.qb.DocType(TEMPLATE)
	recent = (
		frappe.qb.from_(event)
		.where((event.happened_at > clock.now() - timedelta(days=1)) & (event.outcome == "Failed"))
		.orderby(event.happened_at, order=Order.desc)
		.select(event.template)
		.limit(MOST)
	)
	names = set(recent.run(pluck=True))
	if not names:
		return 0
	still = (template.failures > 0) & (template.status == "Active")
	return len(
		frappe.qb.from_(template).where(template.name.isin(list(names)) & still).select(template.name).run()
	)

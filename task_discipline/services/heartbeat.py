"""When the app's jobs ran last: the line that tells whether the scheduler is alive."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime
from frappe.utils.scheduler import is_scheduler_inactive
from redis.exceptions import RedisError

from task_discipline.services import clock

_FIELD = "last_tick"
QUIET_AFTER = timedelta(minutes=15)
"""Without a sign for so long the scheduler has missed two of its turns."""


def beat() -> None:
	"""Note that the jobs run now."""
	frappe.db.set_single_value("TD Settings", _FIELD, clock.now(), update_modified=False)


def last() -> datetime | None:
	"""When the jobs ran last (site's time zone); None where they never did."""
	# The host's ``get_single_value`` makes the first day of the calendar of a moment that was never set.
	filters = {"doctype": "TD Settings", "field": _FIELD}
	stored = frappe.db.get_value("Singles", filters, "value", order_by=None)
	return get_datetime(stored) if stored else None


def is_quiet() -> bool:
	"""Whether the jobs have missed their turns."""
	seen = last()
	return seen is None or clock.now() - seen > QUIET_AFTER


def wake(job: str) -> None:
	"""Have ``job`` run soon where the scheduler is switched on and sleeps all the same.

	The host's runs once a day on a site where nobody has logged in for some days (``is_dormant`` in
	frappe/utils/scheduler.py). One that is switched off, as on a copy of a site, stays off.
	"""
	if not is_quiet() or is_scheduler_inactive(verbose=False):
		return
	try:
		frappe.enqueue(job, queue="long", job_id=job, deduplicate=True)
	except RedisError:
		frappe.log_error(title="Task Discipline could not wake its jobs")

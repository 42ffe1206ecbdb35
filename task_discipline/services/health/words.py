"""Moments, spans and numbers as the checks say them."""

from datetime import datetime, timedelta

from frappe import _
from frappe.utils import get_system_timezone

from task_discipline.services import mail

MOST = 1000
"""Nobody needs to know more exactly, and no check counts further."""


def moment(stored: datetime) -> str:
	"""A moment of the site, with its zone: who reads it may sit in another one."""
	return mail.moment_in_words(stored, get_system_timezone())


def ago(passed: timedelta) -> str:
	"""The largest unit that fits, never rounded up."""
	minutes = max(int(passed.total_seconds()), 0) // 60
	if minutes >= 2880:
		return _("{0} days").format(minutes // 1440)
	if minutes >= 120:
		return _("{0} hours").format(minutes // 60)
	return _("{0} minutes").format(minutes)


def number(count: int) -> str:
	"""A count, which stops at ``MOST``."""
	return _("{0} or more").format(MOST) if count >= MOST else str(count)

"""What people are told where others hold what they want to change: nothing was saved, and it may be tried again.

The host shows an error of the program, and a desk that waits for nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from task_discipline import compat


class Waited(frappe.QueryTimeoutError):
	"""A lock was waited for too long."""

	http_status_code = 503


class Sacrificed(frappe.QueryDeadlockError):
	"""Two waited for each other, and this transaction was undone."""

	http_status_code = 503


@contextmanager
def said() -> Iterator[None]:
	"""Say in words that what is done inside had to give way to others. Programs still see which error it was."""
	try:
		yield
	except (Waited, Sacrificed):
		raise
	except Exception as error:
		if not compat.is_lock_error(error):
			raise
		frappe.throw(
			_(
				"Somebody else is changing the same records at this moment. Nothing of yours was saved. Try again in a few seconds."
			),
			Sacrificed if compat.is_deadlock(error) else Waited,
			title=_("Please try again"),
		)

"""The one clock of the services, so that history can be made at its own dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from frappe.utils import now_datetime

_pinned: ContextVar[datetime | None] = ContextVar("task_discipline_clock", default=None)


def now() -> datetime:
	"""Present moment, naive, in the site's time zone, in whole seconds."""
	return stamp().replace(microsecond=0)


def stamp() -> datetime:
	"""Present moment to the microsecond: when a row is written, so that rows of one second keep their order."""
	return _pinned.get() or now_datetime()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
	"""Let everything inside happen at ``moment`` (site's time zone)."""
	token = _pinned.set(moment)
	try:
		yield
	finally:
		_pinned.reset(token)

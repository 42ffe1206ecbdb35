"""The one clock of the services, so that history can be made at its own dates."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

from frappe.utils import get_system_timezone, now_datetime

_pinned: ContextVar[datetime | None] = ContextVar("task_discipline_clock", default=None)


def now() -> datetime:
	"""Present moment, naive, in the site's time zone, in whole seconds."""
	return stamp().replace(microsecond=0)


def stamp() -> datetime:
	"""Present moment to the microsecond: when a row is written, so that rows of one second keep their order."""
	return _pinned.get() or now_datetime()


def epoch() -> int:
	"""Present moment in seconds since 1970: it runs on where the site's clock leaps or gets another time zone."""
	pinned = _pinned.get()
	return int(pinned.replace(tzinfo=_zone()).timestamp() if pinned else time.time())


def of_epoch(seconds: int) -> datetime:
	"""The moment so many seconds after 1970, naive, in the site's time zone."""
	return datetime.fromtimestamp(seconds, _zone()).replace(tzinfo=None, fold=0)


def _zone() -> ZoneInfo:
	return ZoneInfo(get_system_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
	"""Let everything inside happen at ``moment`` (site's time zone)."""
	token = _pinned.set(moment)
	try:
		yield
	finally:
		_pinned.reset(token)

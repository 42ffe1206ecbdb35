"""When the app's jobs ran last: the line that tells whether the scheduler is alive.

Each beat also looks back: a silence before it, and a time without working mail, are written down as outages.
"""

from datetime import datetime, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime
from frappe.utils.scheduler import is_scheduler_inactive
from redis.exceptions import RedisError

from task_discipline import host_state
from task_discipline.services import clock, mail_state, outages
from task_discipline.services.ratings import renewal

_SETTINGS = "TD Settings"
_SEEN, _TICK, _MAIL = "last_tick", "last_tick_epoch", "mail_ready_epoch"
"""The last beat as people read it; the same, and when mail was last known to work, as the clock counts."""
_SWITCHED_OFF = "task_discipline:scheduler_switched_off"
QUIET_AFTER = timedelta(minutes=15)
"""Without a sign for so long the scheduler has missed two of its turns."""


def beat() -> None:
	"""Note that the jobs run now, and what stood still until now. Of several workers one writes at a time."""
	known, now = _read(for_update=True), clock.epoch()
	_note_silence(_tick_of(known), now)
	signs = {_SEEN: clock.now(), _TICK: now, _MAIL: _mail_ready(cint(known.get(_MAIL)), now)}
	frappe.db.set_single_value(_SETTINGS, signs, update_modified=False)


def keep(settings: Document) -> None:
	"""Give a form of the settings, which may have stood open for hours, the newest signs before it is saved."""
	known = _read(for_update=True)
	settings.update({field: known.get(field) for field in (_SEEN, _TICK, _MAIL)})


def last() -> datetime | None:
	"""When the jobs ran last (site's time zone); None where they never did."""
	# The host's ``get_single_value`` makes the first day of the calendar of a moment that was never set.
	stored = _read().get(_SEEN)
	return get_datetime(stored) if stored else None


def silence() -> timedelta | None:
	"""For how long the jobs have not run; None where they never did."""
	tick = _tick_of(_read())
	return timedelta(seconds=clock.epoch() - tick) if tick else None


def is_quiet() -> bool:
	"""Whether the jobs have missed their turns."""
	passed = silence()
	return passed is None or passed > QUIET_AFTER


def wake(job: str) -> None:
	"""Have ``job`` run soon where the scheduler is switched on and sleeps all the same.

	The host's runs once a day on a site where nobody has logged in for some days (``is_dormant`` in
	frappe/utils/scheduler.py). One that is switched off, as on a copy of a site, stays off.
	"""
	if not is_quiet():
		return
	if is_scheduler_inactive(verbose=False):
		# Known to nobody any more once the jobs run again.
		frappe.cache.set_value(_SWITCHED_OFF, 1, expires_in_sec=outages.LONGEST.days * 86_400)
		return
	try:
		frappe.enqueue(job, queue="long", job_id=job, deduplicate=True)
	except RedisError:
		frappe.log_error(title="Task Discipline could not wake its jobs")


def _read(*, for_update: bool = False) -> dict[str, str]:
	if for_update:
		# A row that is always there: those of the first beat are not, and workers would wait for each other for ever.
		frappe.db.get_value("DocType", _SETTINGS, "name", for_update=True)
	single = frappe.qb.DocType("Singles")
	query = (
		frappe.qb.from_(single)
		.where((single.doctype == _SETTINGS) & single.field.isin([_SEEN, _TICK, _MAIL]))
		.select(single.field, single.value)
	)
	return dict((query.for_update() if for_update else query).run())


def _tick_of(known: dict[str, str]) -> int:
	"""The last beat in seconds since 1970; zero where there was none."""
	if not cint(known.get(_TICK)) and known.get(_SEEN):  # stored by an older version
		with clock.at(get_datetime(known[_SEEN])):
			return clock.epoch()
	return cint(known.get(_TICK))


def _note_silence(tick: int, now: int) -> None:
	if tick and now - tick > QUIET_AFTER.total_seconds():
		since = clock.of_epoch(tick)
		renewal.call(outages.record(outages.SCHEDULER, since, clock.now(), _cause(since)))
	frappe.cache.delete_value(_SWITCHED_OFF)


def _cause(since: datetime) -> str:
	if frappe.cache.get_value(_SWITCHED_OFF):
		return "Switched Off"
	return "Dormant" if host_state.was_dormant(since + QUIET_AFTER) else "Did Not Run"


def _mail_ready(ready: int, now: int) -> int:
	"""When mail was last known to work. Where it never has, as on a site that needs none, nothing is an outage."""
	trouble = mail_state.trouble(clock.now() - QUIET_AFTER)
	if not trouble:
		return now
	if ready and now - ready > QUIET_AFTER.total_seconds():
		renewal.call(outages.record(outages.MAIL, clock.of_epoch(ready), clock.now(), trouble))
	return ready

"""Sends the reminders whose moment has come: one transaction for each small batch, each reminder once."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import frappe
from frappe import _
from rq.timeouts import JobTimeoutException

from task_discipline.domain import reminders
from task_discipline.domain.reminder_policy import LEADING_ON, Kind
from task_discipline.services import calendars, clock
from task_discipline.services.reminders import claims, delivery, facts, planning, policy
from task_discipline.services.reminders.delivery import Outcome
from task_discipline.services.reminders.facts import REMINDER, World

LATE_AFTER = timedelta(minutes=15)
"""What is sent so long after its moment says so."""
_TRIES = 3
_MAX_REASON = 500

Commit = Callable[[], None]


def send(commit: Commit, seconds: float) -> int:
	"""Send every reminder that is due, for at most ``seconds``; returns how many were dealt with.

	``commit`` ends each batch. Whatever is killed on the way, what was not committed is due again, its mails and
	bells included.
	"""
	stop, total = time.monotonic() + seconds, 0
	while names := claims.due_names(clock.now()):
		commit()  # a new look at the rows, by whoever has them now
		done = 0
		for batch in claims.batches(names):
			done += _run(batch, commit)
			if time.monotonic() > stop:
				return total + done
		total += done
		if not done:  # others hold what is left
			break
	return total


def _run(names: Sequence[int], commit: Commit) -> int:
	"""One batch; where it fails as a whole, its halves, until the one reminder that fails stands alone."""
	try:
		return _retried(lambda: _send_batch(names), commit)
	except JobTimeoutException:
		raise
	except Exception as error:
		frappe.db.rollback()
		if len(names) > 1:
			half = len(names) // 2
			return _run(names[:half], commit) + _run(names[half:], commit)
		_give_up(names[0], error)
		commit()
		return 1


def _retried(work: Callable[[], int], commit: Commit) -> int:
	"""Do the work again where the database has sacrificed it for another's."""
	for attempt in range(_TRIES):
		try:
			done = work()
			commit()
			return done
		except Exception as error:
			if attempt == _TRIES - 1 or not frappe.db.is_deadlocked(error):
				raise
			frappe.db.rollback()
	raise AssertionError("the last try returns or raises")


def _send_batch(names: Sequence[int]) -> int:
	now = clock.now()
	rows = claims.claim(names, now)
	if not rows:
		return 0
	world = facts.load(list({row.task for row in rows}), now)
	outcomes = _void(rows, world, now)
	due = [row for row in rows if row.name not in outcomes]
	outcomes |= delivery.deliver(due, world, {row.name for row in due if now - row.moment > LATE_AFTER})
	_store(outcomes, now)
	leading = {row.task for row in rows if Kind(row.kind) in LEADING_ON and row.task in world.facts}
	planning.replan(sorted(leading))
	return len(rows)


def _void(rows: Sequence[frappe._dict], world: World, now: datetime) -> dict[int, Outcome]:
	"""What must not go any more: asked again, because much may have changed since it was planned."""
	site, around = policy.load(), calendars.of_people(world.people)
	present = calendars.aware(now)
	wanted = {name: reminders.candidates(task, site, around, present) for name, task in world.facts.items()}
	keys = {name: {one.key for one in found} for name, found in wanted.items()}
	found: dict[int, Outcome] = {}
	for row in rows:
		if row.task not in wanted:
			found[row.name] = Outcome("Skipped", reason=reminders.Void.CLOSED.value)
		elif facts.key_of(row) not in keys[row.task]:
			user, kind, about, _step = facts.key_of(row)
			why = reminders.why_void(user, kind, about, world.facts[row.task], wanted[row.task])
			found[row.name] = Outcome("Skipped", reason=why.value)
	return found


def _store(outcomes: dict[int, Outcome], now: datetime) -> None:
	alike: dict[Outcome, list[int]] = defaultdict(list)
	for name, outcome in outcomes.items():
		alike[outcome].append(name)
	for outcome, names in alike.items():
		frappe.db.sql(
			f"""update `tab{REMINDER}` set state = %s, by_bell = %s, by_mail = %s, reason = %s, sent_at = %s
			where name in %s""",
			(outcome.state, outcome.by_bell, outcome.by_mail, outcome.reason or None, now, tuple(names)),
		)


def _give_up(name: int, error: Exception) -> None:
	"""One reminder that cannot be sent: on record, and never tried again."""
	frappe.log_error(
		title=_("A reminder could not be sent"), reference_doctype=REMINDER, reference_name=str(name)
	)
	words = frappe.utils.strip_html(str(error)).strip() or type(error).__name__
	frappe.db.sql(
		f"update `tab{REMINDER}` set state = 'Skipped', reason = %s, sent_at = %s where name = %s and state = 'Planned'",
		(f"It could not be sent: {words}"[:_MAX_REASON], clock.now(), name),
	)

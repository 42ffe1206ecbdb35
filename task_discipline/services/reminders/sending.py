"""Sends the reminders whose moment has come: one transaction for each small batch, each reminder once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import frappe
from frappe import _
from rq.timeouts import JobTimeoutException

from task_discipline import compat
from task_discipline.domain import reminders
from task_discipline.domain.reminder_policy import LEADING_ON, Policy
from task_discipline.domain.worktime import WorkCalendar
from task_discipline.services import batches, calendars, clock
from task_discipline.services.batches import Commit
from task_discipline.services.reminders import claims, delivery, facts, hours, planning, policy
from task_discipline.services.reminders.delivery import Outcome
from task_discipline.services.reminders.facts import REMINDER, World

_MAX_REASON = 500
_SAVEPOINT = "task_discipline_reminder"
_LEADING_ON = {kind.value for kind in LEADING_ON}


def send(commit: Commit, seconds: float) -> int:
	"""Send every reminder that is due, for at most ``seconds``; returns how many were dealt with.

	``commit`` ends each batch. Whatever is killed on the way, what was not committed is due again, its mails and
	bells included.
	"""
	return batches.work_off(
		lambda: claims.due(clock.now()), claims.batches, _send_batch, _give_up, commit, seconds
	)


def _send_batch(names: Sequence[int]) -> int:
	now = clock.now()
	rows = claims.claim(names, now)
	if not rows:
		return 0
	world = facts.load(list({row.task for row in rows}), now)
	site, around = policy.load(), calendars.of_people(world.people)
	outcomes = _void(rows, world, site, around, now)
	due = hours.at_work([row for row in rows if row.name not in outcomes], world, site, around, now)
	outcomes |= delivery.deliver(due, world, {row.name for row in due if hours.is_late(row, now)})
	_store(outcomes, now)
	dealt_with = [row for row in rows if row.name in outcomes and row.task in world.facts]
	planning.replan(sorted({row.task for row in dealt_with if row.kind in _LEADING_ON}))
	return len(rows)


def _void(
	rows: Sequence[frappe._dict],
	world: World,
	site: Policy,
	around: Mapping[str, WorkCalendar],
	now: datetime,
) -> dict[int, Outcome]:
	"""What must not go any more: asked again, because much may have changed since it was planned."""
	present = calendars.aware(now)
	wanted = {name: reminders.candidates(task, site, around, present) for name, task in world.facts.items()}
	keys = {name: {one.key for one in found} for name, found in wanted.items()}
	found: dict[int, Outcome] = {}
	for row in rows:
		if row.task not in wanted:
			found[row.name] = Outcome("Skipped", reason=reminders.Void.CLOSED.value)
		elif not facts.is_known(row):
			found[row.name] = Outcome("Skipped", reason=reminders.Void.OFF.value)
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
			f"""update `tab{REMINDER}` set state = %s, by_bell = %s, by_mail = %s, by_digest = %s, reason = %s,
				sent_at = %s where name in %s""",
			(
				outcome.state,
				outcome.by_bell,
				outcome.by_mail,
				outcome.by_digest,
				outcome.reason or None,
				now,
				tuple(names),
			),
		)


def _give_up(name: int, error: Exception) -> None:
	"""One reminder that cannot be sent: on record, never tried again, and in no other's way."""
	frappe.log_error(
		title=_("A reminder could not be sent"), reference_doctype=REMINDER, reference_name=str(name)
	)
	words = frappe.utils.strip_html(str(error)).strip() or type(error).__name__
	frappe.db.sql(
		f"update `tab{REMINDER}` set state = 'Skipped', reason = %s, sent_at = %s where name = %s and state = 'Planned'",
		(f"It could not be sent: {words}"[:_MAX_REASON], clock.now(), name),
	)
	_lead_on(name)


def _lead_on(name: int) -> None:
	"""Plan what comes after a reminder that was given up; where that is broken too, the task waits for its repair."""
	task, kind = frappe.db.get_value(REMINDER, name, ["task", "kind"]) or (None, None)
	if kind not in _LEADING_ON:
		return
	frappe.db.savepoint(_SAVEPOINT)
	try:
		planning.replan([task])
	except JobTimeoutException:
		raise
	except Exception as error:
		if compat.is_deadlock(error):  # the savepoint is gone
			raise
		frappe.db.rollback(save_point=_SAVEPOINT)

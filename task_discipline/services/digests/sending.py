"""Sends the digests whose moment has come: one transaction for each portion of people, each digest once."""

from collections.abc import Sequence

import frappe
from frappe import _

from task_discipline import compat
from task_discipline.domain.digest import Turn
from task_discipline.services import batches, clock
from task_discipline.services.batches import Commit
from task_discipline.services.digests import claims, delivery, people
from task_discipline.services.digests.people import DIGEST


def send(commit: Commit, seconds: float) -> int:
	"""Send every digest that is due, for at most ``seconds``; returns how many were dealt with.

	``commit`` ends each portion. Whatever is killed on the way, what was not committed is due again, its mails included.
	"""
	run = _Run()
	return batches.work_off(run.find, claims.batches, run.work, run.give_up, commit, seconds)


class _Run:
	"""One turn of the job; it knows of which day the digest of each person is."""

	def __init__(self) -> None:
		self._turns: dict[str, Turn] = {}

	def find(self) -> Sequence[str]:
		"""Whose digests are due."""
		self._turns = people.due(clock.now())
		return list(self._turns)

	def work(self, users: Sequence[str]) -> int:
		"""Deal with the digests of a portion that are still free."""
		now, turns = clock.now(), {user: self._turns[user] for user in users}
		claimed = claims.claim({user: turn.day for user, turn in turns.items()}, now)
		if claimed:
			outcomes = delivery.deliver({user: turns[user] for user in claimed}, claimed, now)
			compat.update_many(DIGEST, {claimed[user]: vars(one) for user, one in outcomes.items()})
		return len(claimed)

	def give_up(self, user: str, error: Exception) -> None:
		"""A digest that cannot be made: on record, and never tried again."""
		words = frappe.utils.strip_html(str(error)).strip() or type(error).__name__
		reason = f"It could not be sent: {words}"[: claims.MAX_REASON]
		claims.claim({user: self._turns[user].day}, clock.now(), reason)
		frappe.log_error(
			title=_("A morning digest could not be sent"), reference_doctype="User", reference_name=user
		)

"""Links in mails that lead to one action on one task: signed, for one person, and void after a while.

A link gives nobody a right. It leads to a page on which the person, logged in as himself, confirms the action.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl

from frappe.utils import get_url
from frappe.utils.verified_command import get_signed_params

from task_discipline.domain.lifecycle import TRANSITIONS, Action, Status
from task_discipline.domain.reminder_policy import Kind
from task_discipline.services import clock, settings

PAGE = "task-action"
_PURPOSE = "task-discipline-action"
"""Signed with the rest, so that no signature of the host's own links fits here, nor one of these there."""
_SIGNATURE = "_signature"
_LONGEST = 1_000

ACTIONS: Mapping[str, Action] = {"accept": Action.ACCEPT_ASSIGNMENT, "submit": Action.SUBMIT}
"""What a link can lead to, by its name in the address."""
_OCCASIONS: Mapping[str, str] = {
	"Created": "accept",
	"Reassigned": "accept",
	Kind.NOT_ACCEPTED.value: "accept",
	"Returned": "submit",
	Kind.BEFORE_DEADLINE.value: "submit",
	Kind.DEADLINE.value: "submit",
	Kind.OVERDUE.value: "submit",
}
"""What the responsible is asked for by a notice of an event, or by a reminder of a kind."""


class Void(Exception):
	"""A link that leads to nothing: forged, changed on its way, or of no use any more."""


class Expired(Void):
	"""A link that was good once."""


@dataclass(frozen=True)
class Link:
	"""What a signed link says."""

	name: str
	task: str
	user: str

	@property
	def action(self) -> Action:
		"""The action it leads to."""
		return ACTIONS[self.name]


def offer(occasion: str, task: Mapping[str, object]) -> dict[str, str]:
	"""The part of a letter to the responsible that lets him act at once; empty where nothing is asked of him.

	``task`` is its row; ``occasion`` is the event or the kind of reminder that the letter tells of.
	"""
	name = _OCCASIONS.get(occasion)
	days = settings.load().mail_link_days
	if not name or not days or Status(task["status"]) not in TRANSITIONS[ACTIONS[name]].sources:
		return {}
	if name == "accept" and task["assigner"] == task["responsible"]:
		return {}
	return {
		"action": name,
		"confirmation": url(Link(name, str(task["name"]), str(task["responsible"])), days),
	}


def url(link: Link, days: int) -> str:
	"""The address of the page that asks to confirm, good for so many days."""
	until = clock.epoch() + int(timedelta(days=days).total_seconds())
	return get_url(f"/{PAGE}?{_signed(link, until)}")


def read(query: str) -> Link:
	"""The link that a query string holds. Raises ``Void``, or ``Expired`` for one that was good once."""
	given = dict(parse_qsl(query[:_LONGEST], keep_blank_values=True))
	link, until = _parsed(given)
	expected = _signed(link, until).rpartition("=")[2]
	if not hmac.compare_digest(expected.encode(), given.get(_SIGNATURE, "").encode()):
		raise Void
	if not settings.load().mail_link_days or until <= clock.epoch():
		raise Expired
	return link


def _parsed(given: Mapping[str, str]) -> tuple[Link, int]:
	until = given.get("until", "")
	if given.get("action") not in ACTIONS or not (until.isascii() and until.isdigit() and len(until) < 16):
		raise Void
	return Link(given["action"], given.get("task", ""), given.get("person", "")), int(until)


def _signed(link: Link, until: int) -> str:
	values = {
		"purpose": _PURPOSE,
		"action": link.name,
		"task": link.task,
		"person": link.user,
		"until": until,
	}
	return str(get_signed_params(values))

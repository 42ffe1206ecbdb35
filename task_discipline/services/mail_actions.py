"""What a link in a mail leads to: the question whether to act, and the act itself, for the person of the link alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_url, get_url_to_form

from task_discipline import permissions
from task_discipline.domain.lifecycle import Action, Status, allowed_actions
from task_discipline.domain.submission import Proof
from task_discipline.services import actions, mail, mail_links, proof, settings
from task_discipline.services.mail_links import Expired, Link, Void
from task_discipline.services.my_day.day import zone_of

_DONE_BY: Mapping[Action, tuple[str, ...]] = {
	Action.ACCEPT_ASSIGNMENT: ("Assignment Accepted", "Started"),
	Action.SUBMIT: ("Submitted",),
}
_DONE_IN: Mapping[Action, frozenset[Status]] = {
	Action.ACCEPT_ASSIGNMENT: frozenset({Status.IN_PROGRESS, Status.ON_HOLD, Status.SUBMITTED, Status.DONE}),
	Action.SUBMIT: frozenset({Status.SUBMITTED, Status.DONE}),
}
"""States in which the action has been taken, so that there is nothing to confirm."""


@dataclass(frozen=True)
class Page:
	"""What the page shows; without ``button`` there is nothing to confirm."""

	title: str
	message: str = ""
	subject: str = ""
	facts: tuple[tuple[str, str], ...] = ()
	missing: tuple[str, ...] = ()
	button: str = ""
	asks_result: bool = False
	needs_result: bool = False
	has_result: bool = False
	link: str = field(default_factory=lambda: get_url("/app/td-my-day"))
	link_label: str = field(default_factory=lambda: _("Open My Day"))


def page(query: str) -> Page:
	"""The page of a link for the session's user. Writes nothing."""
	try:
		link = mail_links.read(query)
	except Void as why:
		return _void(why)
	if link.user != frappe.session.user:
		return Page(_("This link is for somebody else"), _not_yours())
	roles = permissions.roles_on(link.task)
	if not roles:
		return Page(_("The task is not yours any more"), _("You are no longer on the task of this mail."))
	task = frappe.get_doc(permissions.TASK, link.task)
	if link.action in allowed_actions(Status(task.status), roles, settings.load().policy):
		return _question(link, task)
	return _of_task(task, title=_("Nothing to confirm"), message=_why_not(link, task))


def confirm(query: str, result: str | None) -> str:
	"""Take the action of a link in the name of the session's user; returns what became of it, in words.

	Raises ``frappe.PermissionError`` for another person's link or a task that he may not see, and
	``frappe.ValidationError`` for a void link, a wrong state or missing proof; nothing is written then.
	"""
	link = _require(query)
	# Under lock, so that of two clicks the second one sees what the first one did.
	done = _done_words(link, actions.locked(link.task))
	if done:
		return done
	actions.perform(link.task, link.action, _arguments(link, result))
	return _thanks(link)


def _require(query: str) -> Link:
	try:
		link = mail_links.read(query)
	except Void as why:
		void = _void(why)
		frappe.throw(void.message, title=void.title)
	if link.user != frappe.session.user:
		frappe.throw(_not_yours(), frappe.PermissionError, title=_("This link is for somebody else"))
	return link


def _void(why: Void) -> Page:
	advice = _("Open the task in the desk and act there; nothing was changed.")
	if isinstance(why, Expired):
		return Page(_("This link has expired"), advice)
	return Page(
		_("This link does not work"), _("It is not complete, or was changed on its way.") + " " + advice
	)


def _not_yours() -> str:
	return _(
		"You are logged in as {0}. Log in as the person who got the mail, or open your own tasks."
	).format(get_fullname())


def _question(link: Link, task: Document) -> Page:
	if link.action is Action.ACCEPT_ASSIGNMENT:
		return _of_task(task, title=_("Accept this task?"), button=_("Accept the task"))
	missing = proof.missing(task)
	blocking = tuple(proof.demand(task, one) for one in missing if one is not Proof.RESULT)
	if blocking:
		return _of_task(task, title=_("Not ready to submit"), missing=blocking)
	return _of_task(
		task,
		title=_("Submit this task?"),
		message=_review_words(task),
		button=_("Submit the task"),
		asks_result=True,
		needs_result=Proof.RESULT in missing,
		has_result=bool(task.result) and Proof.RESULT not in missing,
	)


def _review_words(task: Document) -> str:
	if task.needs_review:
		return _("{0} reviews the result and accepts or returns it.").format(get_fullname(task.assigner))
	return _("Nobody has to review it: the task is done at once.")


def _of_task(task: Document, **shown: object) -> Page:
	zone = zone_of(frappe.session.user).key
	deadline = mail.moment_in_words(task.deadline, zone) if task.deadline else _("none")
	facts = (
		(_("Deadline"), deadline),
		(_("Assigner"), get_fullname(task.assigner)),
		(_("Priority"), _(task.priority, context="TD Task")),
	)
	link = get_url_to_form(permissions.TASK, task.name)
	return Page(subject=task.subject, facts=facts, link=link, link_label=_("Open the task"), **shown)


def _why_not(link: Link, task: Document) -> str:
	return _done_words(link, task) or _(
		"The task is {0} now. Open it to see what is next; nothing was changed."
	).format(_(task.status, context="TD Task"))


def _done_words(link: Link, task: Document) -> str:
	"""Who did it already and when; empty where it was not done."""
	if Status(task.status) not in _DONE_IN[link.action]:
		return ""
	last = frappe.db.get_value(
		"TD Task Event",
		{"task": task.name, "event": ("in", _DONE_BY[link.action])},
		["actor", "happened_at"],
		as_dict=True,
		order_by="name desc",
	)
	if not last:
		return ""
	when = mail.moment_in_words(last.happened_at, zone_of(frappe.session.user).key)
	words = (
		_("{0} accepted the task already, on {1}.")
		if link.action is Action.ACCEPT_ASSIGNMENT
		else _("{0} submitted the task already, on {1}.")
	)
	return words.format(get_fullname(last.actor), when)


def _arguments(link: Link, result: str | None) -> dict[str, object]:
	words = (result or "").strip()
	if link.action is not Action.SUBMIT or not words:
		return {}  # a result that was written before stays
	return {"result": "".join(f"<p>{escape_html(line)}</p>" for line in words.splitlines())}


def _thanks(link: Link) -> str:
	if link.action is Action.ACCEPT_ASSIGNMENT:
		return _("You have accepted the task.")
	return _("You have submitted the task.")

"""Tells people of statements by bell and e-mail, each in his own language and time zone."""

from collections.abc import Callable, Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline import people, permissions
from task_discipline.money_names import STATEMENT
from task_discipline.services import mail, recipients, record_notices
from task_discipline.services.money import months, sums
from task_discipline.services.notices import is_muted
from task_discipline.services.recipients import Recipient
from task_discipline.services.record_notices import Fact, Record


def shown(statement: Document) -> None:
	"""The person reads what stands in his month, until when he may object and what silence means."""
	_tell(
		[statement.user],
		statement,
		lambda one: _("Your fines and rewards of {0} are ready to look at").format(_month(statement, one)),
		lambda one: _(
			"You may object until {0}. Whoever has said nothing by then is taken not to object, and the month may be closed."
		).format(mail.moment_in_words(statement.answer_by, one.time_zone)),
	)


def agreed(statement: Document) -> None:
	"""Whoever has shown the month learns that it may be closed."""
	_tell(
		_who_follows(statement),
		statement,
		lambda one: _("{0} agrees with the month {1}").format(statement.full_name, _month(statement, one)),
		lambda one: _("The month may be closed."),
	)


def objected(statement: Document) -> None:
	"""Whoever has shown the month reads the objection, as somebody has to decide on it."""
	_tell(
		_who_follows(statement),
		statement,
		lambda one: _("{0} objects to the month {1}").format(statement.full_name, _month(statement, one)),
		lambda one: statement.objection,
	)


def decided(statement: Document) -> None:
	"""The person reads the decision and why."""
	decision = statement.decision
	_tell(
		[statement.user],
		statement,
		lambda one: _("{0} has decided on your objection: {1}").format(
			get_fullname(statement.decided_by), _(decision, context="TD Discipline Statement")
		),
		lambda one: statement.decision_reason,
	)


def _who_follows(statement: Document) -> Collection[str]:
	"""Who has shown it, as long as he may still decide; else everybody who may."""
	user = statement.shown_by
	is_there = (
		user and permissions.is_active(user) and permissions.is_manager(user) and user != statement.user
	)
	return [user] if is_there else [one for one in people.managers() if one != statement.user]


def _month(statement: Document, one: Recipient) -> str:
	return months.in_words(statement.period, one.language)


def _tell(
	users: Collection[str],
	statement: Document,
	headline: Callable[[Recipient], str],
	words: Callable[[Recipient], str],
) -> None:
	asked = () if is_muted() else users
	told = [one for one in recipients.load(asked) if one.user != frappe.session.user]
	if told:
		statement.reload()  # the sums may have been counted anew
		record = Record(STATEMENT, statement.name, statement.full_name)
		record_notices.tell(record, told, headline, words, lambda one: _facts(statement, one))


def _facts(statement: Document, one: Recipient) -> list[Fact]:
	return [
		(_("Month", context="TD Discipline Statement"), _month(statement, one)),
		(_("Fines"), sums.in_words(statement.fines, statement.unit)),
		(_("Rewards"), sums.in_words(statement.rewards, statement.unit)),
		(_("Net"), sums.in_words(statement.net, statement.unit)),
	]

"""What a reminder says, in the current language and in the reader's time zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _lt
from frappe.utils import format_datetime, get_fullname

from task_discipline.domain.reminder_policy import Kind
from task_discipline.services import clock, mail
from task_discipline.services.languages import filled

_GRAVEST_FIRST = (
	Kind.ESCALATION,
	Kind.OVERDUE,
	Kind.DEADLINE,
	Kind.REVIEW_OVERDUE,
	Kind.REVIEW_DUE,
	Kind.REQUEST,
	Kind.BEFORE_DEADLINE,
	Kind.WAKE_UP,
	Kind.NOT_ACCEPTED,
	Kind.STEP,
	Kind.MILESTONE,
)
_HEADLINES: Mapping[Kind, object] = {
	Kind.BEFORE_DEADLINE: _lt("The deadline is near: {date}"),
	Kind.OVERDUE: _lt("The task is overdue since {date}"),
	Kind.ESCALATION: _lt("{responsible} is overdue with a task since {date}"),
	Kind.REVIEW_DUE: _lt("The result waits for your review, which was due {date}"),
	Kind.REVIEW_OVERDUE: _lt("Your review is overdue since {date}"),
	Kind.NOT_ACCEPTED: _lt("{responsible} has not accepted the task of {date} yet"),
	Kind.REQUEST: _lt("{responsible} waits for your answer about the deadline since {date}"),
	Kind.WAKE_UP: _lt("The task was on hold until {date}: work may go on"),
	Kind.STEP: _lt("A step of the plan is due on {day}"),
	Kind.MILESTONE: _lt("A milestone is due on {day}"),
}
_NOW, _PASSED = _lt("The deadline is now: {date}"), _lt("The deadline has passed: {date}")
_NOT_ACCEPTED_BY_YOU = _lt("You have not accepted the task of {date} yet")


@dataclass(frozen=True)
class Line:
	"""One of the reminders that a message joins."""

	kind: Kind
	about: datetime
	missed: datetime | None
	"""When it should have come, where it comes late."""


def in_order(lines: Sequence[Line]) -> tuple[Line, ...]:
	"""The gravest first."""
	return tuple(sorted(lines, key=lambda line: (_GRAVEST_FIRST.index(line.kind), line.about)))


def headline(line: Line, task: frappe._dict, to_responsible: bool, time_zone: str) -> str:
	"""One line of plain text that says what is due."""
	words = {
		"date": mail.moment_in_words(line.about, time_zone),
		# A day has no time zone: it is the same day for everybody.
		"day": format_datetime(line.about, "EEE d MMM yyyy"),
		"responsible": get_fullname(task.responsible),
	}
	return filled(_headline(line, to_responsible), **words)


def _headline(line: Line, to_responsible: bool) -> object:
	if line.kind is Kind.DEADLINE:
		is_now = (clock.now() - line.about).total_seconds() < 3600
		return _NOW if is_now else _PASSED
	if line.kind is Kind.BEFORE_DEADLINE and line.about <= clock.now():
		return _PASSED
	if line.kind is Kind.NOT_ACCEPTED and to_responsible:
		return _NOT_ACCEPTED_BY_YOU
	return _HEADLINES[line.kind]


def details(lines: Sequence[Line], task: frappe._dict, to_responsible: bool, time_zone: str) -> str:
	"""What else there is to say: the other reminders of the message, and why it comes late."""
	told: list[str] = []
	if len(lines) > 1:  # the first one is the headline
		told = list(dict.fromkeys(headline(line, task, to_responsible, time_zone) for line in lines))[1:]
	missed = [line.missed for line in lines if line.missed]
	if missed:
		due = mail.moment_in_words(min(missed), time_zone)
		told.append(filled(_lt("This reminder comes late: it should have reached you on {0}."), due))
	return "\n".join(told)

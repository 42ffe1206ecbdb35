"""What a mail says to the responsible about the deadline that he has not agreed to yet, in the current language."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timezone

import frappe
from frappe import _, _lt
from frappe.utils import get_datetime

from task_discipline.domain.agreement import Agreement, Silence, Verdict
from task_discipline.services import agreement, calendars, clock, mail
from task_discipline.services.languages import filled

_GIVING = frozenset({"Created", "Reassigned"})
_MOVING = frozenset({"Deadline Changed", "Deadline Refused", "Returned"})
"""Events after which the history says whether he has agreed."""

_FAR = datetime.max.replace(tzinfo=timezone.utc)
_EARLIER = _lt("The deadline was moved earlier.")
_SINCE = _lt("There was no answer, so the deadline counts as agreed since {0}.")
_ON_WORD = _lt("The deadline counts once you accept it.")
_ON_WORD_MANY = _lt("The deadlines count once you accept them.")
_BY_SILENCE = _lt("Without an answer until {0} the deadline counts as agreed.")
_BY_SILENCE_MANY = _lt("Without an answer until {0} the deadlines that lie after it count as agreed.")


def silences(events: Iterable[tuple[str, frappe._dict]]) -> dict[str, Silence]:
	"""What counts as the silence of those who get tasks by these events: looked up once for many."""
	users = {task.responsible for event, task in events if event in _GIVING and agreement.is_asked(task)}
	return agreement.silences(users) if users else {}


def facts(
	event: str, task: frappe._dict, time_zone: str, silences: Mapping[str, Silence], count: int = 1
) -> list[tuple[str, str]]:
	"""The line of a mail to the responsible, as (label, value); none where there is nothing to agree to."""
	sentence = _of_given(task, time_zone, silences, count) if event in _GIVING else ""
	if event in _MOVING:
		sentence = of_verdict(agreement.standing(task), time_zone)
	return [(_("Agreement"), sentence)] if sentence else []


def of_verdict(verdict: Verdict | None, time_zone: str) -> str:
	"""What holds until he answers; empty where he has agreed by a word, or need not."""
	if verdict is None or verdict.agreement in (Agreement.ACCEPTED, Agreement.OWN_PROPOSAL):
		return ""
	if verdict.since:
		since = mail.moment_in_words(calendars.naive(verdict.since), time_zone)
		return filled(_SINCE, since)
	ends = calendars.naive(verdict.silence_ends) if verdict.silence_ends else None
	sentence = _sentence(ends, time_zone)
	return f"{_EARLIER} {sentence}" if verdict.was else sentence


def _of_given(task: frappe._dict, time_zone: str, silences: Mapping[str, Silence], count: int) -> str:
	if not agreement.is_asked(task):
		return ""
	# Of several tasks at once the mail names a moment for all of them, whatever their deadlines are.
	deadline = calendars.aware(get_datetime(task.deadline)) if count == 1 else _FAR
	ends = silences[task.responsible].ends(calendars.aware(clock.now()), deadline)
	return _sentence(calendars.naive(ends) if ends else None, time_zone, count)


def _sentence(ends: datetime | None, time_zone: str, count: int = 1) -> str:
	if ends is None:
		return str(_ON_WORD if count == 1 else _ON_WORD_MANY)
	return filled(_BY_SILENCE if count == 1 else _BY_SILENCE_MANY, mail.moment_in_words(ends, time_zone))

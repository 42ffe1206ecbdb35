"""What a row of a digest says of its task: when it is due, and what else its reader has to know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _, _lt
from frappe.utils import format_date, format_datetime

from task_discipline.services import calendars
from task_discipline.services.digests.contents import Item, Part
from task_discipline.services.languages import filled

_LONGEST_WORDS = 160
_OVERDUE = (Part.OVERDUE, Part.SET_OVERDUE)


@dataclass(frozen=True)
class Clock:
	"""Where and when a digest is read."""

	zone: ZoneInfo
	today: date

	def local(self, moment: datetime) -> datetime:
		"""A moment of the site as the reader's clock shows it."""
		return calendars.aware(moment).astimezone(self.zone).replace(tzinfo=None)

	def words(self, moment: datetime) -> str:
		"""The same in words, with the year where it is another one."""
		local = self.local(moment)
		year = "" if local.year == self.today.year else " y"
		return format_datetime(local, f"EEE d MMM{year} HH:mm")


def when(part: Part, item: Item, task: frappe._dict, clock: Clock) -> str:
	"""The date that matters in this part of the digest; empty where there is none."""
	if item.day:
		is_today = item.day == clock.today
		return _("today") if is_today else format_date(item.day, "EEE d MMM")
	if part is Part.TODAY:
		return format_datetime(clock.local(task.deadline), "HH:mm")
	if part is Part.REVIEW:
		return filled(_lt("review due {0}"), clock.words(task.review_due)) if task.review_due else ""
	if item.entry.why == "wake_up":
		return filled(_lt("on hold until {0}"), clock.words(task.held_until))
	return clock.words(task.deadline) if task.deadline else _("without deadline")


def notes(
	part: Part, item: Item, task: frappe._dict, reader: str, said: Mapping[str, object], clock: Clock
) -> Iterator[str]:
	"""Short remarks in the order in which they are read."""
	if part in _OVERDUE:
		yield _days_late(clock.local(task.deadline).date(), clock.today)
	if item.day:
		yield (
			filled(_lt("step of {0}"), task.subject)
			if item.entry.why == "step"
			else filled(_lt("milestone of {0}"), task.subject)
		)
	yield _person(part, item, task, reader)
	if task.status == "New" and part in (Part.OVERDUE, Part.TODAY, Part.NEXT) and not item.entry.helps:
		if task.assigner != task.responsible:
			yield _("not accepted yet")
	yield from _answers(said, clock)


def _days_late(deadline: date, today: date) -> str:
	days = (today - deadline).days
	if days < 1:
		return _("since today")
	return _("1 day late") if days == 1 else filled(_lt("{0} days late"), days)


def _person(part: Part, item: Item, task: frappe._dict, reader: str) -> str:
	"""Who else the row is about: whose word it waits for, or who set it."""
	if reader == task.assigner or item.entry.helps:
		return task.responsible_name if task.responsible != reader else ""
	return filled(_lt("from {0}"), task.assigner_name)


def _answers(said: Mapping[str, object], clock: Clock) -> Iterator[str]:
	request = said.get("request")
	if isinstance(request, dict):
		yield filled(_lt("asks for {0}"), clock.words(request["proposed_deadline"]))
		yield _quoted(request["reason"])
	if said.get("words"):
		yield _("declined")
		yield _quoted(said["words"])


def _quoted(words: object) -> str:
	line = " ".join(str(words or "").split())
	if not line:
		return ""
	return f"“{line[:_LONGEST_WORDS].rstrip()}…”" if len(line) > _LONGEST_WORDS else f"“{line}”"

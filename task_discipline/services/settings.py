"""The site's defaults, with a value for each field that was never saved."""

from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import cint

from task_discipline.domain.channels import Topic
from task_discipline.domain.lifecycle import Policy

DEFAULTS = {
	"review_hours": 8,
	"early_hours": 24,
	"responsible_may_hold": 0,
	"day_end_hour": 18,
	"short_notice_hours": 4,
	"notify_by_bell": 1,
	"notify_by_mail": 1,
	"mail_link_days": 14,
	"money_mode": "Record Only",
	"objection_days": 5,
	"ranks_shown_to": "Oneself",
	"least_sample": 5,
	"shortest_minutes": 5,
	"silence_agrees_hours": 8,
	"most_deadline_requests": 0,
	"latest_deadline_days": 0,
	"chat_enabled": 1,
	"chat_group_makers": "Everybody",
	"chat_edit_minutes": 60,
	"chat_retention_days": 0,
	"chat_messages_per_minute": 60,
	"chat_max_file_mb": 0,
	"chat_blocked_words": "",
	"chat_mail_after_hours": 2,
	"chat_questions_deduct": 0,
}


MOST = {
	"review_hours": 8_760,
	"early_hours": 8_760,
	"short_notice_hours": 8_760,
	"day_end_hour": 23,
	"mail_link_days": 365,
	"objection_days": 365,
	"most_fines_percent": 100,
	"least_sample": 10_000,
	"shortest_minutes": 525_600,
	"silence_agrees_hours": 8_760,
	"most_deadline_requests": 100,
	"latest_deadline_days": 3_660,
	"chat_edit_minutes": 525_600,
	"chat_retention_days": 36_600,
	"chat_messages_per_minute": 6_000,
	"chat_max_file_mb": 10_000,
	"chat_mail_after_hours": 8_760,
}
"""No sum of these leaves the calendar; one year of hours is more than anybody means."""


@dataclass(frozen=True)
class ChatSettings:
	"""The tab Chat of TD Settings as the services read it."""

	enabled: bool
	group_makers: str
	"""Who makes groups: Everybody, Users or Managers."""
	edit_time: timedelta
	"""How long an author may edit a message; zero where he may not."""
	retention_days: int
	"""Age at which messages are deleted; 0 where they are kept for ever."""
	messages_per_minute: int
	"""Messages of one person; 0 where there is no limit."""
	max_file_mb: int
	"""0 where the host's limit alone counts."""
	blocked_words: str
	"""One word or phrase per line."""
	mail_after: timedelta
	"""Time after which an unread mention is mailed; zero where none is."""
	questions_deduct: bool
	"""Whether the time an open question waits is taken off the delay of its task."""


@dataclass(frozen=True)
class Settings:
	"""TD Settings as the services read it."""

	review_time: timedelta
	"""Working time that an assigner has for his judgement."""
	early_margin: timedelta
	day_end_hour: int
	short_notice: timedelta
	"""Working time below which a task comes at short notice; zero where no notice is too short."""
	notify_by_bell: bool
	notify_by_mail: bool
	mail_link_days: int
	"""How long a link in a mail leads to an action; 0 where mails hold none."""
	silence: timedelta
	"""Working time without an answer after which a deadline counts as agreed; zero where it never does."""
	most_deadline_requests: int
	"""Requests for another deadline that one person may make about one task; 0 where there is no limit."""
	latest_deadline_days: int
	"""How far after the first deadline one may be asked for; 0 where there is no limit."""
	policy: Policy
	chat: ChatSettings
	ranks_shown_to: str = "Oneself"
	"""Whose rank a person sees who is no manager: Oneself, Heads (also those of his people) or Everybody."""
	least_sample: int = 5
	"""Rated tasks of a period below which a person has no rank."""
	shortest_minutes: int = 5
	"""From given to handed in; a shorter task counts for no rank."""
	mandatory: frozenset[Topic] = frozenset()
	"""What nobody can switch off for himself."""


def load() -> Settings:
	"""Settings of the site; a single that was never saved, or lacks a new field, gives the default."""
	stored = frappe.get_cached_doc("TD Settings")
	values = {field: _value(stored, field) for field in DEFAULTS}
	return Settings(
		review_time=timedelta(hours=cint(values["review_hours"])),
		early_margin=timedelta(hours=cint(values["early_hours"])),
		day_end_hour=cint(values["day_end_hour"]),
		short_notice=timedelta(hours=cint(values["short_notice_hours"])),
		notify_by_bell=bool(cint(values["notify_by_bell"])),
		notify_by_mail=bool(cint(values["notify_by_mail"])),
		mail_link_days=cint(values["mail_link_days"]),
		silence=timedelta(hours=cint(values["silence_agrees_hours"])),
		most_deadline_requests=cint(values["most_deadline_requests"]),
		latest_deadline_days=cint(values["latest_deadline_days"]),
		policy=Policy(responsible_may_hold=bool(cint(values["responsible_may_hold"]))),
		chat=_chat(values),
		ranks_shown_to=str(values["ranks_shown_to"]),
		least_sample=cint(values["least_sample"]),
		shortest_minutes=cint(values["shortest_minutes"]),
		mandatory=frozenset(topic for topic in Topic if cint(stored.get(f"mandatory_{topic.value}"))),
	)


def _chat(values: dict[str, object]) -> ChatSettings:
	return ChatSettings(
		enabled=bool(cint(values["chat_enabled"])),
		group_makers=str(values["chat_group_makers"]),
		edit_time=timedelta(minutes=cint(values["chat_edit_minutes"])),
		retention_days=cint(values["chat_retention_days"]),
		messages_per_minute=cint(values["chat_messages_per_minute"]),
		max_file_mb=cint(values["chat_max_file_mb"]),
		blocked_words=str(values["chat_blocked_words"]),
		mail_after=timedelta(hours=cint(values["chat_mail_after_hours"])),
		questions_deduct=bool(cint(values["chat_questions_deduct"])),
	)


def check(stored: "frappe.model.document.Document") -> None:
	"""Raises ``frappe.ValidationError`` for numbers that nobody can mean."""
	for field, most in MOST.items():
		if not 0 <= cint(stored.get(field)) <= most:
			label = _(stored.meta.get_label(field))
			frappe.throw(_("{0}: give a number between 0 and {1}.").format(label, most), title=label)


def _value(stored: "frappe.model.document.Document", field: str) -> object:
	value = stored.get(field)
	if value is None or value == "":
		return DEFAULTS[field]
	# What was stored past the form must stop no clock either.
	return min(max(cint(value), 0), MOST[field]) if field in MOST else value

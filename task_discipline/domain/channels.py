"""By which ways a person wants to be told of what: topics, choices, and what counts where nothing was chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from task_discipline.domain.reminder_policy import URGENT, Kind


class Topic(str, Enum):
	"""What a person chooses for; the values are parts of the names of fields."""

	WORK = "work"
	DEADLINES = "deadlines"
	OVERDUE = "overdue"
	REVIEWS = "reviews"
	PLAN = "plan"
	CHAT = "chat"


class Mail(str, Enum):
	"""When an e-mail goes, as the fields hold it."""

	AT_ONCE = "At Once"
	DIGEST = "In the Morning Digest"
	NEVER = "No"


TOPIC_OF: Mapping[Kind, Topic] = {
	Kind.BEFORE_DEADLINE: Topic.DEADLINES,
	Kind.DEADLINE: Topic.DEADLINES,
	Kind.OVERDUE: Topic.OVERDUE,
	Kind.ESCALATION: Topic.OVERDUE,
	Kind.REVIEW_DUE: Topic.REVIEWS,
	Kind.REVIEW_OVERDUE: Topic.REVIEWS,
	Kind.REQUEST: Topic.REVIEWS,
	Kind.MILESTONE: Topic.PLAN,
	Kind.STEP: Topic.PLAN,
	Kind.NOT_ACCEPTED: Topic.PLAN,
	Kind.WAKE_UP: Topic.PLAN,
}

NOT_IN_DIGEST = frozenset({Kind.ESCALATION, Kind.WAKE_UP})
"""Kinds that no section of the digest tells of: left to it, they would be lost."""


@dataclass(frozen=True)
class Choice:
	"""How a person wants to be told of one topic."""

	bell: bool = True
	mail: Mail = Mail.AT_ONCE


USUAL: Mapping[Topic, Choice] = MappingProxyType(
	{
		Topic.WORK: Choice(),
		Topic.DEADLINES: Choice(),
		Topic.OVERDUE: Choice(mail=Mail.DIGEST),
		Topic.REVIEWS: Choice(),
		Topic.PLAN: Choice(mail=Mail.DIGEST),
		Topic.CHAT: Choice(),
	}
)
"""What counts for a person who never chose."""


@dataclass(frozen=True)
class Preferences:
	"""What one person has chosen."""

	choices: Mapping[Topic, Choice] = field(default_factory=lambda: USUAL, hash=False)
	wants_digest: bool = True
	digest_hour: int | None = None
	"""None: when his work begins."""


def topic_of(subject: Kind | Topic) -> Topic:
	"""What a kind of reminder belongs to."""
	return TOPIC_OF[subject] if isinstance(subject, Kind) else subject


def choice_for(
	subject: Kind | Topic,
	preferences: Preferences,
	mandatory: Collection[Topic] = (),
	*,
	priority: str = "",
	to_responsible: bool = True,
) -> Choice:
	"""How a person is told of ``subject``: his choice, within what his company has made mandatory.

	Only what the digest will tell of is left to it, and nothing of a task of high priority.
	"""
	topic = topic_of(subject)
	chosen = preferences.choices.get(topic, USUAL[topic])
	bell, mail = chosen.bell, chosen.mail
	if topic in mandatory:
		bell, mail = True, USUAL[topic].mail if mail is Mail.NEVER else mail
	can_wait = preferences.wants_digest and priority not in URGENT and _is_in_digest(subject, to_responsible)
	return Choice(bell, Mail.AT_ONCE if mail is Mail.DIGEST and not can_wait else mail)


def _is_in_digest(subject: Kind | Topic, to_responsible: bool) -> bool:
	if subject is Kind.NOT_ACCEPTED:
		return to_responsible  # the assigner's digest has no section for it
	return isinstance(subject, Kind) and subject not in NOT_IN_DIGEST

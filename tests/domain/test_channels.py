"""By which ways a person is told: his choice, what never waits, and what his company insists on."""

from typing import Any

import pytest

from task_discipline.domain.channels import TOPIC_OF, USUAL, Choice, Mail, Preferences, Topic, choice_for
from task_discipline.domain.reminder_policy import Kind

NOTHING_CHOSEN = Preferences()
NO_DIGEST = Preferences(wants_digest=False)
SILENT = Preferences({topic: Choice(bell=False, mail=Mail.NEVER) for topic in Topic})
ALL_IN_DIGEST = Preferences({topic: Choice(mail=Mail.DIGEST) for topic in Topic})
EVERY_TOPIC = frozenset(Topic)

AT_ONCE, WAITS, NOTHING = Choice(), Choice(mail=Mail.DIGEST), Choice(bell=False, mail=Mail.NEVER)


def told(subject: Any, chosen: Preferences, priority: str = "Medium", *mandatory: Topic) -> Choice:
	return choice_for(subject, chosen, mandatory, priority=priority)


def test_every_kind_has_a_topic() -> None:
	assert set(TOPIC_OF) == set(Kind) and set(USUAL) == set(Topic)


@pytest.mark.parametrize(
	("subject", "expected"),
	[
		(Topic.WORK, AT_ONCE),
		(Kind.BEFORE_DEADLINE, AT_ONCE),
		(Kind.DEADLINE, AT_ONCE),
		(Kind.OVERDUE, WAITS),
		(Kind.ESCALATION, AT_ONCE),
		(Kind.REVIEW_DUE, AT_ONCE),
		(Kind.REVIEW_OVERDUE, AT_ONCE),
		(Kind.REQUEST, AT_ONCE),
		(Kind.MILESTONE, WAITS),
		(Kind.STEP, WAITS),
		(Kind.NOT_ACCEPTED, WAITS),
		(Kind.WAKE_UP, AT_ONCE),
	],
)
def test_whoever_never_chose_is_told_in_the_usual_way(subject: Any, expected: Choice) -> None:
	assert told(subject, NOTHING_CHOSEN) == expected


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
	("chosen", "priority", "mandatory", "expected"),
	[
		(ALL_IN_DIGEST, "High", (), AT_ONCE),
		(ALL_IN_DIGEST, "Urgent", (), AT_ONCE),
		(NO_DIGEST, "Low", (), AT_ONCE),
		(SILENT, "Urgent", (), NOTHING),
		(SILENT, "Low", (), NOTHING),
	],
)
def test_no_kind_escapes_what_holds_for_all(
	kind: Kind, chosen: Preferences, priority: str, mandatory: tuple[Topic, ...], expected: Choice
) -> None:
	assert told(kind, chosen, priority, *mandatory) == expected


@pytest.mark.parametrize("kind", list(Kind))
def test_what_the_digest_does_not_tell_is_never_left_to_it(kind: Kind) -> None:
	expected = AT_ONCE if kind in (Kind.ESCALATION, Kind.WAKE_UP) else WAITS
	assert told(kind, ALL_IN_DIGEST) == expected
	assert told(Topic.WORK, ALL_IN_DIGEST) == AT_ONCE


def test_the_digest_of_an_assigner_does_not_tell_what_was_not_accepted() -> None:
	chosen = choice_for(Kind.NOT_ACCEPTED, ALL_IN_DIGEST, to_responsible=False)
	assert chosen == AT_ONCE


@pytest.mark.parametrize("topic", list(Topic))
def test_what_is_mandatory_cannot_be_switched_off_but_may_wait(topic: Topic) -> None:
	kinds: list[Any] = [kind for kind, its_topic in TOPIC_OF.items() if its_topic is topic] or [topic]
	for kind in kinds:
		assert told(kind, SILENT, "Medium", topic) == told(kind, NOTHING_CHOSEN)
		assert told(kind, ALL_IN_DIGEST, "Medium", topic) == told(kind, ALL_IN_DIGEST)
		assert told(kind, SILENT, "Medium", *(EVERY_TOPIC - {topic})) == NOTHING

"""The tab Chat of the settings."""

from datetime import timedelta

import frappe
import pytest

from task_discipline.api import chat_groups
from task_discipline.services import settings
from task_discipline.services.chat import blocked
from task_discipline.setup import install
from tests.factories import acting_as


def save(**values: object) -> settings.ChatSettings:
	frappe.get_doc("TD Settings").update(values).save()
	return settings.load().chat


def test_nothing_is_deleted_and_nothing_masked_unless_somebody_says_so() -> None:
	for field in [field for field in settings.DEFAULTS if field.startswith("chat_")]:
		frappe.db.delete("Singles", {"doctype": "TD Settings", "field": field})
	install.after_migrate()
	frappe.clear_document_cache("TD Settings", "TD Settings")
	chat = settings.load().chat
	assert (chat.enabled, chat.group_makers, chat.edit_time) == (True, "Everybody", timedelta(hours=1))
	assert (chat.retention_days, chat.blocked_words, chat.questions_deduct) == (0, "", False)
	assert (chat.messages_per_minute, chat.max_file_mb, chat.mail_after) == (60, 0, timedelta(hours=2))


@pytest.mark.parametrize(
	("field", "most"),
	[
		("chat_edit_minutes", 525600),
		("chat_retention_days", 36600),
		("chat_messages_per_minute", 6000),
		("chat_max_file_mb", 10000),
		("chat_mail_after_hours", 8760),
	],
)
@pytest.mark.parametrize("value", [-1, 2**31 - 1])
def test_numbers_that_nobody_means_are_refused(field: str, most: int, value: int) -> None:
	with pytest.raises(frappe.ValidationError, match=f"between 0 and {most}|negative"):
		save(**{field: value})


def test_only_the_choices_that_there_are_make_groups() -> None:
	assert save(chat_group_makers="Managers").group_makers == "Managers"
	with pytest.raises(frappe.ValidationError):
		save(chat_group_makers="Nobody")


def test_blocked_words_are_cleaned_and_masked_from_then_on() -> None:
	chat = save(chat_blocked_words="  darn \r\n\n  very   bad\ndarn\n<b>")
	assert chat.blocked_words == "darn\nvery bad\n<b>"
	assert blocked.mask("A darn very  bad <b>day</b>") == "A **** ****  *** ***day</b>"
	with acting_as("Administrator"):
		group = chat_groups.make_group("Private", "The darn harbour", "very bad news")["group"]
	assert (group["title"], group["description"]) == ("The **** harbour", "**** *** news")
	assert blocked.mask("@Ann Darn is a darn", ["@Ann Darn"]) == "@Ann Darn is a ****"


@pytest.mark.parametrize(
	("words", "said"),
	[
		("\n".join(f"w{number}" for number in range(1001)), "at most 1000 words"),
		("x" * 101, "at most 100 letters"),
	],
	ids=["too many", "too long"],
)
def test_more_blocked_words_than_anybody_means_are_refused(words: str, said: str) -> None:
	with pytest.raises(frappe.ValidationError, match=said):
		save(chat_blocked_words=words)

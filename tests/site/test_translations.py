"""Every word of the app is in the catalogue, every language has it, and no other app's words are changed."""

import re
import string
from collections import Counter
from functools import cache
from pathlib import Path

import frappe
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from frappe.gettext.translate import get_method_map
from frappe.translate import get_all_translations, get_translations_from_apps, get_translations_from_csv

APP = "task_discipline"
ROOT = Path(frappe.get_app_path(APP)).parent
LANGUAGES = [path.stem for path in (ROOT / APP / "locale").glob("*.po")]
RUN_UP = "Run ./scripts/locale, and translate what is new in task_discipline/locale by hand."
LATIN = set(
	"""Task Discipline ERPNext HRMS Frappe RRULE RFC CSV PDF POST URL SMTP IMAP POP HTML JSON Redis MariaDB RQ Job NTP ToDo Google
	Outlook Calendar Bitrix iCalendar Excel Additional Salary Customer Supplier Lead Deal Opportunity Project Employee
	Europe Berlin CRM FREQ DAILY WEEKLY MONTHLY YEARLY BYDAY BYSETPOS INTERVAL MO WE FR User Manager
	Administrator Windows base ID xls UTF Subject mail Responsible tasks""".split()
)
"""Names and signs, which are spoken as they are."""
LATIN |= set(
	"""site common config json redis cache queue mute emails disable scheduler Sending Email Scheduled Log Outgoing Queue
	Error Account Enable Default Retry Type Stopped Resume Dormant Days System Settings Time Zone""".split()
)
"""Files of the host, their keys, and its own headings, which it does not translate either."""

Key = tuple[str | None, str]


def words_in_the_code() -> set[Key]:
	"""What the host's own command collects, with nothing written anywhere."""
	keywords = {**DEFAULT_KEYWORDS, "_lt": None}
	found = extract_from_dir(
		str(ROOT),
		[*get_method_map(APP), *get_method_map("frappe")],
		directory_filter=lambda folder: not Path(folder).name.startswith((".", "_")) and "dist" not in folder,
		keywords=keywords,
	)
	return {(context, message) for _file, _line, message, _comments, context in found if message}


@cache
def catalogue(name: str) -> Catalog:
	with (ROOT / APP / "locale" / name).open("rb") as file:
		return read_po(file)


def key_of(message: Message) -> Key:
	return message.context, str(message.id)


def known(name: str) -> dict[Key, Message]:
	return {key_of(message): message for message in catalogue(name) if message.id}


@cache
def words_of_the_host(language: str) -> dict[str, str]:
	return get_translations_from_apps(language, ["frappe"])


def has_words(text: str) -> bool:
	return any(letter.isalpha() for letter in places_left_out(text))


def places_left_out(text: str) -> str:
	return re.sub(r"\{[^}]*\}|%\(\w+\)s|%s|<[^>]+>|&\w+;", " ", text)


def places(text: str) -> Counter[str]:
	"""What is filled in or marked up: the same in every language."""
	return Counter(re.findall(r"\{\w*\}|%\(\w+\)s|%s|</?\w+", text))


def test_every_word_is_in_the_catalogue() -> None:
	here, stored = words_in_the_code(), set(known("main.pot"))
	assert (here - stored, stored - here) == (set(), set()), RUN_UP


def test_the_words_of_russia_are_there() -> None:
	assert "ru" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated_or_the_hosts_own(language: str) -> None:
	spoken, host = known(f"{language}.po"), words_of_the_host(language)
	assert set(spoken) == set(known("main.pot")), RUN_UP
	silent = [
		key
		for key, message in spoken.items()
		if has_words(key[1]) and not message.string and key[1] not in host
	]
	assert silent == [], RUN_UP


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_other_apps_is_spoken_otherwise(language: str) -> None:
	"""A word that the host has keeps its meaning there: ours takes a context."""
	host = words_of_the_host(language)
	changed = [
		(message.id, host[str(message.id)], message.string)
		for message in known(f"{language}.po").values()
		if message.string
		and not message.context
		and host.get(str(message.id), message.string) != message.string
	]
	assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fill_the_same_places(language: str) -> None:
	wrong = [
		(message.id, message.string)
		for message in known(f"{language}.po").values()
		if message.string and places(str(message.id)) != places(str(message.string))
	]
	assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_spaces_around_a_word_stay(language: str) -> None:
	def ends(text: str) -> tuple[bool, bool]:
		return text[:1].isspace(), text[-1:].isspace()

	messages = known(f"{language}.po").values()
	assert [one.id for one in messages if one.string and ends(str(one.id)) != ends(str(one.string))] == []


def test_no_english_word_is_left_in_russian() -> None:
	left = {
		(str(message.id), word)
		for message in known("ru.po").values()
		for word in re.findall(r"[A-Za-z]{2,}", places_left_out(str(message.string)))
		if word.strip(string.punctuation) not in LATIN
	}
	assert left == set()


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_records_of_ours_are_called_by_words(language: str) -> None:
	words = get_all_translations(language)
	of_ours = {"module": "Task Discipline"}
	names = [
		name for kind in ("DocType", "Print Format") for name in frappe.get_all(kind, of_ours, pluck="name")
	]
	assert [name for name in names if words.get(name, name).startswith("TD ")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_translate_for_the_host_is_silent_there(language: str) -> None:
	ours, host = get_translations_from_csv(language, APP), words_of_the_host(language)
	assert ours
	assert set(ours) & (set(host) | {message for _context, message in known(f"{language}.po")}) == set()

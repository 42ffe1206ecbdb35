"""A database that crashes hides what is said next from every search; that is noticed, and mended."""

from collections.abc import Iterator

import frappe
import pytest

from task_discipline import td_jobs, word_index
from task_discipline.chat_names import MESSAGE
from task_discipline.services.chat import word_care
from task_discipline.services.health import surroundings
from task_discipline.services.health.finding import Level
from tests import chatting
from tests.chatting import ANNA, make_group, say
from tests.mariadb_server import MariaDBServer

pytestmark = pytest.mark.only_on("mariadb", because="only its index of words is harmed by a crash")
TABLE, COLUMN, INDEX = "Words", "text", "words"


def write(word: str, names: range) -> list[tuple[int, str]]:
	rows = [(name, f"{word} of {name}") for name in names]
	for row in rows:
		frappe.db.sql(f"insert into `tab{TABLE}` (name, `{COLUMN}`) values (%s, %s)", row)
	frappe.db.commit()
	return rows


def found(word: str) -> int:
	condition, values = word_index.condition(COLUMN, [word])
	return int(frappe.db.sql(f"select count(*) from `tab{TABLE}` where {condition}", values)[0][0])


def test_what_a_crash_hides_is_noticed_and_found_again() -> None:
	with MariaDBServer() as server:
		with server.connected():
			frappe.db.sql_ddl(f"create table `tab{TABLE}` (name bigint primary key, `{COLUMN}` longtext)")
			word_index.add(TABLE, COLUMN, INDEX)
			write("forgotten", range(20))
			frappe.db.sql(f"delete from `tab{TABLE}`")
			frappe.db.commit()
		server.kill()
		server.start()
		with server.connected():
			rows = write("harbour", range(100, 110))
			assert found("harbour") == 0, "this server is not harmed by a crash: is the care still needed?"
			assert word_index.hidden(TABLE, COLUMN, INDEX, rows) == [name for name, _text in rows]
			assert word_index.rebuild(TABLE, COLUMN, INDEX)
			assert found("harbour") == len(rows)
			assert word_index.hidden(TABLE, COLUMN, INDEX, rows) == []


def test_an_index_that_is_missing_is_made() -> None:
	with MariaDBServer() as server, server.connected():
		frappe.db.sql_ddl(f"create table `tab{TABLE}` (name bigint primary key, `{COLUMN}` longtext)")
		rows = write("harbour", range(3))
		assert word_index.hidden(TABLE, COLUMN, INDEX, rows) == [0, 1, 2]
		assert word_index.rebuild(TABLE, COLUMN, INDEX)
		assert found("harbour") == 3


@pytest.fixture
def talk(rolled_back: None) -> Iterator[str]:
	"""A group in which something was said a moment ago, which the index knows only once it is committed."""
	frappe.cache.delete_value(list(word_care.MARKS))
	group = make_group()
	frappe.db.commit()
	say(ANNA, group, "The harbour opens at nine o'clock")
	yield group
	frappe.db.rollback()
	chatting.forget_groups()
	frappe.db.commit()
	frappe.cache.delete_value(list(word_care.MARKS))


def test_messages_that_are_hidden_are_told_to_whoever_watches(talk: str) -> None:
	finding = surroundings.search()
	assert finding.level is Level.ERROR
	assert "word_care.rebuild" in finding.advice
	frappe.db.commit()
	assert surroundings.search().level is Level.OK


def test_the_job_looks_twice_before_it_makes_anything_anew(talk: str) -> None:
	assert word_care.are_hidden()
	td_jobs.mend_search()  # its commit has shown the message to the index
	assert not word_care.are_hidden()
	assert frappe.cache.get_value(word_care._MADE_ANEW) is None


def test_what_is_not_found_in_a_new_index_is_no_harm(talk: str) -> None:
	word_care.rebuild()
	say(ANNA, talk, "The crane is mended")
	assert not word_care.are_hidden()
	assert frappe.db.has_index(f"tab{MESSAGE}", word_care.WORDS[1])


def test_whoever_looks_again_asks_the_database_no_more(talk: str, monkeypatch: pytest.MonkeyPatch) -> None:
	frappe.db.commit()
	assert not word_care.are_hidden()
	monkeypatch.setattr(word_index, "hidden", lambda *_given: pytest.fail("asked again"))
	assert not word_care.are_hidden()
	frappe.cache.delete_value(list(word_care.MARKS))
	with pytest.raises(pytest.fail.Exception):
		word_care.are_hidden()

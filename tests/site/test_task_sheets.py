"""A sheet of Bitrix24 becomes what the host's Data Import takes: line by line first, and nothing by a guess."""

import base64
import time
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import frappe
import pytest

from task_discipline.api import imports
from tests import importing
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	DISABLED,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	SYSTEM_MANAGER,
	acting_as,
	purge,
)
from tests.projects import make_project

HEAD = "ID;Название;Постановщик;Ответственный;Соисполнители;Наблюдатели;Крайний срок;Проект\n"


@pytest.fixture
def swept(rolled_back: None) -> Iterator[None]:
	yield
	frappe.db.rollback()
	importing.remove()
	frappe.db.delete("Notification Log", {"document_type": "TD Task"})
	purge()
	frappe.db.commit()


def look(content: str | bytes, user: str = MANAGER) -> dict[str, Any]:
	raw = content if isinstance(content, bytes) else content.encode()
	with acting_as(user):
		return imports.look_at_sheet(base64.b64encode(raw).decode())


def sample() -> str:
	return (importing.SAMPLES / "bitrix24.csv").read_text()


def line(found: dict[str, Any], number: str) -> dict[str, Any]:
	return next(one for one in found["lines"] if one["id"] == number)


def test_a_dry_run_tells_line_by_line_what_would_come() -> None:
	found = look(sample())
	assert (found["total"], found["coming"], found["left_out"], found["there"]) == (6, 4, 2, 0)
	assert "finished" in line(found, "1044")["left_out"]
	assert line(found, "1045")["left_out"] == "Семён Неизвестный is not known here"
	assert "Was Выполняется" in line(found, "1042")["remarks"][0]
	remarks = " ".join(line(found, "1046")["remarks"])
	assert "you set the task" in remarks and "deadline has passed" in remarks
	assert line(found, "1041")["remarks"] == []
	assert found["unknown_columns"] == ["Дата создания"]
	assert {one["name"]: one["rows"] for one in found["unknown_people"]} == {
		"Семён Неизвестный": [6],
		"Незнакомый Начальник": [7],
	}
	assert "Write the e-mail" in found["unknown_people"][0]["advice"]
	assert not frappe.db.count("TD Task", {"imported_from": ("like", "Bitrix24 %")})


def test_what_the_dry_run_said_is_what_the_host_imports(swept: None) -> None:
	made = importing.run(str(look(sample())["csv"]))
	assert (made.status, importing.said(made)) == ("Success", [""] * 4)
	task = frappe.get_doc("TD Task", {"imported_from": "Bitrix24 1041"})
	assert (task.subject, task.priority, task.status) == ("Подготовить договор", "High", "New")
	assert (task.assigner, task.responsible) == (ASSIGNER, RESPONSIBLE)
	assert [row.user for row in (*task.co_assignees, *task.observers)] == [CO_ASSIGNEE, OBSERVER]
	assert (task.deadline, task.starts_on) == (datetime(2031, 3, 14, 18), datetime(2031, 3, 10, 9))
	assert task.estimated_hours == 6.5
	assert "прошлый договор.<br" in task.description and "цены &amp; сроки" in task.description
	assert "Tags: договоры, срочно" in task.description
	others = {
		one.imported_from[-4:]: one
		for one in frappe.get_all("TD Task", {"imported_from": ("like", "Bitrix24 %")}, ["*"])
	}
	assert (others["1042"].responsible, others["1042"].deadline) == (CO_ASSIGNEE, datetime(2031, 3, 17, 18))
	assert (others["1043"].responsible, others["1043"].priority) == (RESPONSIBLE, "Low")
	assert (others["1046"].assigner, others["1046"].deadline) == (MANAGER, None)
	assert "12.01.2021" in others["1046"].description
	again = look(sample())
	assert (again["there"], again["coming"], again["csv"]) == (4, 0, "")
	assert line(again, "1041")["known_as"] == task.name


@pytest.mark.parametrize(
	("words", "user"),
	[
		("boris@td-test.example", RESPONSIBLE),
		("BORIS@TD-TEST.example", RESPONSIBLE),
		("Boris Tester", RESPONSIBLE),
		("tester  boris", RESPONSIBLE),
		("Tester B.", RESPONSIBLE),
		("B. Tester", RESPONSIBLE),
		("Tester Boris Borisovich", RESPONSIBLE),
		("Boris Borisovich Tester", RESPONSIBLE),
		("Boris Tester [12]", RESPONSIBLE),
		("Hans Tester", None),
		("Tester", None),
		("Guest", None),
		("", None),
	],
)
def test_people_are_found_by_what_stands_there(words: str, user: str | None) -> None:
	found = look(f"Название;Ответственный\nДело;{words}\n")
	assert found["coming"] == (1 if user else 0)
	assert (user or "") in str(found["csv"])


def test_one_name_of_two_people_is_nobodys() -> None:
	frappe.db.set_value("User", CO_ASSIGNEE, "full_name", "Boris Tester")
	(trouble,) = look("Название;Ответственный\nДело;Boris Tester\n")["unknown_people"]
	assert RESPONSIBLE in trouble["advice"] and CO_ASSIGNEE in trouble["advice"]


def test_a_closed_account_is_named_as_such() -> None:
	(trouble,) = look(f"Название;Ответственный\nДело;{DISABLED}\nЕщё;{DISABLED}\n")["unknown_people"]
	assert "disabled" in trouble["advice"] and trouble["rows"] == [2, 3]


def test_a_person_stands_in_one_place_only() -> None:
	people = f"{RESPONSIBLE}, {CO_ASSIGNEE};{CO_ASSIGNEE}, {ASSIGNER}, {OBSERVER}, {RESPONSIBLE}"
	made = look(HEAD + f"1;Дело;{ASSIGNER};{RESPONSIBLE};{people};;\n")["csv"]
	rows = [row.split(",")[-3:] for row in str(made).splitlines()[1:]]
	assert rows == [[CO_ASSIGNEE, OBSERVER, ""]]


def test_projects_are_those_that_one_may_put_tasks_into() -> None:
	project = make_project(ASSIGNER, project_name="Сайт").name
	seen = look(HEAD + f"1;Дело;;{RESPONSIBLE};;;;сайт\n2;Дело;;{RESPONSIBLE};;;;Другой\n")
	assert project in str(seen["csv"])
	assert "Другой is not here" in line(seen, "2")["remarks"][0]


def test_a_row_that_stands_twice_comes_once() -> None:
	found = look(HEAD + f"1;Дело;;{RESPONSIBLE};;;;\n1;Дело;;{RESPONSIBLE};;;;\n")
	assert found["coming"] == 1
	assert found["lines"][0]["left_out"] == "Stands in row 2 already"


def test_bad_cells_are_told_of_and_left_empty() -> None:
	head = "ID;Название;Ответственный;Крайний срок;Приоритет;Планируемая длительность\n"
	(row,) = look(head + f"1;{'д' * 200};{RESPONSIBLE};завтра;Пурпурный;много\n")["lines"]
	told = " ".join(row["remarks"])
	for words in ("завтра is no date", "Пурпурный is not known", "duration is no number", "longer than 140"):
		assert words in told


def test_hostile_cells_stay_words(swept: None) -> None:
	evil = "<script>alert(1)</script><img src=x onerror=alert(2)>Дело"
	made = importing.run(
		str(look(f"ID;Название;Ответственный;Описание\n<b>A-9;{evil};{RESPONSIBLE};{evil}\n")["csv"])
	)
	assert importing.said(made) == [""]
	task = frappe.get_doc("TD Task", {"imported_from": "A-9"})
	assert task.subject == "alert(1)Дело"
	assert "<script" not in task.description and "onerror" not in task.description


@pytest.mark.parametrize(
	("content", "words"),
	[
		(b"", "no row below"),
		(b"PK\x03\x04", "Save it as CSV"),
		(b"a;b\n1;2\n", "names no column"),
	],
)
def test_what_is_no_sheet_says_what_to_do(content: bytes, words: str) -> None:
	with pytest.raises(frappe.ValidationError, match=words):
		look(content)
	with acting_as(MANAGER), pytest.raises(frappe.ValidationError, match="base64"):
		imports.look_at_sheet("not base64!")


def test_only_a_manager_looks_and_only_who_may_import_makes_one(swept: None) -> None:
	for user in (ASSIGNER, SYSTEM_MANAGER):
		with pytest.raises(frappe.PermissionError):
			look(sample(), user)
	encoded = base64.b64encode(sample().encode()).decode()
	with acting_as(MANAGER), pytest.raises(frappe.PermissionError):
		imports.import_sheet(encoded)
	with importing.holding(SYSTEM_MANAGER, "Task Discipline Manager"):
		with acting_as(SYSTEM_MANAGER):
			made = frappe.get_doc("Data Import", imports.import_sheet(encoded))
			headings = [column.header_title for column in made.get_preview_from_template().columns]
		frappe.db.commit()
		made = importing.start_import_again(made, SYSTEM_MANAGER)
	assert headings[1:4] == ["Imported from", "Subject", "Responsible"]
	assert (made.reference_doctype, made.payload_count, made.mute_emails) == ("TD Task", 4, 0)
	assert frappe.db.get_value("File", {"file_url": made.import_file}, "is_private") == 1
	assert (made.status, importing.said(made)) == ("Success", [""] * 4)


def test_a_prepared_import_in_another_language_finds_its_columns(swept: None) -> None:
	frappe.get_doc(
		doctype="Translation", language="ru", source_text="Responsible", translated_text="Отвечает"
	).insert()
	frappe.cache.hdel("data_import_column_header_map", "TD Task")
	frappe.local.lang = "ru"
	try:
		made = frappe.get_doc(
			"Data Import", imports.import_sheet(base64.b64encode(sample().encode()).decode())
		)
		headings = [column.header_title for column in made.get_preview_from_template().columns]
	finally:
		frappe.local.lang = "en"
	assert "Отвечает" in headings
	frappe.cache.hdel("data_import_column_header_map", "TD Task")
	frappe.db.delete("Translation", {"translated_text": "Отвечает"})
	frappe.db.commit()
	made = importing.start_import_again(made, "Administrator")
	assert made.status == "Success"


def test_five_thousand_rows_are_read_in_seconds_and_little_memory() -> None:
	rows = "".join(
		f"{number};Дело {number};Anna Tester;Tester Boris;Clara Tester;;14.03.2031;Сайт\n"
		for number in range(5_000)
	)
	tracemalloc.start()
	begun = time.monotonic()
	found = look(HEAD + rows)
	took, peak = time.monotonic() - begun, tracemalloc.get_traced_memory()[1]
	tracemalloc.stop()
	assert (found["coming"], len(found["lines"]), found["more"]) == (5_000, 200, 4_800)
	assert str(found["csv"]).count("\n") == 5_001
	assert took < 30 and peak < 100_000_000, (took, peak)  # tracing memory takes most of this time

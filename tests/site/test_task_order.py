"""The printed order of a task: everything that two people sign, nothing that its reader may not see."""

from collections.abc import Iterator

import frappe
import pytest

from task_discipline.services import task_paper
from tests.factories import (
	ASSIGNER,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	in_hours,
	make_file,
	make_task,
)
from tests.projects import make_project

FORMAT = "TD Task Order"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(autouse=True)
def clean(rolled_back: None) -> Iterator[None]:
	frappe.db.set_value("User", ASSIGNER, "language", "en")
	yield
	frappe.local.lang = "en"


def printed(user: str, task: str, language: str = "en") -> str:
	"""The page as the host prints it for ``user``."""
	with acting_as(user):
		frappe.local.lang = language
		try:
			return frappe.get_print("TD Task", task, FORMAT, no_letterhead=1)
		finally:
			frappe.local.lang = "en"


def test_the_order_says_everything_that_is_signed() -> None:
	task = make_task(description="<p>With <b>all</b> annexes</p>", priority="High", require_file=1)
	with acting_as(ASSIGNER):
		make_file(task.name, "draft-terms.txt", "Terms")
	act(ASSIGNER, task.name, "change_deadline", deadline=str(in_hours(96)), reason="The client is late")
	act(RESPONSIBLE, task.name, "accept_assignment")
	page = printed(ASSIGNER, task.name)
	for words in (
		"Prepare the contract",
		"Anna Tester",
		"Boris Tester",
		"Clara Tester",
		"Dmitri Tester",
		"With <b>all</b> annexes",
		"High",
		"Draft",
		"Agree",
		"draft-terms.txt",
		"The client is late",
		"A file is required",
		"The responsible agreed to it",
		"date, signature",
	):
		assert words in page, words


def test_the_result_and_its_moments_are_printed() -> None:
	task = make_task(co_assignees=[])
	act(RESPONSIBLE, task.name, "submit_task", result="<p>Signed by both</p>")
	act(ASSIGNER, task.name, "accept_result")
	page = printed(RESPONSIBLE, task.name)
	assert "Signed by both" in page
	assert "Submitted:" in page and "Accepted:" in page


def test_an_empty_task_prints_without_empty_parts() -> None:
	task = make_task(co_assignees=[], observers=[], plan=[], deadline=None, description="")
	page = printed(ASSIGNER, task.name)
	for part in ("Plan", "Documents", "Result", "How the Deadline Moved", "Milestones", "Observers"):
		assert f">{part}<" not in page, part
	assert ">None<" not in page


def test_hostile_words_are_printed_as_words() -> None:
	"""Whatever way they came into the database."""
	task = make_task()
	with acting_as(ASSIGNER):
		make_file(task.name, "plan.txt", "x")
	frappe.db.set_value(
		"TD Task",
		task.name,
		{"subject": HOSTILE, "description": HOSTILE, "result": HOSTILE},
		update_modified=False,
	)
	frappe.db.set_value("TD Plan Step", {"parent": task.name}, "title", HOSTILE)
	frappe.db.set_value("File", {"attached_to_name": task.name}, "file_name", HOSTILE)
	act(ASSIGNER, task.name, "change_deadline", deadline=str(in_hours(90)), reason="later")
	frappe.db.set_value("TD Task Event", {"task": task.name, "event": "Deadline Changed"}, "reason", HOSTILE)
	frappe.db.set_value("User", RESPONSIBLE, "full_name", HOSTILE)
	page = printed(ASSIGNER, task.name)
	assert "<script>alert" not in page
	assert "<img src=x onerror" not in page and "<img onerror" not in page
	assert page.count("&lt;script&gt;") >= 5


def test_the_page_speaks_its_readers_language() -> None:
	task = make_task()
	for source, words in (("date, signature", "дата, подпись"), ("Deadline now", "Срок сейчас")):
		frappe.get_doc(
			doctype="Translation", language="ru", source_text=source, translated_text=words
		).insert()
	page = printed(ASSIGNER, task.name, "ru")
	assert "дата, подпись" in page and "Срок сейчас" in page


def test_what_the_reader_may_not_open_is_not_named() -> None:
	project = make_project(ASSIGNER, project_name="Secret house", members=[RESPONSIBLE])
	above = make_task(subject="Secret parent", co_assignees=[], observers=[])
	task = make_task(project=project.name, parent_task=above.name)
	seen, hidden = printed(ASSIGNER, task.name), printed(OBSERVER, task.name)
	for words in ("Secret house", "Secret parent"):
		assert words in seen
		assert words not in hidden


def test_agreement_is_told_to_those_whom_the_form_tells_it() -> None:
	task = make_task(observers=[{"user": OBSERVER}])
	act(RESPONSIBLE, task.name, "accept_assignment")
	for user, is_told in ((ASSIGNER, True), (RESPONSIBLE, True), (MANAGER, True), (OBSERVER, False)):
		assert ("agreed to it" in printed(user, task.name)) is is_told, user


def test_a_stranger_prints_nothing() -> None:
	task = make_task()
	with acting_as(STRANGER), pytest.raises(frappe.PermissionError):
		task_paper.for_print(frappe.get_doc("TD Task", task.name))


def test_only_the_latest_moves_and_files_are_listed() -> None:
	task = make_task(deadline=in_hours(30))
	for hours in range(31, 31 + 15):
		act(ASSIGNER, task.name, "change_deadline", deadline=str(in_hours(hours)), reason=f"Reason {hours}.")
	page = printed(ASSIGNER, task.name)
	assert "Reason 31." not in page and "Reason 45." in page
	assert "and 3 earlier" in page


def test_it_is_what_the_host_prints_by_itself() -> None:
	assert frappe.get_meta("TD Task").default_print_format == FORMAT
	task = make_task()
	with acting_as(ASSIGNER):
		assert "td-order" in frappe.get_print("TD Task", task.name)

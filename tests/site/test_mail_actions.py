"""Links in mails that lead to an action: whom they reach, what they lead to, and that nothing happens without a click."""

import re
from collections.abc import Callable, Iterator
from email import message_from_string, policy
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from task_discipline.services import clock, mail_actions, mail_links
from task_discipline.services.mail_links import Expired, Link, Void
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	act,
	acting_as,
	events_of,
	make_file,
	make_mail_account,
	make_task,
	purge,
)
from tests.web import call, request, words

DOOR = "task_discipline.api.mail_actions.confirm"
SUBJECT = "Sign the zanzibar lease"


@pytest.fixture
def committed() -> Iterator[Callable[..., Any]]:
	"""Makes tasks that real requests can see."""

	def make(**fields: Any) -> Any:
		task = make_task(subject=SUBJECT, **fields)
		frappe.db.commit()
		return task

	yield make
	frappe.db.rollback()
	purge()


def query(name: str, task: Any, user: str = RESPONSIBLE, days: int = 14) -> str:
	"""The query string of a link."""
	return urlsplit(mail_links.url(Link(name, task.name, user), days)).query


def page_for(user: str, link: str) -> Any:
	with acting_as(user):
		return mail_actions.page(link)


def look(user: str, link: str, method: str = "GET") -> str:
	"""The page as a browser gets it."""
	path, body = f"/{mail_links.PAGE}", dict(parse_qsl(link))
	answer = request(user, method, path if method == "GET" else f"{path}?{link}", body)
	assert answer.status_code == 200
	return words(answer)


def status(task: Any) -> str:
	frappe.db.rollback()  # a new look at what the requests have written
	return frappe.db.get_value("TD Task", task.name, "status")


# The signature


def test_a_link_says_what_was_signed() -> None:
	task = make_task()
	assert mail_links.read(query("accept", task)) == Link("accept", task.name, RESPONSIBLE)


@pytest.mark.parametrize("key", ["purpose", "action", "task", "person", "until", "_signature"])
def test_whatever_is_changed_in_a_link_makes_it_void(key: str) -> None:
	task, other = make_task(), make_task()
	link = query("accept", task)
	mine = {name: values[0] for name, values in parse_qs(link).items()}
	changed = {
		"purpose": "unsubscribe",
		"action": "submit",
		"task": other.name,
		"person": ASSIGNER,
		"until": str(int(mine["until"]) + 1),
		"_signature": mine["_signature"][:-1] + ("0" if mine["_signature"][-1] != "0" else "1"),
	}
	if key == "purpose":
		# Signed by the host for something else, with all else the same.
		mine = dict(mine, purpose="unsubscribe")
		mine.pop("_signature")
		signed = frappe.utils.verified_command.get_signed_params(mine)
		with pytest.raises(Void):
			mail_links.read(signed)
		return
	with pytest.raises(Void):
		mail_links.read(urlencode(dict(mine, **{key: changed[key]})))


@pytest.mark.parametrize(
	"text",
	["", "action=accept", "until=x&action=accept", "until=٣&action=accept", "%00" * 900, "=&=&", "a" * 9999],
)
def test_nonsense_is_a_void_link(text: str) -> None:
	with pytest.raises(Void):
		mail_links.read(text)


def test_a_link_outlives_what_mail_programs_add_to_it() -> None:
	task = make_task()
	assert mail_links.read(query("accept", task) + "&utm_source=newsletter").task == task.name


def test_a_link_expires_and_can_be_switched_off() -> None:
	task = make_task()
	link = query("accept", task, days=14)
	with clock.at(add_days(now_datetime(), 13)):
		assert mail_links.read(link).task == task.name
	with clock.at(add_days(now_datetime(), 15)), pytest.raises(Expired):
		mail_links.read(link)
	frappe.db.set_single_value("TD Settings", "mail_link_days", 0)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	with pytest.raises(Expired):
		mail_links.read(link)
	assert mail_links.offer("Created", task.as_dict()) == {}


# Who is offered what


@pytest.mark.parametrize(
	("occasion", "status", "name"),
	[
		("Created", "New", "accept"),
		("Reassigned", "New", "accept"),
		("Reassigned", "In Progress", None),
		("Not Accepted", "New", "accept"),
		("Returned", "In Progress", "submit"),
		("Before Deadline", "New", "submit"),
		("Deadline", "In Progress", "submit"),
		("Overdue", "In Progress", "submit"),
		("Overdue", "On Hold", None),
		("Before Deadline", "Submitted", None),
		("Cancelled", "Cancelled", None),
		("Escalation", "In Progress", None),
		("Review Due", "Submitted", None),
	],
)
def test_what_a_mail_offers(occasion: str, status: str, name: str | None) -> None:
	row = {"name": "TD-1", "status": status, "assigner": ASSIGNER, "responsible": RESPONSIBLE}
	assert mail_links.offer(occasion, row).get("action") == name


def test_own_tasks_ask_for_no_acceptance() -> None:
	row = {"name": "TD-1", "status": "New", "assigner": RESPONSIBLE, "responsible": RESPONSIBLE}
	assert mail_links.offer("Created", row) == {}


# The page


def test_the_page_asks_and_names_what_it_asks_about() -> None:
	task = make_task(subject=SUBJECT)
	page = page_for(RESPONSIBLE, query("accept", task))
	assert page.subject == SUBJECT and page.button == "Accept the task" and not page.asks_result
	facts = dict(page.facts)
	assert "(Europe/Berlin)" in facts["Deadline"] and facts["Assigner"] == "Anna Tester"


def test_submitting_asks_for_what_the_assigner_wants() -> None:
	plain, strict = make_task(plan=[]), make_task(plan=[], require_result=1)
	both = make_task(require_file=1, require_plan_done=1)
	shown = [page_for(RESPONSIBLE, query("submit", task)) for task in (plain, strict, both)]
	assert [(page.asks_result, page.needs_result, bool(page.button)) for page in shown] == [
		(True, False, True),
		(True, True, True),
		(False, False, False),
	]
	assert len(shown[2].missing) == 2 and both.name in shown[2].link
	with acting_as(RESPONSIBLE):
		make_file(both.name, "proof.txt", "proof")
	assert len(page_for(RESPONSIBLE, query("submit", both)).missing) == 1


def test_a_result_that_was_written_before_is_kept() -> None:
	task = make_task(plan=[], require_result=1)
	act(RESPONSIBLE, task.name, "submit_task", result="<p>First</p>")
	act(ASSIGNER, task.name, "return_for_rework", reason="More")
	link = query("submit", task)
	page = page_for(RESPONSIBLE, link)
	assert page.has_result and not page.needs_result
	with acting_as(RESPONSIBLE):
		mail_actions.confirm(link, "  ")
	assert "First" in frappe.db.get_value("TD Task", task.name, "result")


@pytest.mark.parametrize("user", [ASSIGNER, CO_ASSIGNEE, OBSERVER, MANAGER, "Administrator"])
def test_the_link_of_another_person_says_nothing_of_the_task(user: str) -> None:
	task = make_task(subject=SUBJECT)
	page = page_for(user, query("accept", task))
	assert not (page.subject or page.facts or page.button) and task.name not in str(page)
	with acting_as(user), pytest.raises(frappe.PermissionError) as refused:
		mail_actions.confirm(query("accept", task), None)
	assert SUBJECT not in str(refused.value) and task.name not in str(refused.value)


def test_who_was_taken_off_the_task_reads_nothing_of_it() -> None:
	task = make_task(subject=SUBJECT)
	link = query("accept", task)
	act(ASSIGNER, task.name, "reassign", user=CO_ASSIGNEE, reason="Boris is away")
	page = page_for(RESPONSIBLE, link)
	assert SUBJECT not in str(page) and not page.button
	with acting_as(RESPONSIBLE), pytest.raises(frappe.PermissionError):
		mail_actions.confirm(link, None)


@pytest.mark.parametrize(
	("name", "before", "said"),
	[
		("accept", "accept_assignment", "accepted the task already"),
		("accept", "start", "accepted the task already"),
		("submit", "submit_task", "submitted the task already"),
	],
)
def test_what_is_done_already_says_by_whom_and_when(name: str, before: str, said: str) -> None:
	task = make_task(plan=[])
	act(RESPONSIBLE, task.name, before)
	link = query(name, task)
	page = page_for(RESPONSIBLE, link)
	assert f"Boris Tester {said}" in page.message and "Europe/Berlin" in page.message and not page.button
	events = events_of(task.name)
	with acting_as(RESPONSIBLE):
		assert said in mail_actions.confirm(link, None)
	assert events_of(task.name) == events


def test_a_state_that_forbids_the_action_is_named() -> None:
	task = make_task()
	act(ASSIGNER, task.name, "cancel_task", reason="Not needed")
	page = page_for(RESPONSIBLE, query("submit", task))
	assert "Cancelled" in page.message and not page.button
	with acting_as(RESPONSIBLE), pytest.raises(frappe.ValidationError):
		mail_actions.confirm(query("submit", task), None)


# Real requests


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_fetching_the_link_changes_nothing(committed: Callable[..., Any], method: str) -> None:
	task = committed()
	before = events_of(task.name)
	for link in (query("accept", task), query("submit", task)):
		for user in (RESPONSIBLE, ASSIGNER):
			look(user, link, method)
	assert status(task) == "New" and events_of(task.name) == before


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_door_opens_to_a_post_only(committed: Callable[..., Any], method: str) -> None:
	task = committed()
	answer = request(RESPONSIBLE, method, f"/api/method/{DOOR}", {"link": query("accept", task)})
	assert answer.status_code == 403 and status(task) == "New"


def test_a_click_acts_once_and_the_second_one_is_told(committed: Callable[..., Any]) -> None:
	task = committed()
	link = query("accept", task)
	assert "Accept the task" in look(RESPONSIBLE, link)
	answers = [call(RESPONSIBLE, DOOR, link=link) for _click in range(2)]
	assert [answer.status_code for answer in answers] == [200, 200]
	assert answers[0].json["message"] == "You have accepted the task."
	assert "Boris Tester accepted the task already" in answers[1].json["message"]
	assert status(task) == "In Progress" and events_of(task.name).count("Assignment Accepted") == 1


def test_a_result_arrives_as_text(committed: Callable[..., Any]) -> None:
	task = committed(plan=[], require_result=1)
	link = query("submit", task)
	refused = call(RESPONSIBLE, DOOR, link=link, result=" ")
	assert refused.status_code == 417 and "Write the result" in words(refused)
	assert (
		call(RESPONSIBLE, DOOR, link=link, result="Signed\n<img src=x onerror=alert(1)>").status_code == 200
	)
	assert status(task) == "Submitted"
	result = frappe.db.get_value("TD Task", task.name, "result")
	assert "<p>Signed</p>" in result and "<img" not in result


def test_others_are_refused_without_a_word_of_the_task(committed: Callable[..., Any]) -> None:
	task = committed()
	link = query("accept", task)
	answers = [
		call(ASSIGNER, DOOR, link=link),
		call(RESPONSIBLE, DOOR, link=link.replace("accept", "submit")),
	]
	assert [answer.status_code for answer in answers] == [403, 417]
	for text in (words(answers[0]), look(ASSIGNER, link), look(RESPONSIBLE, link + "0")):
		assert SUBJECT not in text and "<form" not in text
	assert status(task) == "New"


@pytest.mark.parametrize("arguments", [{}, {"link": 5}, {"link": ["x"]}, {"link": "x", "result": {"a": 1}}])
def test_calls_that_do_not_fit_are_refused(committed: Callable[..., Any], arguments: dict[str, Any]) -> None:
	assert 400 <= call(RESPONSIBLE, DOOR, **arguments).status_code < 500


def test_a_subject_brings_no_markup_into_the_page(committed: Callable[..., Any]) -> None:
	task = committed()
	frappe.db.set_value("TD Task", task.name, "subject", "<script>alert(1)</script> & {{ 7 * 7 }}")
	frappe.db.commit()
	text = look(RESPONSIBLE, query("accept", task))
	assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7 * 7 }}" in text


# The mails


def test_the_button_is_in_the_letter_of_the_responsible_alone() -> None:
	make_mail_account(1)
	frappe.local.outgoing_email_account = {}
	task = make_task()
	frappe.local.outgoing_email_account = {}
	mails = frappe.get_all(
		"Email Queue", {"reference_name": task.name}, ["name", "message"], order_by="name asc"
	)
	with_button = [mail for mail in mails if mail_links.PAGE in mail.message]
	readers = {
		mail.name: set(frappe.get_all("Email Queue Recipient", {"parent": mail.name}, pluck="recipient"))
		for mail in mails
	}
	assert [readers[mail.name] for mail in with_button] == [{RESPONSIBLE}]
	assert set().union(*readers.values()) == {RESPONSIBLE, CO_ASSIGNEE, OBSERVER}
	text = _plain(with_button[0].message)
	(link,) = re.findall(rf"Accept the task: (\S+/{mail_links.PAGE}\?\S+)", text)
	assert mail_links.read(urlsplit(link).query) == Link("accept", task.name, RESPONSIBLE)


def _plain(message: str) -> str:
	return message_from_string(message, policy=policy.default).get_body(("plain",)).get_content()

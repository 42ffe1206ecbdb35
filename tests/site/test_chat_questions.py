"""Questions to a person: who asks whom, who answers and takes back, how long it waited, and who is reminded when."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from task_discipline.api import chat, chat_groups, chat_work
from task_discipline.chat_names import MESSAGE
from task_discipline.services import clock, timeline
from task_discipline.services.chat import reminding
from task_discipline.services.ratings import waits, words
from tests.chatting import ANNA, BORIS, CLARA, DMITRI, forget_limits, make_group, say
from tests.factories import STRANGER, act, acting_as, make_mail_account, make_task
from tests.reminding import use_office_hours
from tests.working import make_absence

TUESDAY = datetime(2031, 3, 4, 9, 0)
"""When work begins; the office closes at five."""
WEDNESDAY = TUESDAY.date() + timedelta(days=1)


@pytest.fixture(autouse=True)
def _office(rolled_back: None) -> Iterator[None]:
	use_office_hours()
	frappe.db.delete(MESSAGE, {"question_state": "Open"})
	forget_limits()
	with clock.at(TUESDAY):
		yield


def hours(number: float) -> datetime:
	return TUESDAY + timedelta(hours=number)


def ask(
	group: str, asker: str = ANNA, person: str = BORIS, until: datetime | None = None, **more: Any
) -> dict[str, Any]:
	with acting_as(asker):
		return chat_work.ask(group, "Which quay?", person, str(until or hours(4)), **more)


def task_group(user: str = ANNA, **fields: Any) -> tuple[str, str]:
	"""A task of ANNA's for BORIS, and its group."""
	task = make_task(deadline=hours(100), **fields)
	with acting_as(user):
		return task.name, chat_groups.for_record("TD Task", task.name)["group"]["name"]


def events(task: str) -> list[str]:
	return frappe.get_all(
		"TD Task Event", {"task": task, "event": ("like", "Question%")}, pluck="event", order_by="name asc"
	)


def bells(user: str) -> list[str]:
	return frappe.get_all(
		"Notification Log",
		{"for_user": user, "document_type": MESSAGE},
		pluck="subject",
		order_by="creation asc, name asc",
	)


def turn(at: datetime) -> int:
	with clock.at(at):
		return reminding.send(lambda: None, seconds=30)


def test_a_question_rings_and_stands_in_the_day_of_both() -> None:
	group = make_group()
	asked = ask(group)
	assert asked["kind"] == "Question"
	assert (asked["question"]["to"], asked["question"]["state"]) == (BORIS, "Open")
	assert bells(BORIS) == ["<b>Anna Tester</b> asks you: Which quay?"] and bells(CLARA) == []
	with acting_as(BORIS):
		(mine,) = chat_work.open_questions()["mine"]
		assert (mine["name"], mine["title"], mine["line"]) == (asked["name"], "Harbour", "Which quay?")
	with acting_as(ANNA):
		assert chat_work.open_questions()["asked"] == []
		with clock.at(hours(4)):
			assert [one["name"] for one in chat_work.open_questions()["asked"]] == [asked["name"]]
	with acting_as(CLARA):
		assert chat_work.open_questions() == {"mine": [], "asked": [], "people": {}}


def test_the_same_question_sent_twice_is_one() -> None:
	group = make_group()
	first, second = (ask(group, client_id="one") for _time in range(2))
	assert first["name"] == second["name"] and len(bells(BORIS)) == 1


@pytest.mark.parametrize(
	("asker", "person", "until", "words"),
	[
		(ANNA, ANNA, hours(4), "somebody else"),
		(ANNA, DMITRI, hours(4), "Only members"),
		(ANNA, "nobody@td-test.example", hours(4), "Only members"),
		(ANNA, BORIS, hours(0), "has passed"),
		(ANNA, BORIS, "soon", "is not a date and time"),
		(STRANGER, BORIS, hours(4), "do not belong"),
		(DMITRI, BORIS, hours(4), "do not belong"),
	],
)
def test_what_cannot_be_asked(asker: str, person: str, until: Any, words: str) -> None:
	group = make_group()
	with pytest.raises((frappe.ValidationError, frappe.PermissionError), match=words):
		ask(group, asker, person, until)
	assert not frappe.db.exists(MESSAGE, {"chat_group": group, "kind": "Question"})


def test_a_question_needs_words() -> None:
	group = make_group()
	with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="Write what you want to know"):
		chat_work.ask(group, " \u200b ", BORIS, str(hours(4)))


def test_the_first_reply_of_the_person_answers_it() -> None:
	task, group = task_group()
	question = ask(group)["name"]
	with clock.at(hours(1)):
		say(CLARA, group, "No idea", reply_to=question)
		say(BORIS, group, "Something else")
		assert frappe.db.get_value(MESSAGE, question, "question_state") == "Open"
	with clock.at(hours(2)):
		answer = say(BORIS, group, "The third", reply_to=question)["name"]
		say(BORIS, group, "Quay, I mean", reply_to=question)
	stored = frappe.db.get_value(
		MESSAGE, question, ["question_state", "answer", "answered_at", "waiting_minutes"]
	)
	assert stored == ("Answered", answer, hours(2), 120)
	assert events(task) == ["Question Asked", "Question Answered"]
	assert bells(ANNA) == ["<b>Boris Tester</b> answered your question: The third"]
	with acting_as(BORIS):
		assert chat_work.open_questions()["mine"] == []


def test_waiting_is_counted_in_working_time_of_the_person_asked() -> None:
	_task, group = task_group()
	make_absence(BORIS, WEDNESDAY, WEDNESDAY)
	question = ask(group, until=hours(72))["name"]
	with clock.at(hours(49)):  # Thursday at ten: eight hours on Tuesday, one on Thursday
		say(BORIS, group, "The third", reply_to=question)
	assert frappe.db.get_value(MESSAGE, question, "waiting_minutes") == 540


@pytest.mark.parametrize(
	("who", "may"), [(ANNA, True), (BORIS, False), (CLARA, True), (DMITRI, False), (STRANGER, False)]
)
def test_asker_and_admins_take_a_question_back(who: str, may: bool) -> None:
	group = make_group(members=(BORIS, CLARA, DMITRI))
	with acting_as(ANNA):
		chat_groups.set_admin(group, CLARA, True)
	question = ask(group)["name"]
	with acting_as(who):
		if may:
			assert chat_work.withdraw_question(question)["question"]["state"] == "Withdrawn"
		else:
			with pytest.raises(frappe.PermissionError):
				chat_work.withdraw_question(question)
	say(BORIS, group, "Too late", reply_to=question)
	assert frappe.db.get_value(MESSAGE, question, "question_state") == ("Withdrawn" if may else "Answered")


def test_an_answered_question_is_not_taken_back() -> None:
	group = make_group()
	question = ask(group)["name"]
	say(BORIS, group, "The third", reply_to=question)
	with acting_as(ANNA), pytest.raises(frappe.ValidationError, match="Answered already"):
		chat_work.withdraw_question(question)


def test_nobody_waits_for_a_question_that_was_deleted() -> None:
	task, group = task_group()
	question = ask(group)["name"]
	with acting_as(ANNA):
		chat.delete(question)
	assert events(task) == ["Question Asked", "Question Withdrawn"]
	with acting_as(BORIS):
		assert chat_work.open_questions()["mine"] == []


def test_nobody_waits_for_somebody_who_was_removed() -> None:
	group = make_group()
	question = ask(group)["name"]
	with acting_as(ANNA):
		chat_groups.remove_member(group, BORIS)
	assert frappe.db.get_value(MESSAGE, question, "question_state") == "Withdrawn"
	with acting_as(BORIS):
		assert chat_work.open_questions()["mine"] == []
	assert turn(hours(5)) == 0


def test_the_history_of_the_task_tells_of_it_without_its_words() -> None:
	task, group = task_group()
	question = ask(group)["name"]
	with clock.at(hours(2)):
		say(BORIS, group, "The third", reply_to=question)
	with acting_as(ANNA):
		told = " ".join(str(one["content"]) for one in timeline.entries(task))
	assert "asked" in told and "It waited 2 h of working time" in told
	assert "quay" not in told and "third" not in told


def test_a_person_is_reminded_shortly_before_and_when_the_time_is_over() -> None:
	make_mail_account(25)
	group = make_group()
	question = ask(group, until=hours(4))["name"]
	frappe.db.delete("Notification Log", {"document_type": MESSAGE})
	assert turn(hours(2.9)) == 0
	assert (turn(hours(3)), turn(hours(3.5))) == (1, 0)
	assert bells(BORIS) == [
		"<b>Anna Tester</b> waits for your answer, and the time is nearly up: Which quay?"
	]
	assert bells(ANNA) == []
	assert (turn(hours(4)), turn(hours(6))) == (1, 0)
	assert len(bells(BORIS)) == 2
	assert bells(ANNA) == ["<b>Boris Tester</b> has not answered your question in time: Which quay?"]
	mails = frappe.get_all(
		"Email Queue", {"reference_doctype": MESSAGE, "reference_name": str(question)}, pluck="name"
	)
	assert len(mails) == 2


def test_nobody_is_reminded_off_work() -> None:
	group = make_group()
	make_absence(BORIS, WEDNESDAY, WEDNESDAY)
	ask(group, until=hours(8))  # at five, when work ends
	assert turn(hours(6)) == 1
	assert [turn(hours(at)) for at in (8, 10, 24, 26)] == [0, 0, 0, 0]
	assert turn(hours(48)) == 1


def test_a_killed_turn_is_taken_again_with_its_bells() -> None:
	group = make_group()
	ask(group)
	rung = len(bells(BORIS))
	frappe.db.savepoint("before_the_kill")
	assert turn(hours(5)) == 1
	frappe.db.rollback(save_point="before_the_kill")
	assert len(bells(BORIS)) == rung
	assert (turn(hours(5)), turn(hours(5))) == (1, 0)
	assert len(bells(BORIS)) == rung + 1


@pytest.mark.parametrize("ends", ["answered", "withdrawn", "archived"])
def test_nobody_is_reminded_of_what_waits_no_more(ends: str) -> None:
	group = make_group()
	question = ask(group)["name"]
	if ends == "answered":
		say(BORIS, group, "The third", reply_to=question)
	with acting_as(ANNA):
		if ends == "withdrawn":
			chat_work.withdraw_question(question)
		if ends == "archived":
			chat_groups.archive(group)
	assert turn(hours(5)) == 0


def test_many_questions_are_told_of_in_as_many_queries_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
	group = make_group()
	asked, plain = [], frappe.db.sql

	def counting(*given: Any, **named: Any) -> Any:
		asked.append(given)
		return plain(*given, **named)

	numbers = []
	for number in (2, 12):
		for minutes in range(number):
			ask(group, until=hours(4) + timedelta(minutes=minutes))
		asked.clear()
		with monkeypatch.context() as patched:
			patched.setattr(frappe.db, "sql", counting)
			assert turn(hours(5)) == number
		numbers.append(len(asked))
		frappe.db.delete(MESSAGE, {"chat_group": group, "kind": "Question"})
	assert numbers[1] <= numbers[0]


@pytest.mark.parametrize(
	("counts", "asker", "fair"), [(1, BORIS, 60), (0, BORIS, 180), (1, CLARA, 180), (1, ANNA, 180)]
)
def test_where_the_site_says_so_waiting_is_no_delay_of_the_responsible(
	counts: int, asker: str, fair: int
) -> None:
	"""Due at noon, handed in at three; from ten to noon an answer was missing, where the responsible waited for it."""
	frappe.db.set_single_value("TD Settings", "chat_questions_deduct", counts)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	task = make_task(deadline=hours(3)).name
	with acting_as(ANNA):
		group = chat_groups.for_record("TD Task", task)["group"]["name"]
	with clock.at(hours(1)):
		question = ask(group, asker, DMITRI)["name"]
	with clock.at(hours(3)):
		say(DMITRI, group, "The third", reply_to=question)
	with clock.at(hours(6)):
		act(BORIS, task, "submit_task", result="Done")
	rating = frappe.get_doc("TD Task Rating", {"task": task, "user": BORIS})
	assert (rating.fair_delay_minutes, rating.deducted_minutes) == (fair, 180 - fair)
	said = [line["words"] for block in words.explain(rating.as_dict())["blocks"] for line in block["lines"]]
	assert any(line.startswith("Waiting for an answer from") for line in said) is (fair == 60)


def test_an_open_question_and_one_taken_back_are_waited_for_until_then() -> None:
	frappe.db.set_single_value("TD Settings", "chat_questions_deduct", 1)
	frappe.clear_document_cache("TD Settings", "TD Settings")
	task, group = task_group()
	question = ask(group, BORIS, ANNA)["name"]
	ask(group, BORIS, CLARA)
	with clock.at(hours(1)), acting_as(BORIS):
		chat_work.withdraw_question(question)
	# Messages may be deleted by their age; the history of the task stays.
	frappe.db.delete(MESSAGE, {"chat_group": group})
	found = waits.of_tasks([task])[task]
	assert [(one.asker, bool(one.end)) for one in found] == [(BORIS, True), (BORIS, False)]

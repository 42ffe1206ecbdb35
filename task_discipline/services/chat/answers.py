"""What becomes of a question once it is asked: an answer, or nothing any more; and how long it waited.

Its waiting time is put on record in the history of the task that the group is about.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import frappe
from frappe import _lt

from task_discipline import compat
from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.domain import questions
from task_discipline.domain.questions import State
from task_discipline.permissions import TASK
from task_discipline.services import calendars, clock, history
from task_discipline.services.chat import changing, locks, notices, view
from task_discipline.services.chat.notices import Told

Row = frappe._dict
_ASKS = _lt("{0} asks you")
_ANSWERED = _lt("{0} answered your question")
_OF_TASK = ("name", "status", "assigner", "responsible", "deadline")


def asked(group: Row, question: Row) -> None:
	"""A question has just been put into a group that is held: tell the person, and note it on the task."""
	details = {"question": question.name, "answer_by": str(question.answer_by)}
	_record([(group, question)], questions.ASKED, question.author, [details])
	# His mail waits for the next turn of those who are away: he may have read it by then.
	notices.tell([Told(question.question_to, question.author, _ASKS, question)])


def answered_by(group: Row, message: Row) -> None:
	"""A reply has just been put into a group that is held: where it is what a question waited for, that is answered."""
	asked_for = locks.message(message.reply_to, view.COLUMNS)
	if asked_for.kind != "Question":
		return
	if not questions.is_answer(State(asked_for.question_state), asked_for.question_to, message.author):
		return
	now = clock.now()
	minutes = _waited(asked_for, now)
	values = {"question_state": State.ANSWERED.value, "answered_at": now, "answer": message.name}
	changing.change(asked_for, **values, waiting_minutes=minutes)
	details = {"question": asked_for.name, "minutes": minutes}
	_record([(group, asked_for)], questions.ANSWERED, message.author, [details])
	notices.tell([Told(asked_for.author, message.author, _ANSWERED, _quoting(asked_for, message))])


def _quoting(question: Row, answer: Row) -> Row:
	"""The answer as a bell beside the question shows it."""
	return frappe._dict(name=question.name, chat_group=question.chat_group, text=answer.text)


def _waited(question: Row, until: datetime) -> int:
	person = question.question_to
	calendar = calendars.of_people([person])[person]
	return questions.waiting_minutes(calendar, calendars.aware(question.creation), calendars.aware(until))


def close(found: Sequence[Row]) -> None:
	"""Questions of groups that are held wait no longer, though nobody answered: taken back, deleted, or the person left."""
	still_open = [row for row in found if row.question_state == State.OPEN.value]
	groups = _groups({row.chat_group for row in still_open})
	for row in still_open:
		row.question_state = State.WITHDRAWN.value
		changing.change(row, question_state=row.question_state)
	pairs = [(groups[row.chat_group], row) for row in still_open]
	_record(pairs, questions.WITHDRAWN, frappe.session.user, [{"question": row.name} for row in still_open])


def of_leavers(held: Row, users: Collection[str]) -> None:
	"""People have left a group that is held: nobody waits for their answers there any more."""
	asked_of = {"question_to": ("in", list(users)), "question_state": State.OPEN.value}
	names = frappe.get_all(
		MESSAGE, {"chat_group": held.name, **asked_of}, ["name"], pluck="name", order_by=None
	)
	seen = frappe.db.get_value(GROUP, held.name, "last_message") or 0
	if (held.last_message or 0) > seen:
		names += _asked_since(held.name, seen, users)
	close(locks.messages(names, view.COLUMNS))


def _asked_since(group: str, seen: int, users: Collection[str]) -> list[int]:
	"""Questions that this transaction does not see, for it began before they were asked."""
	return frappe.db.sql(
		f"""select name from `tab{MESSAGE}` {compat.by_index("chat_group_name_index")}
		where chat_group = %s and name > %s and question_to in %s {compat.as_committed()}""",
		(group, seen, tuple(users)),
		pluck=True,
	)


def _groups(names: Collection[str]) -> dict[str, Row]:
	fields = ["name", "kind", "reference_doctype", "reference_name"]
	rows = frappe.get_all(GROUP, {"name": ("in", list(names))}, fields, order_by=None) if names else []
	return {row.name: row for row in rows}


def _record(
	pairs: Sequence[tuple[Row, Row]], event: str, actor: str, details: Sequence[Mapping[str, object]]
) -> None:
	"""Note something about questions in the histories of the tasks that their groups are about."""
	tasks = {group.reference_name for group, _question in pairs if group.reference_doctype == TASK}
	rows = frappe.get_all(TASK, {"name": ("in", sorted(tasks))}, _OF_TASK, order_by=None) if tasks else []
	known = {row.name: row for row in rows}
	written = [
		history.entry(
			known[group.reference_name],
			event,
			new_person=question.question_to if event != questions.ANSWERED else question.author,
			details=told,
			actor=actor,
		)
		for (group, question), told in zip(pairs, details, strict=True)
		if group.reference_name in known
	]
	if written:
		history.record_all(written)

"""Reminds people of the questions that wait for them: once shortly before the moment, once after it has passed."""

from collections.abc import Sequence

import frappe
from frappe import _, _lt

from task_discipline import compat
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.domain import questions
from task_discipline.domain.questions import Question, State, Turn
from task_discipline.services import batches, calendars, clock, settings
from task_discipline.services.batches import Commit
from task_discipline.services.chat import notices
from task_discipline.services.chat.notices import Told

Row = frappe._dict
_BATCH = 100
_LOOK_AHEAD = 5_000
_COLUMNS = """said.name, said.chat_group, said.author, said.text, said.creation, said.question_to, said.answer_by,
	said.reminded_at"""
_WORDS = {
	Turn.SOON: _lt("{0} waits for your answer, and the time is nearly up"),
	Turn.LAPSED: _lt("{0} waits for your answer, and the time is over"),
}
_NOT_ANSWERED = _lt("{0} has not answered your question in time")


def send(commit: Commit, seconds: float) -> int:
	"""Remind everybody who is at work now of what is due, for at most ``seconds``; returns how many questions it were.

	``commit`` ends each portion. Whatever is killed on the way, what was not committed is due again, its bells included.
	"""
	if not settings.load().chat.enabled:
		return 0
	return batches.work_off(_due, _portions, _remind, _give_up, commit, seconds)


def _due() -> list[int]:
	return list(_turns(_candidates()))


def _portions(names: Sequence[int]) -> list[Sequence[int]]:
	return [names[start : start + _BATCH] for start in range(0, len(names), _BATCH)]


def _candidates(names: Sequence[int] = ()) -> list[Row]:
	"""Open questions to members of groups in use of which their people were not told everything yet."""
	among = "and said.name in %(names)s" if names else ""
	return frappe.db.sql(
		f"""select {_COLUMNS} from `tab{MESSAGE}` said
		join `tab{GROUP}` about on about.name = said.chat_group and about.archived = 0
		join `tab{MEMBER}` member on member.chat_group = said.chat_group and member.`user` = said.question_to
		where said.question_state = %(open)s and said.deleted = 0 {among}
			and (said.reminded_at is null or (said.answer_by <= %(now)s and said.reminded_at < said.answer_by))
		order by said.answer_by, said.name limit {_LOOK_AHEAD}""",
		{"open": State.OPEN.value, "now": clock.now(), "names": tuple(names)},
		as_dict=True,
	)


def _turns(found: Sequence[Row]) -> dict[int, Turn]:
	"""What is due now of these questions."""
	now, working = calendars.aware(clock.now()), calendars.of_people(row.question_to for row in found)
	turns = {row.name: questions.turn_at(_dates(row), working[row.question_to], now) for row in found}
	return {name: turn for name, turn in turns.items() if turn}


def _dates(row: Row) -> Question:
	reminded = calendars.aware(row.reminded_at) if row.reminded_at else None
	return Question(calendars.aware(row.creation), calendars.aware(row.answer_by), reminded)


def _remind(names: Sequence[int]) -> int:
	# Held before anything is read: of two workers the second finds that all were told.
	held = {row.name for row in compat.lock_free_rows(MESSAGE, names)}
	found = {row.name: row for row in (_candidates(sorted(held)) if held else ())}
	turns = _turns(list(found.values()))
	_note(list(turns))
	notices.tell([one for name, turn in turns.items() for one in _told(found[name], turn)])
	return len(turns)


def _told(row: Row, turn: Turn) -> list[Told]:
	told = [Told(row.question_to, row.author, _WORDS[turn], row, by_mail=True)]
	# The asker may be off work, so he gets no mail: his day shows it, too.
	return [*told, Told(row.author, row.question_to, _NOT_ANSWERED, row)] if turn is Turn.LAPSED else told


def _note(names: Sequence[int]) -> None:
	if names:
		frappe.db.sql(
			f"update `tab{MESSAGE}` set reminded_at = %s where name in %s", (clock.now(), tuple(names))
		)


def _give_up(name: int, error: Exception) -> None:
	"""A question of which nobody can be reminded: on record, and never tried again."""
	frappe.log_error(
		title=_("A reminder of a question could not be sent"),
		reference_doctype=MESSAGE,
		reference_name=str(name),
	)
	_note([name])

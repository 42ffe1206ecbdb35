"""Sees to it that what is said is found by its words, also after the database has crashed.

A crash may leave the index of words with numbers that were given away already: what is said, or edited, first after it
is then hidden from every search. That shows at once in those messages, so nothing has to be kept about it.
"""

from datetime import datetime, timedelta

import frappe
from frappe.utils import cint

from task_discipline import compat, word_index
from task_discipline.chat_names import MESSAGE
from task_discipline.services import clock
from task_discipline.services.batches import Commit

WORDS = ("text", "td_chat_message_words")
"""The column, and its index."""
MOST_AT_ONCE = 200_000
"""Messages whose index is made anew by day: nothing is said in the chat for the seconds that this takes."""
_LOOKED_AT, _LOOKED_BACK_AT = 50, 200
_JUST_NOW = timedelta(hours=1)
_HOLDS = 600
_MADE_ANEW, _FOUND_SOUND = MARKS = ("task_discipline:words_made_anew", "task_discipline:words_found_sound")
"""Until when the index is known to be right, in seconds since 1970."""


def are_hidden() -> bool:
	"""Whether some of the messages since the database was started, or shortly before, are not found by their words.

	Once none is, that holds for ten minutes, for whoever looks at the health of the system: the question takes seconds
	where a million messages say the same.
	"""
	started = int(compat.database_started())
	# What is not found in an index that was made since then has words that this server reads otherwise.
	if any(cint(frappe.cache.get_value(mark, expires=True)) >= started for mark in MARKS):
		return False
	hidden = bool(word_index.hidden(MESSAGE, *WORDS, _first_since(clock.of_epoch(started))))
	# Not in the second of the start itself: another crash may fall into it.
	if not hidden and (now := int(compat.database_epoch())) > started:
		frappe.cache.set_value(_FOUND_SOUND, now - 1, expires_in_sec=_HOLDS)
	return hidden


def mend(commit: Commit) -> bool:
	"""Make the index anew where it hides messages; returns whether that was done.

	Where there are more than ``MOST_AT_ONCE`` the page of health tells an administrator, who chooses the hour.
	"""
	if not are_hidden():
		return False
	commit()  # a new look: somebody may have edited one of them in that very moment
	return are_hidden() and frappe.db.count(MESSAGE) <= MOST_AT_ONCE and rebuild()


def rebuild() -> bool:
	"""Make the index anew, whatever it hides; returns False where somebody else is at it. Commits, as the database does."""
	is_done = word_index.rebuild(MESSAGE, *WORDS)
	if is_done:
		frappe.cache.set_value(_MADE_ANEW, int(compat.database_epoch()))
	return is_done


def _first_since(moment: datetime) -> list[tuple[int, str]]:
	"""Names and texts of what was written first since a moment, and last before it where it was not long ago.

	A server that crashed twice may have hidden something in between.
	"""
	rows = _written(f">= %s and text is not null order by modified limit {_LOOKED_AT}", moment)
	if clock.now() - moment < _JUST_NOW:
		rows += _written(f"< %s and text is not null order by modified desc limit {_LOOKED_BACK_AT}", moment)
	return rows


def _written(condition: str, moment: datetime) -> list[tuple[int, str]]:
	return list(frappe.db.sql(f"select name, text from `tab{MESSAGE}` where modified {condition}", moment))

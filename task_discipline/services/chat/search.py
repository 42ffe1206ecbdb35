"""Finds messages by their words, in the groups of whoever asks."""

import re

import frappe
from frappe import _

from task_discipline import word_index
from task_discipline.chat_names import MEMBER, MESSAGE
from task_discipline.services.chat import groups, messages, rate, standing, view

_MOST_FOUND = 30
_LONGEST_QUESTION = 200
_WORD = re.compile(r"\w+")


def find(text: object, group: object = None, before: object = None) -> dict[str, object]:
	"""``{messages, people, groups, has_more}``: the newest first; ``before`` goes on behind a page.

	Each message comes with the name of its group in ``chat_group``; ``groups`` says what those are called.
	"""
	user = standing.person()
	words = list(dict.fromkeys(_WORD.findall(text[:_LONGEST_QUESTION]))) if isinstance(text, str) else []
	if not words:
		frappe.throw(_("Write a word to look for."))
	if group:
		standing.group_of(group, user)
	rate.count("searches")
	rows = _rows(user, words, str(group or ""), messages.number(before) if before else None)
	kept = rows[:_MOST_FOUND]
	return {
		**view.page(kept),
		"groups": groups.titles({row.chat_group for row in kept}, user),
		"has_more": len(rows) > _MOST_FOUND,
	}


def _rows(user: str, words: list[str], group: str, before: int | None) -> list[frappe._dict]:
	said, values = word_index.condition("text", words)
	conditions = ["said.deleted = 0", "said.kind in ('Message', 'Question')", said]
	conditions += ["said.chat_group = %(group)s"] if group else []
	conditions += ["said.name < %(before)s"] if before else []
	return frappe.db.sql(
		f"""select {view.COLUMNS} from `tab{MESSAGE}` said
		where {" and ".join(conditions)} and said.chat_group in
		(select chat_group from `tab{MEMBER}` where `user` = %(user)s)
		order by said.name desc limit {_MOST_FOUND + 1}""",
		{**values, "user": user, "group": group, "before": before},
		as_dict=True,
	)

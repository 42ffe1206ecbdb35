"""Makes work of what was said: a task, a part of a task's result, or a step of its plan.

Everything is done by the ordinary ways of the task, in the name of whoever does it, so its own rules decide.
"""

from collections.abc import Sequence
from html import escape

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import format_date, get_fullname

from task_discipline import permissions
from task_discipline.chat_names import MESSAGE
from task_discipline.domain import chat_text
from task_discipline.permissions import TASK
from task_discipline.services.chat import changing, links, messages, posting, rate, standing

Row = frappe._dict
Shown = dict[str, object]
_LONGEST_TITLE = 140


def make_task(
	message: object,
	subject: object,
	responsible: object,
	deadline: object,
	priority: object = None,
	co_assignees: Sequence[object] = (),
	observers: Sequence[object] = (),
) -> Shown:
	"""Set a task out of a message, once, with its people; returns ``{task, message}``."""
	row, about = _message(message)
	if row.task:
		frappe.throw(_("A task was made of this message already: {0}.").format(frappe.bold(row.task)))
	task = frappe.new_doc(TASK)
	task.update(
		{
			"subject": subject or title_of(row),
			"responsible": responsible,
			"deadline": deadline,
			"priority": priority,
			"description": _quote(row),
			"co_assignees": [{"user": user} for user in co_assignees],
			"observers": [{"user": user} for user in observers],
		}
	)
	task.insert()
	# The group was held before anything was written, so nobody else has made one meanwhile.
	shown = changing.change(row, task=task.name)
	posting.note(about.name, "task_made", task=task.name)
	return {"task": task.name, "message": shown}


def to_result(message: object) -> Shown:
	"""Put what was said into the result of the task that the group is about; returns ``{task}``."""
	task = _held_task(message)
	row, about = _message(message)
	task.result = f"{task.result or ''}{_quote(row)}"
	task.save()
	posting.note(about.name, "into_result", task=task.name)
	return {"task": task.name}


def to_plan_step(message: object, user: object = None, due: object = None) -> Shown:
	"""Put what was said into the plan of the task that the group is about, as a step; returns ``{task}``."""
	task = _held_task(message)
	row, about = _message(message)
	step = task.append("plan", {"title": title_of(row), "person": user or None, "due_date": due or None})
	task.save()
	posting.note(about.name, "into_plan", words=step.title)
	return {"task": task.name}


def _message(message: object) -> tuple[Row, Row]:
	"""A message of people in a group of the session's user, which is held from here on, and the group."""
	rate.count("changes")
	row, about, _user = messages.held(message)
	standing.require_open(about)
	if row.deleted:
		frappe.throw(_("This message was deleted, so nothing can be made of it."))
	if row.kind == "Event" or not row.text:
		frappe.throw(_("There are no words in this message. Choose one that says what is to be done."))
	return row, about


def _held_task(message: object) -> Document:
	"""The task that the group of a message is about. It is held before the group, as by everybody who holds both."""
	user = standing.person()
	group = frappe.db.get_value(MESSAGE, messages.number(message), "chat_group")
	about = standing.group_of(group or "", user)
	if about.reference_doctype != TASK:
		frappe.throw(_("This group is not about a task. Open the chat of the task and do it there."))
	permissions.require_read(about.reference_name)
	return frappe.get_doc(TASK, about.reference_name, for_update=True)


def title_of(row: Row) -> str:
	"""The first words of a message, as short as the title of a task or a step."""
	first = next((line for line in (row.text or "").splitlines() if line.strip()), "")
	return chat_text.line_of(first)[:_LONGEST_TITLE]


def _quote(row: Row) -> str:
	"""The words of a message as rich text, with who said them when, and the way back."""
	words = "<br>".join(escape(line) for line in row.text.splitlines())
	said = _("{0}, {1}").format(get_fullname(row.author), format_date(row.creation, "d MMM yyyy"))
	link = escape(links.path_to(row.chat_group, row.name))
	return f'<blockquote>{words}</blockquote><p><a href="{link}">{escape(said)}</a></p>'

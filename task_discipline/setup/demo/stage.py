"""Plays the stories: every task is set and moved through the real doors, by the right person, at its own date."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from operator import itemgetter

import frappe
from frappe.model.document import Document
from frappe.utils import get_fullname, now_datetime

from task_discipline.domain.lifecycle import Action
from task_discipline.services import actions, clock, deadline_requests, notices, plan
from task_discipline.services.acting import acting_as
from task_discipline.setup.demo.company import user_of
from task_discipline.setup.demo.script import Beat, Moment, Story, in_order, working_day

_NEWS_DAYS = 3
"""What happened on the last working days still rings the bell; what is older has been read long ago."""

_STAMPED: Mapping[str, Mapping[str, str]] = {
	"TD Task": {"name": "task"},
	"TD Task User": {"parenttype": "doctype", "parent": "task"},
	"TD Plan Step": {"parenttype": "doctype", "parent": "task"},
	"TD Task Dependency": {"parenttype": "doctype", "parent": "task"},
	"TD Deadline Request": {"task": "task"},
	"Comment": {"reference_doctype": "doctype", "reference_name": "task"},
	"File": {"attached_to_doctype": "doctype", "attached_to_name": "task"},
	"ToDo": {"reference_type": "doctype", "reference_name": "task"},
}
"""Records of a task that the host stamps with the real time, and how they name the task."""
_STAMPED_OF_PROJECTS: Mapping[str, Mapping[str, str]] = {
	"TD Project Link": {"name": "project"},
	"TD Task User": {"parenttype": "doctype", "parent": "project"},
	"TD Milestone": {"project": "project"},
}

Deed = tuple[datetime, Callable[[], str | None]]
"""Something that happens at a moment; it gives the task that it happened to, if any."""
Places = Mapping[str, Mapping[str, str]]
_NOWHERE: Places = {}


def play(
	stories: Iterable[Story], today: date, beside: Iterable[Deed] = (), places: Places = _NOWHERE
) -> None:
	"""Play ``stories`` and what happens beside them, so that all has happened up to ``today``.

	``places`` gives more fields of tasks by the keys of their stories; what happens beside them may fill it.
	"""
	began, tasks = now_datetime(), {}
	beats = [
		(moment, partial(_play, story, beat, tasks, places, today))
		for moment, story, beat in in_order(stories, today)
	]
	for moment, deed in sorted((*beside, *beats), key=itemgetter(0)):
		told = nullcontext() if is_news(moment, today) else notices.muted()
		with clock.at(moment), told:
			task = deed()
		if task:
			stamp(task, moment, began)


def _play(story: Story, beat: Beat, tasks: dict[str, str], places: Places, today: date) -> str:
	with acting_as(user_of(beat.person)):
		if beat.deed == "set_task":
			tasks[story.key] = _set_task(story, tasks, places, today)
		else:
			_do(tasks[story.key], beat, today)
	return tasks[story.key]


def is_news(moment: datetime, today: date) -> bool:
	"""Whether people are still told of what happened at ``moment``."""
	return moment.date() >= working_day(today, -_NEWS_DAYS)


def _set_task(story: Story, tasks: Mapping[str, str], places: Places, today: date) -> str:
	task = frappe.get_doc(
		doctype="TD Task",
		subject=story.subject,
		description=story.description,
		responsible=user_of(story.responsible),
		co_assignees=[{"user": user_of(key)} for key in story.co_assignees],
		observers=[{"user": user_of(key)} for key in story.observers],
		plan=[{"title": title} for title in story.plan],
		deadline=_resolved(story.deadline, today),
		parent_task=tasks[story.part_of] if story.part_of else None,
		depends_on=[{"task": tasks[key]} for key in story.waits_for],
		**places.get(story.key, {}),
		**_words(story.fields, today),
	)
	return task.insert().name


def _do(task: str, beat: Beat, today: date) -> None:
	words = _words(beat.words, today)
	if beat.deed in _DEEDS:
		_DEEDS[beat.deed](frappe.get_doc("TD Task", task), **words)
	else:
		actions.perform(task, Action(beat.deed), words)


def _words(words: Mapping[str, object], today: date) -> dict[str, object]:
	return {name: _resolved(value, today) for name, value in words.items()}


def _resolved(value: object, today: date) -> object:
	return value.on(today) if isinstance(value, Moment) else value


def _comment(task: Document, text: str) -> None:
	task.add_comment("Comment", f"<p>{text}</p>", comment_by=get_fullname(frappe.session.user))


def _attach(task: Document, file_name: str, content: str) -> None:
	frappe.get_doc(
		doctype="File",
		file_name=file_name,
		content=content,
		attached_to_doctype=task.doctype,
		attached_to_name=task.name,
		is_private=1,
	).insert()


def _tick(task: Document, step: str) -> None:
	plan.tick(task, next(row.name for row in task.plan if row.title == step), True)


def _edit(task: Document, **values: object) -> None:
	task.update(values).save()


def _observe(task: Document, person: str) -> None:
	task.append("observers", {"user": user_of(person)})
	task.save()


def _hand_over(task: Document, person: str, reason: str) -> None:
	actions.perform(task.name, Action.REASSIGN, {"user": user_of(person), "reason": reason})


def _agree(task: Document) -> None:
	actions.approve_request(deadline_requests.open_request(task.name).name)


def _keep_deadline(task: Document, reason: str) -> None:
	deadline_requests.refuse(deadline_requests.open_request(task.name).name, reason)


_DEEDS: Mapping[str, Callable[..., None]] = {
	"agree_to_deadline": _agree,
	"attach": _attach,
	"comment": _comment,
	"edit": _edit,
	"hand_over": _hand_over,
	"keep_deadline": _keep_deadline,
	"observe": _observe,
	"tick": _tick,
}
"""What people do with a task besides its actions."""


def stamp(task: str, moment: datetime, began: datetime) -> None:
	"""Give what the host has just stamped with the real time the moment that it belongs to."""
	_stamp(_STAMPED, {"doctype": "TD Task", "task": task}, moment, began)


def stamp_project(project: str, moment: datetime, began: datetime) -> None:
	"""The same for a project, its people and its milestones."""
	_stamp(_STAMPED_OF_PROJECTS, {"doctype": "TD Project Link", "project": project}, moment, began)


def _stamp(
	places: Mapping[str, Mapping[str, str]], values: Mapping[str, str], moment: datetime, began: datetime
) -> None:
	for doctype, reference in places.items():
		table = frappe.qb.DocType(doctype)
		for column in (table.creation, table.modified):
			query = frappe.qb.update(table).set(column, moment).where(column >= began)
			for name, source in reference.items():
				query = query.where(table[name] == values[source])
			query.run()


def stamp_record(record: Document, moment: datetime) -> None:
	"""Let one record have been made at ``moment``."""
	values = {"creation": moment, "modified": moment}
	frappe.db.set_value(record.doctype, record.name, values, update_modified=False)

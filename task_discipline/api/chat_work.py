"""Doors between talk and work: questions to a person, and tasks, results and steps made of messages."""

from typing import Any

from task_discipline.api.chat import names
from task_discipline.api.doors import reader, writer
from task_discipline.services.chat import into_work, questions


@reader
def open_questions() -> dict[str, Any]:
	"""What the caller is asked, and what he has asked and was not answered in time; nobody's but his."""
	return questions.standing_open()


@writer
def ask(group: str, text: str, person: str, answer_by: str, client_id: str | None = None) -> dict[str, Any]:
	"""Ask a member of one's group for an answer by a moment."""
	return questions.ask(group, text, person, answer_by, client_id)


@writer
def withdraw_question(message: int | str) -> dict[str, Any]:
	"""Take a question back: its asker may, and an admin of the group."""
	return questions.withdraw(message)


@writer
def make_task(
	message: int | str,
	subject: str,
	responsible: str,
	deadline: str | None = None,
	priority: str | None = None,
	co_assignees: list | str | None = None,
	observers: list | str | None = None,
) -> dict[str, Any]:
	"""Set a task out of a message of one's group, in one's own name."""
	people = names(co_assignees), names(observers)
	return into_work.make_task(message, subject, responsible, deadline, priority, *people)


@writer
def to_result(message: int | str) -> dict[str, Any]:
	"""Put a message into the result of the task that its group is about, for those who may write that."""
	return into_work.to_result(message)


@writer
def to_plan_step(message: int | str, user: str | None = None, due: str | None = None) -> dict[str, Any]:
	"""Put a message into the plan of the task that its group is about, for those who may write that."""
	return into_work.to_plan_step(message, user, due)

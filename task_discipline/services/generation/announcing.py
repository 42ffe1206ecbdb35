"""Who is told of what a template has made: of several tasks at once by one notice, not by one for each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

import frappe

from task_discipline.domain.notices import audience
from task_discipline.domain.people import Cast
from task_discipline.services.generation.drafts import Draft
from task_discipline.services.notices import Announcement, News

_EVENT = "Created"
_NAMED = 100
_Pair = tuple[Draft, frappe._dict]


def announcements(pairs: Sequence[_Pair]) -> Iterator[Announcement]:
	"""What to tell of tasks that were just made, those of one template standing together."""
	for _template, group in groupby(pairs, key=lambda pair: pair[0].source.name):
		made = [(draft.cast, task) for draft, task in group]
		yield from of_tasks(made)


def of_tasks(pairs: Sequence[tuple[Cast, frappe._dict]], actor: str | None = None) -> Iterator[Announcement]:
	"""One notice for all who are told of the same tasks; it leads to the latest of them and names the others.

	The assigner of each task has set it, where no ``actor`` is named who set them all.
	"""
	concerned: dict[str, list[frappe._dict]] = defaultdict(list)
	for cast, task in pairs:
		for user in audience(_EVENT, cast, actor or cast.assigner):
			concerned[user].append(task)
	readers: dict[tuple[str, ...], list[str]] = defaultdict(list)
	for user, tasks in concerned.items():
		readers[tuple(task.name for task in tasks)].append(user)
	for users in readers.values():
		tasks = concerned[users[0]]
		yield Announcement(tasks[-1], tuple(users), _news(tasks), actor or tasks[-1].assigner)


def _news(tasks: Sequence[frappe._dict]) -> News:
	if len(tasks) == 1:
		return News(_EVENT)
	named = [f"{task.subject} ({task.name})" for task in tasks[:_NAMED]]
	if len(tasks) > _NAMED:
		named.append("…")
	return News(_EVENT, reason="\n".join(named), count=len(tasks))

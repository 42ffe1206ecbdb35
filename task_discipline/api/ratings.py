"""Doors to the working behind a rating, for everybody who may read the task, and of one for the person rated."""

from typing import Any

from task_discipline import permissions, rating_rights
from task_discipline.api.doors import reader
from task_discipline.services.ratings import view


@reader
def why(task: str) -> list[dict[str, Any]]:
	"""Why the task counts as it does for each person rated, and for whoever is late with it now."""
	permissions.require_read(task)
	return view.of_task(task)


@reader
def why_this(rating: int | str) -> list[dict[str, Any]]:
	"""The same of one rating by its name, for whoever may read it: the person rated too, whose task it is no more."""
	rating_rights.require_read(rating)
	return view.of_rating(int(rating))

"""Quiet lines of a group: what happened, said in the language of whoever reads it."""

from collections.abc import Collection, Mapping

from frappe import _lt

from task_discipline.services import languages
from task_discipline.services.chat import record_words
from task_discipline.services.chat.people import People

SENTENCES: dict[str, object] = {
	"made": _lt("{actor} made the group"),
	"joined": _lt("{actor} joined"),
	"left": _lt("{actor} left"),
	"added": _lt("{actor} added {people}"),
	"removed": _lt("{actor} removed {people}"),
	"renamed": _lt("{actor} named the group “{title}”"),
	"copied": _lt("{actor} took a copy of this group for an inquiry"),
	"archived": _lt("{actor} archived the group"),
	"unarchived": _lt("{actor} brought the group back"),
	"made_admin": _lt("{actor} made {people} an admin of the group"),
	"unmade_admin": _lt("{actor} removed {people} as an admin of the group"),
	"looks_after": _lt("{person} looks after the group now"),
	"commented": _lt("{actor} commented: {words}"),
	"task_made": _lt("{actor} made a task of a message: {task}"),
	"into_result": _lt("{actor} put a message into the result"),
	"into_plan": _lt("{actor} added a step to the plan: {words}"),
}
"""By the event that is stored. Places in braces are filled with its arguments."""
_PERSONS = ("actor", "person", "people")
"""Arguments that hold accounts, which are said by their full names."""


def people_in(arguments: Mapping[str, object]) -> set[str]:
	"""Accounts that a quiet line names."""
	return {user for key in _PERSONS for user in _accounts(arguments.get(key))}


def line(event: str | None, arguments: Mapping[str, object], people: People) -> str:
	"""What happened, in one line."""
	sentence = SENTENCES.get(event or "")
	if not sentence:
		return record_words.line(event, arguments) if event else ""
	said = {key: str(value) for key, value in arguments.items()}
	for key in _PERSONS:
		accounts = _accounts(arguments.get(key))
		said[key] = ", ".join(str(people[user]["full_name"]) if user in people else user for user in accounts)
	return languages.filled(sentence, **said)


def _accounts(value: object) -> Collection[str]:
	return [value] if isinstance(value, str) else list(value or ()) if isinstance(value, list | tuple) else []

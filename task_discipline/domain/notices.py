"""Who is told of what: the audience of every event of a task."""

from collections.abc import Mapping

from task_discipline.domain.lifecycle import Role
from task_discipline.domain.people import Cast

_EVERYONE = frozenset({Role.ASSIGNER, Role.RESPONSIBLE, Role.CO_ASSIGNEE, Role.OBSERVER})
_ASSIGNER = frozenset({Role.ASSIGNER})
_RESPONSIBLE = frozenset({Role.RESPONSIBLE})

AUDIENCES: Mapping[str, frozenset[Role]] = {
	"Created": _EVERYONE,
	"Assignment Accepted": _ASSIGNER,
	"Started": _ASSIGNER,
	"Declined": _EVERYONE,
	"Deadline Proposed": _ASSIGNER,
	"Deadline Refused": _RESPONSIBLE,
	"Deadline Changed": _EVERYONE,
	"Deadline Agreed": _ASSIGNER,
	"Held": _EVERYONE,
	"Resumed": _EVERYONE,
	"Submitted": _EVERYONE,
	"Withdrawn": _ASSIGNER | frozenset({Role.OBSERVER}),
	"Accepted": _EVERYONE,
	"Returned": _EVERYONE,
	"Reassigned": _EVERYONE,
	"Reopened": _EVERYONE,
	"Cancelled": _EVERYONE,
}


def audience(event: str, cast: Cast, actor: str) -> tuple[str, ...]:
	"""The people to tell of ``event``, each once; nobody is told of what he did himself."""
	roles = AUDIENCES.get(event, frozenset())
	return tuple(user for user in cast.everyone if user != actor and cast.roles_of(user) & roles)

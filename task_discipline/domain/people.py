"""Who may stand beside whom on a task."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from task_discipline.domain.lifecycle import Role


@dataclass(frozen=True)
class Cast:
	"""The people of one task, by user name."""

	assigner: str
	responsible: str
	co_assignees: tuple[str, ...] = field(default=())
	observers: tuple[str, ...] = field(default=())

	@property
	def workers(self) -> tuple[str, ...]:
		"""The responsible first, then the co-assignees."""
		return (self.responsible, *self.co_assignees)

	@property
	def everyone(self) -> tuple[str, ...]:
		"""Each person once, in the order of duty."""
		return tuple(dict.fromkeys((self.assigner, *self.workers, *self.observers)))

	@property
	def co_assigned(self) -> dict[str, bool]:
		"""Everyone, and whether he is a co-assignee."""
		return {user: user in self.co_assignees for user in self.everyone}

	@property
	def self_assigned(self) -> bool:
		"""Whether a person set the task to himself: such a task needs no review."""
		return self.assigner == self.responsible

	def roles_of(self, user: str) -> frozenset[Role]:
		"""What ``user`` is to this task; empty for a stranger."""
		held = (
			(Role.ASSIGNER, user == self.assigner),
			(Role.RESPONSIBLE, user == self.responsible),
			(Role.CO_ASSIGNEE, user in self.co_assignees),
			(Role.OBSERVER, user in self.observers),
		)
		return frozenset(role for role, holds in held if holds)


def clashes(cast: Cast) -> tuple[tuple[str, Role, Role], ...]:
	"""People who hold two places that exclude each other, as (user, first role, second role)."""
	found: list[tuple[str, Role, Role]] = []
	found += _in_both(cast.co_assignees, (cast.responsible,), Role.CO_ASSIGNEE, Role.RESPONSIBLE)
	found += _in_both(cast.observers, (cast.responsible,), Role.OBSERVER, Role.RESPONSIBLE)
	found += _in_both(cast.observers, cast.co_assignees, Role.OBSERVER, Role.CO_ASSIGNEE)
	return tuple(found)


def _in_both(
	first: Iterable[str], second: Iterable[str], first_role: Role, second_role: Role
) -> list[tuple[str, Role, Role]]:
	taken = frozenset(second)
	return [(user, first_role, second_role) for user in first if user in taken]

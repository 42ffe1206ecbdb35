"""Deadline Moves: every deadline that was replaced by another, by whom and why."""

from collections.abc import Mapping

from task_discipline.services.reports import deadline_moves


def execute(filters: Mapping[str, object] | None = None) -> tuple[object, ...]:
	"""Called by the host, with filters of the client; what is shown depends on the session's person alone."""
	return deadline_moves.run(filters or {})

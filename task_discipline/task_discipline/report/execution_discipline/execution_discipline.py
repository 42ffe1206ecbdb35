"""Execution Discipline: how people, teams, assigners, projects and months stand by their deadlines."""

from collections.abc import Mapping

from task_discipline.services.reports import execution


def execute(filters: Mapping[str, object] | None = None) -> tuple[object, ...]:
	"""Called by the host, with filters of the client; what is shown depends on the session's person alone."""
	return execution.run(filters or {})

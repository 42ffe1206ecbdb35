"""Overdue Now: every open task past its deadline, by the person who answers for it."""

from collections.abc import Mapping

from task_discipline.services.reports import overdue_now


def execute(filters: Mapping[str, object] | None = None) -> tuple[object, ...]:
	"""Called by the host, with filters of the client; what is shown depends on the session's person alone."""
	return overdue_now.run(filters or {})

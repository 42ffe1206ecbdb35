"""Review Discipline: how assigners judge results and answer requests."""

from collections.abc import Mapping

from task_discipline.services.reports import reviews


def execute(filters: Mapping[str, object] | None = None) -> tuple[object, ...]:
	"""Called by the host, with filters of the client; what is shown depends on the session's person alone."""
	return reviews.run(filters or {})

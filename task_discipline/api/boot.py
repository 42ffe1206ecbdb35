"""What the desk knows of tasks before it asks for any."""

from typing import Any

from task_discipline.services import settings


def extend(bootinfo: dict[str, Any]) -> None:
	"""Hook ``extend_bootinfo``: the hour at which a working day ends, for suggested deadlines."""
	bootinfo["task_discipline"] = {"day_end_hour": settings.load().day_end_hour}

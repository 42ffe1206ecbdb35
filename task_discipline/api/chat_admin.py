"""Doors of those who look after the chat: how long messages are kept, and copies of a group for an inquiry."""

from typing import Any

from frappe.utils import cint

from task_discipline.api.doors import reader, writer
from task_discipline.services.chat import inquiry, inquiry_job, retention_job


@reader
def preview_retention(days: int | str) -> dict[str, Any]:
	"""What would be deleted if messages were kept for so many days; writes nothing."""
	return retention_job.preview(days)


@writer
def delete_old() -> dict[str, Any]:
	"""Delete at once what is older than the saved number of days."""
	return retention_job.start()


@reader
def deletion_state() -> dict[str, Any]:
	"""How far the deletion is that the caller has asked for."""
	return retention_job.state()


@reader
def find_groups(text: str = "", start: int | str = 0) -> dict[str, Any]:
	"""Groups that a manager may copy for an inquiry: what they are, and nothing of what was said."""
	return inquiry.found(text, cint(start))


@writer
def copy_group(group: str, reason: str, file_type: str = "CSV") -> dict[str, Any]:
	"""Take a copy of a group for an inquiry, on record and told to its people."""
	return inquiry_job.start(group, reason, file_type)


@reader
def copy_state() -> dict[str, Any]:
	"""How far the caller's copy is, and where it can be fetched."""
	return inquiry_job.state()

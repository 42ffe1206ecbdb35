"""The door behind the button of a mail: it acts only for the person of the link, after he confirmed."""

from task_discipline.api.doors import writer
from task_discipline.services import mail_actions


@writer
def confirm(link: str, result: str | None = None) -> str:
	"""Take the action of a signed link (its query string) in the name of the caller; returns what became of it."""
	return mail_actions.confirm(link, result)

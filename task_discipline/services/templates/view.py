"""What the form of a template shows beside its fields: what it made, what went wrong, what it will do."""

import frappe
from frappe.model.document import Document

from task_discipline import permissions
from task_discipline.services import heartbeat, recipients
from task_discipline.services.templates import intake, log, preview

_SHOWN = 20


def for_form(template: Document) -> dict[str, object]:
	"""Tasks made so far, events, names of people and the next dates, for the session's user."""
	made, events = _made(template.name), _events(template.name)
	return {
		"made": made,
		"made_count": frappe.db.count(permissions.TASK, {"template": template.name}),
		"events": events,
		"names": recipients.full_names(
			[
				*intake.named(template),
				template.owner,
				*(row.responsible for row in made),
				*(row.actor for row in events),
			]
		),
		"preview": preview.of_form(template.as_dict()),
		"last_run": heartbeat.last(),
		"is_quiet": heartbeat.is_quiet(),
	}


def _made(template: str) -> list[frappe._dict]:
	"""The latest tasks that the person may read: an owner need not be among the people of each."""
	return frappe.get_list(
		permissions.TASK,
		filters={"template": template},
		fields=[
			"name",
			"subject",
			"status",
			"timeliness",
			"responsible",
			"assigner",
			"deadline",
			"occurrence",
		],
		order_by="creation desc",
		limit=_SHOWN,
	)


def _events(template: str) -> list[frappe._dict]:
	return frappe.get_all(
		log.EVENT,
		filters={"template": template},
		fields=["outcome", "happened_at", "occurrence", "actor", "task", "reason"],
		order_by="name desc",
		limit=_SHOWN,
	)

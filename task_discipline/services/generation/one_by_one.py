"""The slow way to make a task of a draft: a document of the host, saved in the assigner's name."""

import frappe

from task_discipline.services.acting import acting_as
from task_discipline.services.generation.drafts import Draft

_TEACHINGS = {
	"Assignment Rule": {"document_type": "TD Task", "disabled": 0},
	"Document Naming Rule": {"document_type": "TD Task", "disabled": 0},
	"Milestone Tracker": {"document_type": "TD Task", "disabled": 0},
	"Notification": {"document_type": "TD Task", "enabled": 1},
	"Server Script": {"reference_doctype": "TD Task", "script_type": "DocType Event", "disabled": 0},
	"Webhook": {"webhook_doctype": "TD Task", "enabled": 1},
}
"""What administrators set up to happen with new documents, by the host's doctype."""


def is_wanted() -> bool:
	"""Whether something of this site waits for each new task that is saved as a document."""
	# The host's own reading of the hooks: an app may name several doctypes in one of them.
	handlers = frappe.get_doc_hooks().get("TD Task")
	return bool(handlers) or any(
		frappe.db.exists(doctype, dict(filters)) for doctype, filters in _TEACHINGS.items()
	)


def save(draft: Draft) -> str:
	"""Save one draft through all hooks of the host; returns the name of the task."""
	with acting_as(draft.cast.assigner):
		task = frappe.get_doc(
			doctype="TD Task",
			co_assignees=[{"user": user} for user in draft.cast.co_assignees],
			observers=[{"user": user} for user in draft.cast.observers],
			plan=list(draft.steps),
			**draft.fields,
		)
		task.flags.made_for = {"template": draft.source.name, "occurrence": draft.occurrence}
		task.flags.due_at = draft.due_at
		# Templates set tasks, whatever role their assigner has kept since.
		task.flags.ignore_permissions = True
		task.insert()
	return task.name

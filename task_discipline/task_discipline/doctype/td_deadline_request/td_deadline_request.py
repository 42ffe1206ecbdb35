"""The responsible asks for another deadline; the assigner decides."""

from typing import Any

import frappe
from frappe import _

from task_discipline import compat_keys
from task_discipline.api.doors import writer
from task_discipline.own_documents import OwnDocument
from task_discipline.services import actions, deadline_requests


class TDDeadlineRequest(OwnDocument):
	def validate(self) -> None:
		if not self.flags.by_service:
			frappe.throw(
				_("Ask for another deadline with Propose Deadline in the task, and answer there."),
				frappe.PermissionError,
			)

	def on_trash(self) -> None:
		frappe.throw(_("A request for a deadline stays on record."), frappe.PermissionError)

	@writer
	def approve(self) -> dict[str, Any]:
		"""The assigner agrees: the task gets the proposed deadline."""
		return actions.approve_request(self.name)

	@writer
	def refuse(self, reason: str | None = None) -> dict[str, Any]:
		"""The assigner keeps the deadline and says why."""
		return deadline_requests.refuse(self.name, reason)


def on_doctype_update() -> None:
	"""Index of the few requests that wait for an answer, among all that were ever made."""
	compat_keys.add_index("TD Deadline Request", ["status", "task"])

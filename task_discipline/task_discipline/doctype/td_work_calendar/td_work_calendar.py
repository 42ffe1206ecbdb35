"""Working hours, days off and time zone of a company, a team or a person.

What was counted by a calendar stays as it was counted: editing it changes only what is asked from then on, and the
ratings of the last two months.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline import permissions
from task_discipline.api.doors import writer
from task_discipline.own_documents import OwnDocument
from task_discipline.services import calendar_intake, holiday_lists
from task_discipline.services.generation import schedule
from task_discipline.services.ratings import renewal


class TDWorkCalendar(OwnDocument):
	def before_validate(self) -> None:
		calendar_intake.prepare(self)

	def validate(self) -> None:
		calendar_intake.check(self)

	def on_update(self) -> None:
		schedule.reconsider(self.name)
		renewal.call(renewal.recent())

	def onload(self) -> None:
		self.set_onload("has_holiday_lists", holiday_lists.may_import())
		self.set_onload("names", {row.user: get_fullname(row.user) for row in self.people})

	def on_trash(self) -> None:
		# The host lets a client ask for deletion without permission (``Document.delete``).
		if not permissions.is_manager():
			frappe.throw(_("Only a manager removes a calendar: people work by it."), frappe.PermissionError)

	@writer
	def fill_holidays(
		self,
		country: str | None = None,
		from_year: int | str | None = None,
		to_year: int | str | None = None,
		subdivision: str | None = None,
	) -> dict[str, Any]:
		"""Add the public holidays of a country, or of a region of it, for the years given."""
		outcome = holiday_lists.fill(self._stored(), country, from_year, to_year, subdivision)
		self.reload()
		return outcome

	@writer
	def import_holiday_list(self, name: str | None = None) -> dict[str, Any]:
		"""Add the days of one of ERPNext's holiday lists."""
		outcome = holiday_lists.import_list(self._stored(), name)
		self.reload()
		return outcome

	def _stored(self) -> Document:
		# The document in hand may come from a client's JSON.
		stored = frappe.get_doc(self.doctype, self.name, for_update=True)
		stored.check_permission("write")
		return stored

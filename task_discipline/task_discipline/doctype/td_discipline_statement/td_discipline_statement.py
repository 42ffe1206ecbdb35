"""One person's month of fines and rewards. The class is a door; the rules live in services and domain."""

from typing import Any

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.api.doors import writer
from task_discipline.services.money import payroll, statement_view, statements
from task_discipline.system_rows import SystemRow


class TDDisciplineStatement(SystemRow):
	refusal = _lt(
		"A statement is drafted, shown, answered and closed by its buttons, and changed by nothing else."
		" Corrections are new entries of a later month."
	)

	def onload(self) -> None:
		self.set_onload("task_discipline", statement_view.for_form(self))

	def for_print(self) -> dict[str, Any]:
		"""What the printed statement says beside its fields."""
		return statement_view.for_print(self)

	@writer
	def show_to_person(self) -> None:
		"""A manager shows the month to its person."""
		statements.show(self.name)

	@writer
	def agree(self) -> None:
		"""The person agrees with his month."""
		statements.agree(self.name)

	@writer
	def object_to(self, reason: str | None = None, entries: list | str | None = None) -> None:
		"""The person says what is wrong, and with which entries."""
		statements.object_to(self.name, reason, entries)

	@writer
	def decide(
		self, decision: str | None = None, reason: str | None = None, waived: list | str | None = None
	) -> None:
		"""A manager decides on the objection and waives entries."""
		statements.decide(self.name, decision, reason, waived)

	@writer
	def close_month(self) -> None:
		"""A manager closes the month for good."""
		statements.close(self.name)

	@writer
	def try_payroll_again(self) -> str:
		"""A manager hands over what HRMS has refused; returns the new state."""
		return payroll.try_again(self.name)


def on_doctype_update() -> None:
	"""One statement of a person and month; and the months of all, for the register."""
	compat_keys.add_unique("TD Discipline Statement", ["user", "period"])
	compat_keys.add_index("TD Discipline Statement", ["period", "state"])

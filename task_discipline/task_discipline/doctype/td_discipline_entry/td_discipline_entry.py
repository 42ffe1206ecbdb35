"""One fine or reward, or a correction of one. Append-only: services write rows, and nobody changes or deletes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.api.doors import writer
from task_discipline.services.money import entries
from task_discipline.system_rows import SystemRow

_ENTRY = "TD Discipline Entry"


class TDDisciplineEntry(SystemRow):
	refusal = _lt(
		"Fines and rewards are written by the system and cannot be changed. A manager corrects one by a new entry."
	)

	@writer
	def correct(self, amount: float | str | None = None, reason: str | None = None) -> int:
		"""Add an amount (signed) to what the entry says, by a new entry with a reason."""
		return entries.correct(self.name, amount, reason)


def on_doctype_update() -> None:
	"""Indexes behind the months of a person, of all, and the entries of a task."""
	compat_keys.add_index(_ENTRY, ["user", "period"])
	compat_keys.add_index(_ENTRY, ["period", "user"])
	compat_keys.add_index(_ENTRY, ["about", "user"])
	compat_keys.add_index(_ENTRY, ["task", "user"])

"""Tasks put together, followed in one place. The class is a door; the rules live in services and domain."""

from functools import partial
from typing import Any

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.api.doors import writer
from task_discipline.own_documents import OwnDocument
from task_discipline.services import links, milestones
from task_discipline.services.projects import intake, life, report, view


class TDProjectLink(OwnDocument):
	keeps_name = _lt("A project keeps its number. Change its name in the form instead.")

	def get_invalid_links(self, *arguments: Any) -> tuple[list[Any], list[Any]]:
		return links.find_invalid(self, partial(super().get_invalid_links, *arguments))

	def before_validate(self) -> None:
		intake.prepare(self)

	def validate(self) -> None:
		intake.check(self)

	def after_insert(self) -> None:
		intake.created(self)

	def on_update(self) -> None:
		if not self.flags.in_insert:
			intake.edited(self)

	def on_trash(self) -> None:
		intake.delete(self)

	def onload(self) -> None:
		self.set_onload("task_discipline", view.for_form(self))

	def for_report(self) -> dict[str, Any]:
		"""What the printed report of the project says beside its fields."""
		return report.of_project(self)

	@writer
	def close(self, reason: str | None = None) -> None:
		"""The project is finished; a reason is needed where tasks are open."""
		self._take("close", reason)

	@writer
	def hold(self, reason: str | None = None) -> None:
		"""The project waits."""
		self._take("hold", reason)

	@writer
	def cancel_project(self, reason: str | None = None) -> None:
		"""The project is given up; its tasks stay as they are."""
		self._take("cancel", reason)

	@writer
	def reopen(self, reason: str | None = None) -> None:
		"""Work on the project goes on."""
		self._take("reopen", reason)

	@writer
	def add_milestone(
		self,
		title: str | None = None,
		due_date: str | None = None,
		responsible: str | None = None,
		weight: float | None = None,
	) -> str:
		"""Add an important point with its day; returns its name."""
		return milestones.add(milestones.Place(self.doctype, self.name), title, due_date, responsible, weight)

	def _take(self, action: str, reason: str | None) -> None:
		life.take(self.name, action, reason)
		self.reload()


def on_doctype_update() -> None:
	"""Indexes behind the list of the record that projects belong to, and those of a state."""
	compat_keys.add_index("TD Project Link", ["reference_doctype", "reference_name"])
	compat_keys.add_index("TD Project Link", ["status", "ends_on"])

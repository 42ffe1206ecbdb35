"""A systemic task: described once, made again at its time. The class is a door; the rules live in services."""

from functools import partial
from typing import Any

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.api.doors import writer
from task_discipline.own_documents import OwnDocument
from task_discipline.services import links
from task_discipline.services.generation import schedule
from task_discipline.services.templates import edits, intake, preview, view, work


class TDTaskTemplate(OwnDocument):
	keeps_name = _lt("A template keeps its name. Change its subject instead.")

	def __init__(self, *args: object, **values: object) -> None:
		super().__init__(*args, **values)
		# The host fills an empty time of day with the present one (frappe/model/create_new.py).
		self.dont_update_if_missing = ["time_of_day", "due_time"]

	def get_invalid_links(self, *arguments: Any) -> tuple[list[Any], list[Any]]:
		return links.find_invalid(self, partial(super().get_invalid_links, *arguments))

	def before_validate(self) -> None:
		intake.prepare(self)

	def validate(self) -> None:
		intake.check(self)
		self.handled_until = preview.handled_until(self, self.get_doc_before_save())
		schedule.refresh(self)

	def on_update(self) -> None:
		if not self.flags.in_insert:
			edits.record(self)

	def on_trash(self) -> None:
		work.forget(self)

	def onload(self) -> None:
		self.set_onload("task_discipline", view.for_form(self))

	@writer
	def pause(self, reason: str | None = None) -> None:
		"""Make no more tasks until somebody resumes the template."""
		work.pause(self.name, reason)

	@writer
	def resume(self, reason: str | None = None) -> None:
		"""Go on from now, whether the template was paused or suspended."""
		work.resume(self.name, reason)

	@writer
	def create_now(self) -> dict[str, str]:
		"""Make one task beside the rule."""
		return {"task": work.create_now(self.name)}


def on_doctype_update() -> None:
	"""Indexes behind the generator, which asks for what is due, and the lists of a person's own templates."""
	compat_keys.add_index("TD Task Template", ["status", "next_run"])
	compat_keys.add_index("TD Task Template", ["owner"])

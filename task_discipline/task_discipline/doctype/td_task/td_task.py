"""An order: who does what by when. The class is a door; the rules live in services and domain."""

from functools import partial
from typing import Any

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.api.doors import writer
from task_discipline.domain.lifecycle import Action
from task_discipline.own_documents import OwnDocument
from task_discipline.services import (
	actions,
	after_save,
	intake,
	links,
	milestones,
	plan,
	task_paper,
	task_view,
)
from task_discipline.services.imports import data_import


class TDTask(OwnDocument):
	keeps_name = _lt("A task keeps its name. Change its subject instead.")

	def get_invalid_links(self, *arguments: Any) -> tuple[list[Any], list[Any]]:
		return links.find_invalid(self, partial(super().get_invalid_links, *arguments))

	def before_naming(self) -> None:
		data_import.take_name(self)

	def before_validate(self) -> None:
		intake.prepare(self)

	def validate(self) -> None:
		intake.check(self)

	def after_insert(self) -> None:
		after_save.created(self)

	def on_update(self) -> None:
		if not self.flags.in_insert:
			after_save.edited(self)

	def on_trash(self) -> None:
		after_save.refuse_deletion(self)

	def onload(self) -> None:
		self.set_onload("task_discipline", task_view.for_form(self))

	def for_print(self) -> dict[str, Any]:
		"""What the printed order shows, for its template; not for clients."""
		return task_paper.for_print(self)

	@writer
	def accept_assignment(self) -> dict[str, Any]:
		"""The responsible agrees to the task and begins."""
		return self._perform(Action.ACCEPT_ASSIGNMENT)

	@writer
	def start(self) -> dict[str, Any]:
		"""The responsible begins."""
		return self._perform(Action.START)

	@writer
	def decline(self, reason: str | None = None) -> dict[str, Any]:
		"""The responsible gives the task back before he began; a reason is required."""
		return self._perform(Action.DECLINE, reason=reason)

	@writer
	def propose_deadline(self, deadline: str | None = None, reason: str | None = None) -> dict[str, Any]:
		"""The responsible asks for another deadline (site's time zone); the assigner decides."""
		return self._perform(Action.PROPOSE_DEADLINE, deadline=deadline, reason=reason)

	@writer
	def agree_deadline(self) -> dict[str, Any]:
		"""The responsible agrees to a deadline that was moved earlier, or that he got with work already begun."""
		return self._perform(Action.AGREE_DEADLINE)

	@writer
	def hold(self, reason: str | None = None, until: str | None = None) -> dict[str, Any]:
		"""The task waits, with a reason, until a moment or until further notice."""
		return self._perform(Action.HOLD, reason=reason, until=until)

	@writer
	def resume(self) -> dict[str, Any]:
		"""Work on a held task goes on."""
		return self._perform(Action.RESUME)

	@writer
	def submit_task(self, result: str | None = None) -> dict[str, Any]:
		"""Hand the work in; it is done at once where no review is needed."""
		return self._perform(Action.SUBMIT, result=result)

	@writer
	def withdraw(self) -> dict[str, Any]:
		"""The responsible takes a submitted task back."""
		return self._perform(Action.WITHDRAW)

	@writer
	def accept_result(self, comment: str | None = None) -> dict[str, Any]:
		"""The assigner accepts what was submitted: the task is done."""
		return self._perform(Action.ACCEPT_RESULT, comment=comment)

	@writer
	def return_for_rework(self, reason: str | None = None, deadline: str | None = None) -> dict[str, Any]:
		"""The assigner sends the work back with a reason, and a new deadline if he likes."""
		return self._perform(Action.RETURN, reason=reason, deadline=deadline)

	@writer
	def change_deadline(self, deadline: str | None = None, reason: str | None = None) -> dict[str, Any]:
		"""The assigner moves the deadline (site's time zone); the first one stays on record."""
		return self._perform(Action.CHANGE_DEADLINE, deadline=deadline, reason=reason)

	@writer
	def reassign(self, user: str | None = None, reason: str | None = None) -> dict[str, Any]:
		"""The assigner gives the task to another person."""
		return self._perform(Action.REASSIGN, user=user, reason=reason)

	@writer
	def reopen(self, reason: str | None = None) -> dict[str, Any]:
		"""The assigner opens a finished task again."""
		return self._perform(Action.REOPEN, reason=reason)

	@writer
	def cancel_task(self, reason: str | None = None) -> dict[str, Any]:
		"""The assigner ends the task without a result; it stays on record."""
		return self._perform(Action.CANCEL, reason=reason)

	@writer
	def tick_step(self, step: str | None = None, done: int = 1) -> dict[str, Any]:
		"""Tick or untick one step of the plan by its row name."""
		plan.tick(actions.locked(self.name), step, bool(done))
		self.reload()
		return {"open_steps": sum(1 for row in self.plan if not row.done)}

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

	def _perform(self, action: Action, **arguments: Any) -> dict[str, Any]:
		outcome = actions.perform(self.name, action, arguments)
		self.reload()
		return outcome


def on_doctype_update() -> None:
	"""Indexes behind the lists, counts and the overdue job.

	Those of one order (deadline, creation; the host adds modified) let people who see many tasks read a page
	from its first row on; the others find the few rows that a filter leaves.
	"""
	# What was given in a month, and what stands open, are counted by person out of an index alone. So is what a head's
	# lists hold: his condition asks for the people of each task on the way.
	compat_keys.add_index("TD Task", ["creation", "responsible", "assigner"], "td_task_given_index")
	compat_keys.add_index(
		"TD Task", ["is_open", "deadline", "status", "responsible", "assigner"], "td_task_open_index"
	)
	# The last three are there for their number: of indexes that hold the order of a list MariaDB takes the one of fewest
	# columns, and without them walked by deadline through what is closed to find what is open.
	compat_keys.add_index(
		"TD Task",
		["deadline", "responsible", "assigner", "creation", "docstatus", "idx"],
		"td_task_due_index",
	)
	compat_keys.add_index(
		"TD Task", ["priority", "modified", "responsible", "assigner"], "td_task_priority_index"
	)
	compat_keys.add_index(
		"TD Task", ["status", "deadline", "creation", "responsible", "assigner"], "td_task_standing_index"
	)
	compat_keys.add_index(
		"TD Task", ["timeliness", "deadline", "status", "responsible", "assigner"], "td_task_timeliness_index"
	)
	compat_keys.add_index("TD Task", ["responsible", "status", "deadline"])
	compat_keys.add_index("TD Task", ["assigner", "status", "deadline"])
	compat_keys.add_index("TD Task", ["reference_doctype", "reference_name"])
	compat_keys.add_index("TD Task", ["project", "status", "deadline"])
	compat_keys.add_index("TD Task", ["milestone", "status"])
	# One occurrence of one template makes one task, whoever asks for it and however often.
	compat_keys.add_unique("TD Task", ["template", "occurrence"])

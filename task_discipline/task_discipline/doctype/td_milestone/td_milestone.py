"""An important point of a project or a task with its own date. The class is a door; the rules live in services."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.api.doors import writer
from task_discipline.services import milestones
from task_discipline.system_rows import SystemRow


class TDMilestone(SystemRow):
	refusal = _lt("Milestones are changed in their project or task, by the buttons beside them.")

	@writer
	def change(
		self, title: str | None = None, responsible: str | None = None, weight: float | None = None
	) -> None:
		"""Give it another title, person or weight."""
		milestones.change(self.name, title, responsible, weight)

	@writer
	def move(self, due_date: str | None = None, reason: str | None = None) -> None:
		"""Give it another day, with a reason; the first one stays on record."""
		milestones.move(self.name, due_date, reason)

	@writer
	def reach(self) -> None:
		"""It is reached."""
		milestones.reach(self.name)

	@writer
	def drop(self, reason: str | None = None) -> None:
		"""It is not wanted any more, and why."""
		milestones.drop(self.name, reason)

	@writer
	def reopen(self) -> None:
		"""It counts again."""
		milestones.reopen(self.name)


def on_doctype_update() -> None:
	"""What a person has open of other people's tasks."""
	compat_keys.add_index("TD Milestone", ["responsible", "state", "due_date"])

"""Tasks, milestones and dependencies that make a project of a kind. The class is a door; the rules live in services."""

from task_discipline.api.doors import writer
from task_discipline.own_documents import OwnDocument
from task_discipline.services.projects import blueprint, start


class TDProjectTemplate(OwnDocument):
	def before_validate(self) -> None:
		blueprint.prepare(self)

	def validate(self) -> None:
		blueprint.check(self)

	def onload(self) -> None:
		self.set_onload("task_discipline", {"roles": blueprint.roles(self)})

	@writer
	def start_project(
		self,
		project_name: str | None = None,
		starts_on: str | None = None,
		people: dict | str | None = None,
		reference_doctype: str | None = None,
		reference_name: str | None = None,
	) -> str:
		"""Make a project of this kind; ``people`` gives a user for each role. Returns the name of the project."""
		order = start.Order(project_name, starts_on, people, reference_doctype, reference_name)
		return start.start(self.name, order)

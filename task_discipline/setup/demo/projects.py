"""The projects of the demo: made on their first days and lived through beside the stories that they hold."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial

import frappe
from frappe.utils import now_datetime

from task_discipline.services import milestones, missed_milestones
from task_discipline.services.acting import acting_as
from task_discipline.services.projects import standing
from task_discipline.setup.demo import stage
from task_discipline.setup.demo.company import user_of
from task_discipline.setup.demo.script import working_day
from task_discipline.setup.demo.stage import Deed
from task_discipline.setup.demo.ventures import (
	CLIENT,
	CLIENT_ADDRESS,
	KIND,
	MANAGER,
	VENTURES,
	Point,
	Venture,
)

PROJECT = "TD Project Link"
_EARLY, _OPENED, _KIND_MADE = time(8), time(8, 30), time(11)
_AFTER_MIDNIGHT = timedelta(days=1, minutes=5)


class Projects:
	"""The projects while they are played; ``places`` says to which one, and to which milestone, a story's task belongs."""

	def __init__(self, today: date) -> None:
		self.places: dict[str, Mapping[str, str]] = {}
		self._today = today
		self._began = now_datetime()
		self._client = ""
		self._names: dict[str, str] = {}
		self._points: dict[str, str] = {}

	def deeds(self) -> Iterator[Deed]:
		"""Everything that happens to the projects themselves, with its moment."""
		first = min(venture.first for venture in VENTURES)
		yield self._at(first, _EARLY), self._meet_client
		yield self._at(-12, _KIND_MADE), self._make_kind
		for venture in VENTURES:
			moment = self._at(venture.first, _OPENED)
			yield moment, partial(self._open, venture, moment)
			for point in venture.points:
				yield from self._life(venture, point)

	def rate(self) -> None:
		"""Rate the projects as they stand now."""
		standing.refresh(self._names.values())

	def _at(self, offset: int, moment: time) -> datetime:
		return datetime.combine(working_day(self._today, offset), moment)

	def _meet_client(self) -> None:
		with acting_as(user_of(MANAGER)):
			client = frappe.get_doc(doctype="Contact", **CLIENT)
			client.add_email(CLIENT_ADDRESS, is_primary=True)
			client.insert()
		self._client = client.name
		stage.stamp_record(client, self._at(min(venture.first for venture in VENTURES), _EARLY))

	def _make_kind(self) -> None:
		with acting_as(user_of(MANAGER)):
			tasks = [{"unit": "Working Days", **row} for row in KIND["tasks"]]
			kind = frappe.get_doc(doctype="TD Project Template", **{**KIND, "tasks": tasks}).insert()
		stage.stamp_record(kind, self._at(-12, _KIND_MADE))

	def _open(self, venture: Venture, moment: datetime) -> None:
		with acting_as(user_of(MANAGER)):
			project = frappe.get_doc(
				doctype=PROJECT,
				project_name=venture.name,
				description=venture.description,
				starts_on=working_day(self._today, venture.first),
				ends_on=working_day(self._today, venture.last),
				members=[{"user": user_of(key)} for key in venture.members],
				observers=[{"user": user_of(key)} for key in venture.observers],
				reference_doctype="Contact",
				reference_name=self._client,
			).insert()
			for point in venture.points:
				day = str(working_day(self._today, point.due))
				self._points[point.title] = milestones.add(
					milestones.Place(PROJECT, project.name), point.title, day
				)
		self._names[venture.name] = project.name
		self._stamp(venture, moment)
		self._assign(venture)

	def _assign(self, venture: Venture) -> None:
		project = {"project": self._names[venture.name]}
		for story in venture.stories:
			self.places[story.key] = project
		for point in venture.points:
			for key in point.stories:
				self.places[key] = {**project, "milestone": self._points[point.title]}

	def _life(self, venture: Venture, point: Point) -> Iterator[Deed]:
		if point.reached:
			moment, person = point.reached
			yield self._step(venture, point, moment.on(self._today), person, milestones.reach)
		if point.moved:
			moment, day, reason = point.moved
			due = str(working_day(self._today, day))
			deed = partial(milestones.move, due_date=due, reason=reason)
			yield self._step(venture, point, moment.on(self._today), MANAGER, deed)
		if not point.reached and not point.moved and point.due < 0:
			yield self._at(point.due, time()) + _AFTER_MIDNIGHT, _miss

	def _step(
		self, venture: Venture, point: Point, moment: datetime, person: str, deed: Callable[[str], None]
	) -> Deed:
		def take() -> None:
			with acting_as(user_of(person)):
				deed(self._points[point.title])
			self._stamp(venture, moment)

		return moment, take

	def _stamp(self, venture: Venture, moment: datetime) -> None:
		stage.stamp_project(self._names[venture.name], moment, self._began)


def _miss() -> None:
	missed_milestones.mark()

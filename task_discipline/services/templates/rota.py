"""To whom the next tasks of a template would go, as far as this can be known today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline.domain.worktime import WorkCalendar
from task_discipline.services import calendars


@dataclass
class Rota:
	"""The people of a template in their order; ``turn`` is the place of the next one and moves as dates are asked."""

	mode: str
	order: Sequence[str]
	turn: int
	names: Mapping[str, str]
	absences: Mapping[str, Sequence[tuple[date, date]]]
	calendars: Mapping[str, WorkCalendar]
	substitute: str | None = None

	def person_on(self, moment: datetime) -> str | None:
		"""Who gets the next task; None where nobody is there or it depends on how much each has to do then."""
		if self.mode == "Least Loaded" or not self.order:
			return None
		for step in range(len(self.order)):
			place = (self.turn + step) % len(self.order)
			if self._is_there(self.order[place], moment.date()):
				self.turn = (place + 1) % len(self.order)
				return self.order[place]
		return self._substitute_on(moment.date())

	def remark_on(self, person: str | None) -> str | None:
		"""What is to be said of ``person``, who gets a task; None where nothing is out of the ordinary."""
		if self.mode == "Least Loaded" or not self.order or person in self.order:
			return None
		if person:
			return _("stands in: whoever has the task is away")
		return _("whoever has the task is away: the template would stop")

	def _substitute_on(self, day: date) -> str | None:
		there = self.substitute in self.names and self._is_there(self.substitute or "", day)
		return self.substitute if there else None

	def calendar_of(self, person: str | None) -> WorkCalendar:
		"""The working time by which the term of a task counts."""
		return self.calendars[person] if person else calendars.company()

	def _is_there(self, person: str, day: date) -> bool:
		return not any(first <= day <= last for first, last in self.absences.get(person, ()))


def of(template: Document, turn: int, moments: Sequence[datetime]) -> Rota:
	"""The people of ``template`` for tasks of ``moments``; those who are disabled or unknown do not count."""
	fixed = template.people_mode == "Fixed"
	named = [template.responsible] if fixed else [row.user for row in template.candidates]
	substitute = template.substitute if template.if_absent == "Substitute" else None
	names = _active([user for user in (*named, substitute) if user])
	order = [user for user in named if user in names]
	days = [moment.date() for moment in moments]
	absences = calendars.absences_of(list(names), min(days), max(days)) if days else {}
	working = calendars.of_people(list(names))
	return Rota(template.people_mode, order, turn, names, absences, working, substitute)


def _active(users: list[str]) -> dict[str, str]:
	filters = {"name": ("in", users), "enabled": 1}
	found = frappe.get_all("User", filters=filters, fields=["name", "full_name"], order_by=None)
	return {row.name: row.full_name or row.name for row in found}

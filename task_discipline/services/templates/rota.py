"""To whom the next tasks of a template would go, as far as this can be known today: as the generator would choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document

from task_discipline.domain.worktime import WorkCalendar
from task_discipline.services import calendars, clock, recipients
from task_discipline.services.generation import staff
from task_discipline.services.generation.sources import Source
from task_discipline.services.generation.staff import Staff, Unavailable


@dataclass(frozen=True)
class Turn:
	"""Who gets a task, where that is known, and what is to be said of it, where it is out of the ordinary."""

	person: str | None = None
	remark: str | None = None


@dataclass(frozen=True)
class Rota:
	"""The people of a template; whose turn it is moves on as dates are asked."""

	source: Source
	staff: Staff
	names: Mapping[str, str]

	def turn_on(self, moment: datetime) -> Turn:
		"""Who gets the next task. Nobody can tell it today where it depends on how much each has to do then."""
		row = self.source.row
		if row.people_mode == "Least Loaded" or not (row.responsible or self.source.candidates):
			return Turn()
		try:
			choice = staff.choose(self.source, moment.date(), self.staff)
		except Unavailable:
			return Turn(remark=_("whoever has the task is away: the template would stop"))
		row.turn = choice.turn
		remark = _("stands in: whoever has the task is away") if choice.stands_in_for else None
		return Turn(choice.responsible, remark)

	def calendar_of(self, person: str | None) -> WorkCalendar:
		"""The working time by which the term of a task counts."""
		return self.staff.calendars[person] if person else calendars.company()


def of(template: Document, turn: int, moments: Sequence[datetime]) -> Rota:
	"""The people of ``template`` for tasks of ``moments``."""
	fields = ("people_mode", "responsible", "if_absent", "substitute")
	row = frappe._dict({field: template.get(field) for field in fields}, turn=turn)
	candidates = () if row.people_mode == "Fixed" else tuple(row.user for row in template.candidates)
	if candidates:
		row.responsible = None
	source = Source(row, candidates=tuple(dict.fromkeys(candidates)))
	days = [moment.date() for moment in moments] or [clock.now().date()]
	return Rota(source, staff.load([source], min(days), max(days)), recipients.full_names(source.named))

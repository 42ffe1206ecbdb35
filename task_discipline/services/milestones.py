"""Important points of a project or a task: added, reached, moved and dropped by people, missed by the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import cint, getdate

from task_discipline import permissions
from task_discipline.domain.lifecycle import DIRECTORS, Status
from task_discipline.permissions import PROJECT, TASK
from task_discipline.services import clock, history, inputs, people_rules, rows
from task_discipline.services.projects import log, standing
from task_discipline.services.reminders import planning

MILESTONE = "TD Milestone"
_MAX_TITLE, _MAX_WEIGHT, _MOST = 140, 1_000_000, 200
_ENDED = {PROJECT: standing.ENDED, TASK: (Status.DONE.value, Status.CANCELLED.value)}


@dataclass(frozen=True)
class Place:
	"""The project or task that a milestone belongs to."""

	doctype: str
	name: str

	@property
	def link(self) -> dict[str, str]:
		"""How a milestone names it."""
		return {"project" if self.doctype == PROJECT else "task": self.name}


def add(
	place: Place, title: object, due_date: object, responsible: str | None = None, weight: object = None
) -> str:
	"""Add a milestone; returns its name. Raises as ``_require_director`` and for bad input."""
	_require_director(place)
	if frappe.db.count(MILESTONE, place.link) >= _MOST:
		frappe.throw(_("There are {0} milestones already. Drop some, or split the work.").format(_MOST))
	values = _content(place, title, responsible, weight)
	day = _day(due_date, place)
	kept = {"state": "Pending", "due_date": day, "first_due_date": day, "due_moves": 0}
	blank = {"project": None, "task": None, "reached_at": None, "reached_by": None}
	name = str(rows.insert(MILESTONE, [blank | place.link | values | kept])[0])
	_tell(place, "Milestone Added", name, values["title"], details={"due": day})
	return name


def change(name: str, title: object, responsible: str | None = None, weight: object = None) -> None:
	"""Give a milestone another title, person or weight."""
	milestone, place = _locked(name)
	_require_director(place)
	values = _content(place, title, responsible or milestone.responsible, weight or milestone.weight)
	_store(name, values)
	_tell(place, "Milestone Changed", name, values["title"], details={"before": milestone.title})


def move(name: str, due_date: object, reason: object) -> None:
	"""Give a milestone another day; the first one stays on record."""
	milestone, place = _locked(name)
	_require_director(place)
	_require_state(milestone, "Pending", "Missed")
	day = _day(due_date, place)
	if day == milestone.due_date:
		frappe.throw(_("The milestone is due on this day already. Choose another one."))
	words = inputs.reason(reason, _("Write why the milestone moves."))
	_store(name, {"due_date": day, "due_moves": cint(milestone.due_moves) + 1, "state": _state_on(day)})
	details = {"from": milestone.due_date, "to": day}
	_tell(place, "Milestone Moved", name, milestone.title, reason=words, details=details)


def reach(name: str) -> None:
	"""A person says that the milestone is reached; one that was missed stays late by its dates."""
	milestone, place = _locked(name)
	_require_worker(place, milestone)
	_require_state(milestone, "Pending", "Missed")
	_store(name, {"state": "Reached", "reached_at": clock.now(), "reached_by": frappe.session.user})
	_tell(place, "Milestone Reached", name, milestone.title)


def drop(name: str, reason: object) -> None:
	"""The milestone is not wanted any more."""
	milestone, place = _locked(name)
	_require_director(place)
	_require_state(milestone, "Pending", "Missed")
	words = inputs.reason(reason, _("Write why the milestone is dropped."))
	_store(name, {"state": "Dropped"})
	_tell(place, "Milestone Dropped", name, milestone.title, reason=words)


def reopen(name: str) -> None:
	"""A milestone that was reached or dropped counts again."""
	milestone, place = _locked(name)
	_require_director(place)
	_require_state(milestone, "Reached", "Dropped")
	_store(name, {"state": _state_on(milestone.due_date), "reached_at": None, "reached_by": None})
	_tell(place, "Milestone Reopened", name, milestone.title)


def _content(place: Place, title: object, responsible: str | None, weight: object) -> dict[str, object]:
	words = " ".join(inputs.plain_text(title).split())
	if not words:
		frappe.throw(
			_("Give the milestone a title."), frappe.MandatoryError, title=_("Title", context="TD Milestone")
		)
	person = responsible or _usual_person(place)
	people_rules.require_active([person])
	worth = inputs.number(1 if weight in (None, "") else weight, _("Weight"), _MAX_WEIGHT)
	return {
		"title": inputs.limited(words, _("Title", context="TD Milestone"), _MAX_TITLE),
		"responsible": person,
		"weight": worth,
	}


def _usual_person(place: Place) -> str:
	column = "manager" if place.doctype == PROJECT else "responsible"
	return str(frappe.db.get_value(place.doctype, place.name, column))


def _day(value: object, place: Place) -> date:
	moment = inputs.moment(value, _("Due"))
	if moment is None:
		frappe.throw(_("Give the milestone a day."), frappe.MandatoryError, title=_("Due"))
	day = getdate(value) if isinstance(value, date) else moment.date()
	ends_on = place.doctype == PROJECT and frappe.db.get_value(PROJECT, place.name, "ends_on")
	if ends_on and day > ends_on:
		frappe.throw(
			_(
				"The milestone is due after the end of the project, {0}. Choose an earlier day, or move the end."
			).format(frappe.bold(frappe.format(ends_on, "Date"))),
			title=_("Due"),
		)
	return day


def _state_on(day: date) -> str:
	return "Missed" if day < clock.now().date() else "Pending"


def _locked(name: object) -> tuple[frappe._dict, Place]:
	"""The milestone under lock, and where it belongs. Raises ``frappe.PermissionError`` for what is hidden."""
	row = isinstance(name, str) and frappe.db.get_value(MILESTONE, name, "*", as_dict=True, for_update=True)
	if not row:
		frappe.throw(_("This milestone is not there any more. Reload the page."), frappe.DoesNotExistError)
	place = Place(PROJECT, row.project) if row.project else Place(TASK, row.task)
	permissions.require_read(place.name, place.doctype)
	return row, place


def _require_director(place: Place) -> None:
	"""Raises ``frappe.PermissionError`` for whoever does not direct the work, or where it has ended."""
	permissions.require_read(place.name, place.doctype)
	if place.doctype == PROJECT:
		permissions.require_lead(place.name)
	elif not permissions.roles_on(place.name) & DIRECTORS:
		frappe.throw(
			_("Only the assigner or a manager changes the milestones of a task. Ask them in a comment."),
			frappe.PermissionError,
		)
	_require_running(place)


def _require_worker(place: Place, milestone: Mapping[str, object]) -> None:
	if milestone["responsible"] != frappe.session.user and not permissions.works_on(
		place.doctype, place.name
	):
		frappe.throw(
			_("Only those who work on it say that a milestone is reached. Ask its responsible."),
			frappe.PermissionError,
		)
	_require_running(place)


def _require_running(place: Place) -> None:
	status = frappe.db.get_value(place.doctype, place.name, "status")
	if status in _ENDED[place.doctype]:
		frappe.throw(
			_("It is {0}: its milestones stay as they are. Reopen it first.").format(
				frappe.bold(_(status, context=place.doctype))
			)
		)


def _require_state(milestone: Mapping[str, object], *states: str) -> None:
	if milestone["state"] not in states:
		frappe.throw(
			_("The milestone is {0} already. Reload the page to see who did it.").format(
				frappe.bold(_(str(milestone["state"]), context=MILESTONE))
			),
			title=_("Not in this state"),
		)


def _store(name: str, values: Mapping[str, object]) -> None:
	frappe.db.set_value(MILESTONE, name, dict(values))


def _tell(
	place: Place,
	event: str,
	milestone: str,
	title: object,
	*,
	reason: str | None = None,
	details: Mapping[str, object] | None = None,
) -> None:
	"""Put on record what happened to a milestone, and let follow what hangs on it."""
	told = {"title": title, **(details or {})}
	if place.doctype == PROJECT:
		log.record(place.name, event, reason=reason, milestone=milestone, details=told)
		standing.refresh([place.name])
	else:
		task = frappe.db.get_value(TASK, place.name, "*", as_dict=True)
		history.record(task, event, reason=reason, details=told)
		planning.replan([place.name])
	frappe.publish_realtime(
		"doc_update",
		{"doctype": place.doctype, "name": place.name},
		doctype=place.doctype,
		docname=place.name,
		after_commit=True,
	)

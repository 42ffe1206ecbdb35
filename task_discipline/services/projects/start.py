"""Starts a project of a kind: the project, its milestones and its tasks, all of them or nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_datetime, getdate

from task_discipline.domain import dependencies
from task_discipline.domain.worktime import NoWorkingTime, WorkCalendar, add_working_days
from task_discipline.services import calendars, clock, inputs, milestones, notices, people_rules, working_time
from task_discipline.services.milestones import Place
from task_discipline.services.notices import Announcement, News
from task_discipline.services.projects import blueprint

PROJECT, TASK, TEMPLATE = "TD Project Link", "TD Task", "TD Project Template"


@dataclass(frozen=True)
class Order:
	"""What a person says when a project starts, as a client sends it."""

	project_name: str | None
	starts_on: str | None
	people: Mapping[str, str] | str | None
	reference_doctype: str | None = None
	reference_name: str | None = None


@dataclass(frozen=True)
class _Ground:
	"""What all rows of one project are made on."""

	project: str
	first_day: date
	people: Mapping[str, str]
	calendars: Mapping[str, WorkCalendar]
	manager: str

	def day(self, row: Document, after: int, person: str) -> date:
		"""The day so long after the first one, by the person's own working days where it counts in them."""
		if row.unit == "Days":
			return frappe.utils.add_days(self.first_day, after)
		try:
			return add_working_days(self.calendars[person], self.first_day, after)
		except NoWorkingTime:
			return frappe.utils.add_days(self.first_day, after)


def start(template_name: str, order: Order) -> str:
	"""Make a project as the template says; returns its name.

	Raises ``frappe.ValidationError`` where a role has no person, the first day is past, or the template is broken;
	nothing is made then. People are told once, however many tasks they get.
	"""
	# A document built from a client's JSON can bring a filter in place of its name.
	template = frappe.get_doc(TEMPLATE, str(template_name))
	template.check_permission("read")
	first_day, people = _first_day(order.starts_on), _people(template, order.people)
	project = _project(template, order, first_day, people)
	around = calendars.of_people({*people.values(), project.manager})
	ground = _Ground(project.name, first_day, people, around, project.manager)
	points = _milestones(template, ground)
	with notices.muted():
		made = _tasks(template, ground, points)
	_tell(made, project)
	_close_dates(project, made, template, ground)
	return str(project.name)


def _first_day(value: str | None) -> date:
	moment = inputs.moment(value, _("Starts on")) if value else clock.now()
	day = moment.date()
	if day < clock.now().date():
		frappe.throw(
			_("The project would start in the past. Choose today or a later day."), title=_("Starts on")
		)
	return day


def _people(template: Document, given: Mapping[str, str] | str | None) -> dict[str, str]:
	try:
		found = frappe.parse_json(given or "{}")
	except ValueError:
		found = None
	if not isinstance(found, dict):
		frappe.throw(_("The call could not be read. Reload the page and try again."))
	missing = [role for role in blueprint.roles(template) if not found.get(role)]
	if missing:
		shown = ", ".join(frappe.bold(escape_html(role)) for role in missing)
		frappe.throw(_("Choose a person for: {0}").format(shown), frappe.MandatoryError, title=_("People"))
	people = {role: str(found[role]) for role in blueprint.roles(template)}
	people_rules.require_active(people.values())
	return people


def _project(template: Document, order: Order, first_day: date, people: Mapping[str, str]) -> Document:
	others = [user for user in dict.fromkeys(people.values()) if user != frappe.session.user]
	return frappe.get_doc(
		doctype=PROJECT,
		project_name=order.project_name or template.template_name,
		starts_on=first_day,
		members=[{"user": user} for user in others],
		description=frappe.utils.escape_html(template.description or ""),
		reference_doctype=order.reference_doctype,
		reference_name=order.reference_name,
	).insert()


def _milestones(template: Document, ground: _Ground) -> dict[str, str]:
	place, names = Place(PROJECT, ground.project), {}
	for row in template.milestones:
		person = ground.people.get(row.role) or ground.manager
		day = ground.day(row, row.due_after, person)
		names[row.title] = milestones.add(place, row.title, day, person, row.weight)
	return names


def _tasks(template: Document, ground: _Ground, points: Mapping[str, str]) -> dict[int, Document]:
	"""The tasks by the numbers of their rows, each made after those it waits for."""
	rows = {str(row.idx): row for row in template.tasks}
	edges = {number: [str(one) for one in blueprint.awaited(row)] for number, row in rows.items()}
	made: dict[int, Document] = {}
	for number in dependencies.in_order(list(rows), edges):
		row = rows[number]
		awaited = [{"task": made[one].name} for one in blueprint.awaited(row)]
		task = frappe.get_doc(doctype=TASK, depends_on=awaited, **_fields(row, ground, points)).insert()
		made[row.idx] = task
	return made


def _fields(row: Document, ground: _Ground, points: Mapping[str, str]) -> dict[str, object]:
	person = ground.people[row.role]
	starts_on = ground.day(row, row.starts_after, person)
	deadline = _deadline(row, ground, person)
	return {
		"subject": row.subject,
		"description": row.description,
		"priority": row.priority or "Medium",
		"responsible": person,
		"starts_on": get_datetime(starts_on),
		"deadline": deadline,
		"deadline_is_firm": row.deadline_is_firm,
		"most_deadline_requests": row.most_deadline_requests,
		"latest_deadline": deadline + timedelta(row.latest_deadline_days)
		if row.latest_deadline_days
		else None,
		"project": ground.project,
		"milestone": points.get(row.milestone),
		"estimated_hours": row.estimated_hours,
		"weight": row.weight,
	}


def _deadline(row: Document, ground: _Ground, person: str) -> datetime:
	"""The end of the due day; of the next one where a project starts after that has passed."""
	deadline = working_time.end_of_day(ground.day(row, row.due_after, person), person)
	if deadline > clock.now():
		return deadline
	return working_time.end_of_day(ground.day(row, row.due_after + 1, person), person)


def _tell(made: Mapping[int, Document], project: Document) -> None:
	"""One message for each person, which leads to the first of his tasks and names the others."""
	actor, own = frappe.session.user, defaultdict(list)
	for _number, task in sorted(made.items()):
		if task.responsible != actor:
			own[task.responsible].append(task)
	news = [
		Announcement(tasks[0].as_dict(), (user,), _news(tasks, project), actor) for user, tasks in own.items()
	]
	notices.announce(news)


def _news(tasks: list[Document], project: Document) -> News:
	named = "\n".join(f"{task.subject} ({task.name})" for task in tasks)
	reason = f"{project.project_name}\n{named}" if len(tasks) > 1 else project.project_name
	return News("Created", reason=reason, count=len(tasks))


def _close_dates(
	project: Document, made: Mapping[int, Document], template: Document, ground: _Ground
) -> None:
	"""The project ends with the last thing that is due in it."""
	due = [getdate(task.deadline) for task in made.values()]
	due += frappe.get_all("TD Milestone", {"project": project.name}, pluck="due_date")
	stored = frappe.get_doc(PROJECT, project.name)
	stored.ends_on = max(due)
	stored.save()

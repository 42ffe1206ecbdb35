"""What becomes of each row of a sheet: a task, nothing because it is there, or nothing with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import frappe
from frappe import _
from frappe.utils import escape_html

from task_discipline import permissions
from task_discipline.domain import task_sheets as sheets
from task_discipline.domain.task_sheets import Column, Row
from task_discipline.services import clock, inputs
from task_discipline.services.imports.sheet_people import Directory

_LONGEST, _LONGEST_ID = 140, 120
_MOST_HOURS = 1_000_000


@dataclass
class Line:
	"""What a dry run says of one row; ``values`` are the fields of the task to be, by the names of the doctype."""

	row: Row
	origin: str | None
	values: dict[str, object] = field(default_factory=dict)
	co_assignees: list[str] = field(default_factory=list)
	observers: list[str] = field(default_factory=list)
	steps: tuple[str, ...] = ()
	known_as: str | None = None
	left_out: str | None = None
	remarks: list[str] = field(default_factory=list)


class Drafting:
	"""Turns rows into lines; what the site knows of people, projects and former imports is looked up once."""

	def __init__(self, rows: Sequence[Row], source: str) -> None:
		self._source = source
		self._people = Directory()
		named = [row.cell(column) for row in rows for column in (Column.ID, Column.PARENT)]
		self._known = _known([origin for number in named if (origin := self._origin(number))])
		self._projects = _projects({row.cell(Column.PROJECT) for row in rows} - {""})
		self._seen: dict[str, int] = {}
		self.unknown: dict[str, tuple[str, list[int]]] = {}

	def line(self, row: Row) -> Line:
		"""What becomes of ``row``."""
		origin = self._origin(row.cell(Column.ID))
		line = Line(row, origin, known_as=self._known.get(origin or ""))
		line.values["subject"] = " ".join(inputs.plain_text(row.cell(Column.SUBJECT)).split())
		line.left_out = self._why_not(line)
		if not (line.known_as or line.left_out):
			self._fill(line)
		return line

	def _origin(self, number: str) -> str | None:
		words = inputs.plain_text(number)[:_LONGEST_ID]
		# Numbers of two programs may be the same.
		return f"{self._source} {words}" if words.isdecimal() else words or None

	def _why_not(self, line: Line) -> str | None:
		if line.origin and line.origin in self._seen:
			return _("Stands in row {0} already").format(self._seen[line.origin])
		self._seen |= {line.origin: line.row.number} if line.origin else {}
		if sheets.is_finished(line.row.cell(Column.STATUS)):
			return _("It is finished where it comes from; only open work is brought")
		return None if line.values["subject"] else _("It has no name")

	def _fill(self, line: Line) -> None:
		self._cast(line)
		if line.left_out:
			return
		self._dates(line)
		self._rest(line)
		self._places(line)

	def _cast(self, line: Line) -> None:
		row = line.row
		named = sheets.people(row.cell(Column.RESPONSIBLE))
		responsible = self._one(named[0], row) if named else None
		if not responsible:
			line.left_out = (
				_("{0} is not known here").format(named[0]) if named else _("Nobody answers for it")
			)
			return
		assigner = self._assigner(line)
		line.values |= {"responsible": responsible, "assigner": assigner}
		co_assignees = self._many(line, Column.CO_ASSIGNEES, {responsible})
		line.co_assignees = co_assignees
		line.observers = self._many(line, Column.OBSERVERS, {responsible, assigner, *co_assignees})

	def _assigner(self, line: Line) -> str:
		named = sheets.people(line.row.cell(Column.ASSIGNER))
		found = self._one(named[0], line.row) if named else None
		if named and not found:
			line.remarks.append(_("{0} is not known here: you set the task").format(named[0]))
		return found or frappe.session.user

	def _many(self, line: Line, column: Column, taken: set[str]) -> list[str]:
		found = {words: self._one(words, line.row) for words in sheets.people(line.row.cell(column))}
		line.remarks += [
			_("{0} is left out: not known here").format(words) for words, user in found.items() if not user
		]
		return [user for user in dict.fromkeys(filter(None, found.values())) if user not in taken]

	def _one(self, words: str, row: Row) -> str | None:
		found = self._people.find(words)
		if found.trouble:
			self.unknown.setdefault(words, (found.trouble, []))[1].append(row.number)
		return found.user

	def _dates(self, line: Line) -> None:
		deadline = self._moment(line, Column.DEADLINE, _("Deadline"))
		starts_on = self._moment(line, Column.STARTS_ON, _("Starts on"))
		if deadline and _has_passed(deadline):
			line.remarks.append(_("Its deadline has passed: it comes without one, and its text names it"))
			line.values["passed"] = line.row.cell(Column.DEADLINE)
			deadline = None
		if starts_on and deadline and starts_on >= deadline:
			line.remarks.append(_("Comes without its start, which is after its end"))
			starts_on = None
		line.values |= {"deadline": deadline, "starts_on": starts_on}

	def _moment(self, line: Line, column: Column, label: str) -> datetime | None:
		text = line.row.cell(column)
		try:
			found = sheets.moment(text)
		except ValueError:
			line.remarks.append(
				_("{0}: {1} is no date like 31.12.2026 18:00; it is left empty").format(label, text[:40])
			)
			return None
		# Midnight says that there is no hour: the import makes the end of the working day of it.
		is_day = isinstance(found, date) and not isinstance(found, datetime)
		return datetime.combine(found, time.min) if is_day else found

	def _rest(self, line: Line) -> None:
		row = line.row
		priority, hours = sheets.priority(row.cell(Column.PRIORITY)), _hours(row)
		if priority is None:
			line.remarks.append(
				_("Priority {0} is not known; it comes as Medium").format(row.cell(Column.PRIORITY)[:40])
			)
		if hours is None or hours > _MOST_HOURS:
			line.remarks.append(_("The duration is no number; it is left empty"))
		if not sheets.is_fresh(row.cell(Column.STATUS)):
			line.remarks.append(
				_("Was {0} where it comes from; it comes as New").format(row.cell(Column.STATUS)[:40])
			)
		line.steps = tuple(step[:_LONGEST] for step in sheets.steps(row.cell(Column.CHECKLIST)))
		line.values |= {
			"priority": priority or "Medium",
			"estimated_hours": round(hours, 2) if hours and hours <= _MOST_HOURS else None,
			"needs_review": 0 if sheets.says_no(row.cell(Column.REVIEW)) else 1,
			"description": self._description(line),
		}
		if len(str(line.values["subject"])) > _LONGEST:
			line.remarks.append(
				_("Its name is longer than {0} characters; the rest goes into the text").format(_LONGEST)
			)
			line.values["description"] = (
				f"<p>{escape_html(line.values['subject'])}</p>{line.values['description']}"
			)
			line.values["subject"] = str(line.values["subject"])[:_LONGEST]

	def _description(self, line: Line) -> str:
		text = inputs.plain_text(line.row.cell(Column.DESCRIPTION))
		parts = [text] if text else []
		if line.values.get("passed"):
			parts.append(_("Deadline before: {0}").format(line.values.pop("passed")))
		if labels := sheets.tags(line.row.cell(Column.TAGS)):
			parts.append(_("Tags: {0}").format(", ".join(labels)))
		html = "".join(f"<p>{escape_html(part)}</p>" for part in parts)
		return html.replace("\r\n", "\n").replace("\n", "<br>")[: inputs.MAX_RICH_TEXT]

	def _places(self, line: Line) -> None:
		project, parent = line.row.cell(Column.PROJECT), self._origin(line.row.cell(Column.PARENT))
		if project and not self._projects.get(_key(project)):
			line.remarks.append(
				_("Project {0} is not here, or two have this name; put the task into one later").format(
					project
				)
			)
		if parent and not self._known.get(parent):
			line.remarks.append(
				_("Stands alone: the task above it, {0}, was not brought before").format(parent)
			)
		line.values |= {
			"project": self._projects.get(_key(project)),
			"parent_task": self._known.get(parent or ""),
		}


def _has_passed(deadline: datetime) -> bool:
	now = clock.now()
	return deadline.date() < now.date() if deadline.time() == time.min else deadline <= now


def _hours(row: Row) -> float | None:
	if seconds := row.cell(Column.SECONDS):
		return int(seconds) / 3600 if seconds.isdecimal() and len(seconds) < 12 else None
	return sheets.hours(row.cell(Column.DURATION))


def _known(origins: Sequence[str]) -> dict[str, str]:
	"""Tasks that were made of these before, by what they were made of."""
	if not origins:
		return {}
	rows = frappe.get_all(
		permissions.TASK,
		filters={"imported_from": ("in", list(dict.fromkeys(origins)))},
		fields=["imported_from", "name"],
		order_by=None,
		limit=0,
	)
	return {row.imported_from: row.name for row in rows}


def _projects(titles: set[str]) -> Mapping[str, str]:
	"""Open projects, by title or name; two of one title are none. A manager may put tasks into all of them."""
	if not titles:
		return {}
	rows = frappe.get_list(
		permissions.PROJECT, filters={"status": "Open"}, fields=["name", "project_name"], limit=0
	)
	named: dict[str, list[str]] = {}
	for row in rows:
		for key in {_key(row.name), _key(row.project_name)}:
			named.setdefault(key, []).append(row.name)
	wanted = {_key(title) for title in titles}
	return {key: names[0] for key, names in named.items() if key in wanted and len(names) == 1}


def _key(title: str) -> str:
	return " ".join(title.casefold().split())

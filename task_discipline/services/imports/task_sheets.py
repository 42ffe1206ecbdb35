"""A sheet of tasks from another program: what would become of it, and the file that the host's Data Import takes.

Nothing is written as a task here: the host's import does that, row by row, with the checks of the form.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from itertools import zip_longest

import frappe
from frappe import _, _lt
from frappe.utils import get_fullname

from task_discipline import permissions
from task_discipline.domain import task_sheets as sheets
from task_discipline.domain.task_sheets import Column, Sheet, SheetError
from task_discipline.services.imports import sheet_people
from task_discipline.services.imports.sheet_drafts import Drafting, Line
from task_discipline.services.imports.sheet_people import Unknown

SOURCE = "Bitrix24"
"""Stands before the bare number of a task."""
PAGE = 200
_FIELDS = (
	"imported_from",
	"subject",
	"responsible",
	"assigner",
	"deadline",
	"starts_on",
	"priority",
	"description",
	"project",
	"parent_task",
	"estimated_hours",
	"needs_review",
)
_CHILDREN = ("co_assignees.user", "observers.user", "plan.title")
_COLUMNS = (*_FIELDS, *_CHILDREN)
_WHY = {
	"too large": _lt("The file is larger than 20 MB. Cut it into parts."),
	"too long": _lt("The file has more than 10,000 rows. Cut it into parts."),
	"a workbook": _lt("This is a workbook of Excel. Save it as CSV and choose that file."),
	"empty": _lt("The file has no row below its first line. Choose another file."),
	"no text": _lt("The file is no text in UTF-8 or Windows-1251. Save it as CSV UTF-8 and choose it again."),
	"no table": _lt("The file is no table. Save it as CSV and choose it again."),
	"no columns": _lt(
		"The first line names no column for the task's name (Название, Task, Subject) or none for its responsible"
		" (Ответственный, Responsible). Add them and choose the file again."
	),
}


def dry_run(content: bytes) -> dict[str, object]:
	"""What an import of the sheet would do, line by line, and ``csv``: the file for the host's Data Import.

	Raises ``frappe.PermissionError`` for everybody but managers, ``frappe.ValidationError`` for what is no sheet.
	"""
	require_right()
	sheet = _read(content)
	found, unknown = _lines(sheet)
	coming = _coming(found)
	return {
		"total": len(found),
		"coming": len(coming),
		"there": sum(1 for line in found if line.known_as),
		"left_out": sum(1 for line in found if line.left_out and not line.known_as),
		"unknown_people": sheet_people.troubles(unknown),
		"unknown_columns": list(sheet.unknown),
		"lines": [_shown(line) for line in sorted(found, key=_rank)[:PAGE]],
		"more": max(len(found) - PAGE, 0),
		"csv": as_csv(coming, _COLUMNS) if coming else "",
	}


def _lines(sheet: Sheet) -> tuple[list[Line], Unknown]:
	drafting = Drafting(sheet.rows, SOURCE)
	return [drafting.line(row) for row in sheet.rows], drafting.unknown


def _coming(lines: Sequence[Line]) -> list[Line]:
	return [line for line in lines if not (line.known_as or line.left_out)]


def make_import(content: bytes, *, by_mail: bool) -> str:
	"""A Data Import of the host with the converted sheet, ready to be looked at and started; returns its name.

	Raises ``frappe.PermissionError`` where the host does not let the session's user make one.
	"""
	require_right()
	frappe.has_permission("Data Import", "create", throw=True)
	coming = _coming(_lines(_read(content))[0])
	if not coming:
		frappe.throw(_("No row of this file would come. Mend the rows first."))
	made = frappe.get_doc(
		doctype="Data Import",
		reference_doctype=permissions.TASK,
		import_type="Insert New Records",
		mute_emails=int(not by_mail),
	).insert()
	headings = [_in_words(name, _) for name in _COLUMNS]
	made.import_file = _attach(as_csv(coming, headings), made.name)
	made.save()
	if mapped := _mapped(headings):
		made.template_options = frappe.as_json({"column_to_field_map": mapped})
		made.save()
	return str(made.name)


def _mapped(headings: Sequence[str]) -> dict[str, str]:
	"""The fields of the columns that the host may not know by their headings: it keeps those of one language only."""
	columns = enumerate(zip(headings, _COLUMNS, strict=True))
	return {str(number): name for number, (heading, name) in columns if heading != _in_words(name, str)}


def _attach(converted: str, name: str) -> str:
	place = {
		"attached_to_doctype": "Data Import",
		"attached_to_name": name,
		"attached_to_field": "import_file",
	}
	file = frappe.get_doc(doctype="File", file_name="tasks.csv", content=converted, is_private=1, **place)
	return str(file.insert().file_url)


def _in_words(column: str, spoken: Callable[[str], str]) -> str:
	meta, (table, _dot, child) = frappe.get_meta(permissions.TASK), column.partition(".")
	if not child:
		return spoken(meta.get_label(table))
	label = frappe.get_meta(meta.get_field(table).options).get_label(child)
	return f"{spoken(label)} ({spoken(meta.get_label(table))})"


def require_right() -> None:
	"""Raises where the session's user may not import tasks."""
	if not permissions.is_manager():
		frappe.throw(_("Only a Task Discipline Manager imports tasks."), frappe.PermissionError)


def _read(content: bytes) -> Sheet:
	try:
		return sheets.read(content)
	except SheetError as error:
		frappe.throw(str(_WHY[str(error)]), title=_("The file cannot be read"))


def as_csv(lines: Sequence[Line], headings: Sequence[str]) -> str:
	"""The lines as the host's Data Import reads them; people and steps beyond the first stand in rows of their own."""
	written = io.StringIO()
	writer = csv.writer(written, lineterminator="\n")
	writer.writerow(headings)
	for line in lines:
		writer.writerows(_rows(line))
	return written.getvalue()


def _rows(line: Line) -> Iterator[list[object]]:
	values = line.values | {"imported_from": line.origin}
	fields: list[object] = ["" if values.get(name) is None else values[name] for name in _FIELDS]
	yield from (
		[*(fields if number == 0 else [""] * len(_FIELDS)), *children]
		for number, children in enumerate(_children(line))
	)


def _children(line: Line) -> list[tuple[str, ...]]:
	listed = zip_longest(line.co_assignees, line.observers, line.steps, fillvalue="")
	return list(listed) or [("",) * len(_CHILDREN)]


def _rank(line: Line) -> tuple[int, int]:
	if line.known_as:
		return 3, line.row.number
	return (0 if line.left_out else 1 if line.remarks else 2), line.row.number


def _shown(line: Line) -> dict[str, object]:
	responsible, deadline = line.values.get("responsible"), line.values.get("deadline")
	is_day = isinstance(deadline, datetime) and deadline.time() == time.min
	return {
		"row": line.row.number,
		"id": line.row.cell(Column.ID),
		"subject": line.values.get("subject"),
		"responsible": get_fullname(responsible) if responsible else line.row.cell(Column.RESPONSIBLE),
		"deadline": None if is_day else deadline,
		"day": deadline.date() if is_day else None,
		"known_as": line.known_as,
		"left_out": line.left_out,
		"remarks": line.remarks if not line.left_out else [],
	}

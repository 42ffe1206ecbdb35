"""A sheet of tasks from another program: what would become of it, and the file that the host's Data Import takes.

Nothing is written as a task here: the host's import does that, row by row, with the checks of the form.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import frappe
from frappe import _, _lt
from frappe.utils import get_fullname

from task_discipline import permissions
from task_discipline.domain import task_sheets as sheets
from task_discipline.domain.task_sheets import Column, Sheet, SheetError
from task_discipline.services.imports import sheet_people
from task_discipline.services.imports.sheet_drafts import Drafting, Line

SOURCE = "Bitrix24"
"""Before the number of a task of another program: numbers of two programs may be the same."""
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
	drafting = Drafting(sheet.rows, SOURCE)
	found = [drafting.line(row) for row in sheet.rows]
	coming = [line for line in found if not (line.known_as or line.left_out)]
	return {
		"total": len(found),
		"coming": len(coming),
		"there": sum(1 for line in found if line.known_as),
		"left_out": sum(1 for line in found if line.left_out and not line.known_as),
		"unknown_people": sheet_people.troubles(drafting.unknown),
		"unknown_columns": list(sheet.unknown),
		"lines": [_shown(line) for line in sorted(found, key=_rank)[:PAGE]],
		"more": max(len(found) - PAGE, 0),
		"csv": as_csv(coming) if coming else "",
	}


def make_import(content: bytes) -> str:
	"""A Data Import of the host with the converted sheet, ready to be looked at and started; returns its name.

	Raises ``frappe.PermissionError`` where the host does not let the session's user make one.
	"""
	frappe.has_permission("Data Import", "create", throw=True)
	converted = str(dry_run(content)["csv"])
	if not converted:
		frappe.throw(_("No row of this file would come. Mend the rows first."))
	made = frappe.get_doc(
		doctype="Data Import", reference_doctype=permissions.TASK, import_type="Insert New Records"
	).insert()
	file = frappe.get_doc(
		doctype="File",
		file_name="tasks.csv",
		content=converted,
		is_private=1,
		attached_to_doctype="Data Import",
		attached_to_name=made.name,
		attached_to_field="import_file",
	).insert()
	made.import_file = file.file_url
	made.save()
	return str(made.name)


def require_right() -> None:
	"""Raises where the session's user may not import tasks."""
	if not permissions.is_manager():
		frappe.throw(_("Only a Task Discipline Manager imports tasks."), frappe.PermissionError)


def _read(content: bytes) -> Sheet:
	try:
		return sheets.read(content)
	except SheetError as error:
		frappe.throw(str(_WHY[str(error)]), title=_("The file cannot be read"))


def as_csv(lines: Sequence[Line]) -> str:
	"""The lines as the host's Data Import reads them; people and steps beyond the first stand in rows of their own."""
	written = io.StringIO()
	writer = csv.writer(written, lineterminator="\n")
	writer.writerow([*_FIELDS, *_CHILDREN])
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
	responsible = line.values.get("responsible")
	return {
		"row": line.row.number,
		"id": line.row.cell(Column.ID),
		"subject": line.values.get("subject"),
		"responsible": get_fullname(responsible) if responsible else line.row.cell(Column.RESPONSIBLE),
		"deadline": line.values.get("deadline"),
		"known_as": line.known_as,
		"left_out": line.left_out,
		"remarks": line.remarks if not line.left_out else [],
	}

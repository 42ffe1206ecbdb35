"""The entries of a statement as its reader sees them: each with its task, its sum, and why in words."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from task_discipline.money_names import ENTRY
from task_discipline.services.money import entry_words, months, paid, site, sums, waivers

_FIELDS = (
	"name",
	"kind",
	"event",
	"period",
	"about",
	"task",
	"rating",
	"amount",
	"computed_amount",
	"capped_by",
	"unit",
	"explanation",
	"reason",
	"rule",
	"corrects",
	"made_by_system",
	"owner",
	"creation",
)


def of(statement: Document) -> list[dict[str, object]]:
	"""Entries of a statement in the order in which they came about, each correction behind what it corrects."""
	found = frappe.get_all(ENTRY, {"statement": statement.name}, list(_FIELDS), order_by="name asc", limit=0)
	for row in found:
		row.corrects = cint(row.corrects) or None  # a link holds the number as text
	subjects, rules = _readable_tasks(found), _titles(found)
	open_fines, paid_before = waivers.open_fines(statement), _paid_before(found, statement)
	return [
		{
			"name": row.name,
			"kind": row.kind,
			"event": row.event,
			"task": row.task,
			"rating": row.rating,
			"subject": subjects.get(row.task),
			"rule": rules.get(row.rule) or _(row.event),
			"amount": row.amount,
			"sum": sums.in_words(row.amount, row.unit),
			"why": _why(row),
			"note": _note(row, statement, paid_before),
			"corrects": row.corrects,
			"is_waived": row.kind == "Fine" and row.amount < 0 and row.name not in open_fines,
			"may_be_waived": row.name in open_fines,
		}
		for row in _in_order(found)
	]


def _in_order(found: Sequence[frappe._dict]) -> Iterable[frappe._dict]:
	there = {row.name for row in found}
	return sorted(found, key=lambda row: (row.corrects if row.corrects in there else row.name, row.name))


def _readable_tasks(found: Sequence[frappe._dict]) -> dict[str, str]:
	"""Subjects of the tasks that the reader may open; of the others he sees the number only."""
	names = sorted({row.task for row in found if row.task})
	if not names:
		return {}
	rows = frappe.get_list(
		"TD Task", filters={"name": ("in", names)}, fields=["name", "subject"], order_by=None, limit=0
	)
	return {row.name: row.subject for row in rows}


def _titles(found: Sequence[frappe._dict]) -> dict[str, str]:
	names = sorted({row.rule for row in found if row.rule})
	rows = frappe.get_all(
		"TD Discipline Rule", {"name": ("in", [*names, ""])}, ["name", "title"], order_by=None
	)
	return {row.name: row.title for row in rows}


def _why(row: frappe._dict) -> list[str]:
	"""Why there is this entry, line by line."""
	lines = [_("Correction of entry {0}").format(row.corrects)] if row.corrects else []
	return [*lines, *entry_words.lines(row.explanation, row.unit), *([row.reason] if row.reason else [])]


def _paid_before(found: Sequence[frappe._dict], statement: Document) -> set[date]:
	"""Other months that these entries are of and that were paid, where this one pays nothing."""
	if statement.mode in site.PAYING:
		return set()
	others = {getdate(row.about) for row in found if row.about} - {getdate(statement.period)}
	return paid.months_of(statement.user, others)


def _note(row: frappe._dict, statement: Document, paid_before: Collection[date]) -> str:
	"""What is unusual about an entry: it is of another month, perhaps one that was paid, or a limit has cut it."""
	notes = []
	about = row.about or row.period
	if about and getdate(about) != getdate(statement.period):
		notes.append(_("Belongs to {0}").format(months.in_words(getdate(about))))
	if about and getdate(about) in paid_before:
		words = _("{0} was paid and this is on record only: settle it by hand")
		notes.append(words.format(months.in_words(getdate(about))))
	if row.capped_by:
		notes.append(
			_("{0} instead of {1}: {2}").format(
				sums.in_words(row.amount, row.unit),
				sums.in_words(row.computed_amount, row.unit),
				row.capped_by,
			)
		)
	return " · ".join(notes)

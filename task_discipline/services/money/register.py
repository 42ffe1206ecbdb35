"""The register of a month: everybody's sums, what he said to them, and where his month stands."""

from collections.abc import Mapping, Sequence
from datetime import date

import frappe
from frappe import _
from frappe.utils import escape_html

from task_discipline.domain import statements as rules
from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import months, statement_view, statements, sums

Row = dict[str, object]
_FIELDS = (
	"name",
	"user",
	"full_name",
	"period",
	"state",
	"unit",
	"mode",
	"fines",
	"rewards",
	"net",
	"entries",
	"answer_by",
	"answered_at",
	"decision",
	"decided_at",
	"drafted_at",
	"closed_at",
	"payroll_state",
)
_SUMS = ("fines", "rewards", "net")


def rows(filters: Mapping[str, object]) -> list[Row]:
	"""One row for each statement of the month that the session's user may read, by the names of people."""
	found = frappe.get_list(
		STATEMENT, filters=_asked(filters), fields=list(_FIELDS), order_by="full_name asc, name asc", limit=0
	)
	now = clock.now()
	return [_row(statement, now) for statement in found]


def period_of(filters: Mapping[str, object]) -> date:
	"""The month that is asked for: the last one that is over where none is."""
	if filters.get("period"):
		return months.parsed(filters["period"])
	first = rules.first_of(clock.now().date())
	return rules.first_of(date.fromordinal(first.toordinal() - 1))


def _asked(filters: Mapping[str, object]) -> dict[str, object]:
	asked: dict[str, object] = {"period": period_of(filters)}
	for field in ("state", "user"):
		value = filters.get(field)
		if value:
			asked[field] = str(value)
	if filters.get("team"):
		members = frappe.get_all(
			"TD Task User",
			{"parent": str(filters["team"]), "parenttype": "TD Team"},
			pluck="user",
			order_by=None,
		)
		asked["user"] = ("in", [one for one in members if asked.get("user") in (None, one)] or [""])
	return asked


def _row(statement: frappe._dict, now: object) -> Row:
	standing = statements.standing_of(statement)
	return {
		"statement": statement.name,
		"person": statement.user,
		"person_name": statement.full_name,
		**{field: statement[field] or 0.0 for field in _SUMS},
		"unit": statement.unit,
		"entries": statement.entries,
		"state": statement_view.state_in_words(statement, rules.waits_for(standing, now)),
		"answered_at": statement.answered_at,
		"closed_at": statement.closed_at,
		"payroll": _(statement.payroll_state, context=STATEMENT) if statement.payroll_state else "",
	}


def mixes_units(found: Sequence[Row]) -> bool:
	"""Whether sums of several units stand below each other, of which no total can be made."""
	return len({row["unit"] or "" for row in found}) > 1


def places(found: Sequence[Row]) -> int:
	"""Places behind the point that the sums need, whatever their currencies."""
	return max((sums.places(str(row["unit"] or "")) for row in found), default=sums.USUAL)


def summary(found: Sequence[Row]) -> list[dict[str, object]]:
	"""The sums of the month above the table."""
	if not found or mixes_units(found):
		return []
	unit = str(found[0]["unit"] or "")
	labels = {"fines": _("Fines"), "rewards": _("Rewards"), "net": _("Net")}
	return [
		{
			"label": label,
			"value": sums.in_words(sum(float(str(row[field])) for row in found), unit),
			"datatype": "Data",
		}
		for field, label in labels.items()
	]


def message(filters: Mapping[str, object], found: Sequence[Row]) -> str:
	"""What the reader should know of the register beside its rows, in safe HTML."""
	period = period_of(filters)
	lines = [escape_html(_("Register of {0}").format(months.in_words(period)))]
	if not found:
		lines.append(escape_html(_("There is no statement of this month that you may read.")))
	waiting = _without_statement(period)
	if waiting:
		lines.append(
			escape_html(
				_("{0} people have fines or rewards that no statement holds yet: draft the month.").format(
					waiting
				)
			)
		)
	return "<br>".join(lines)


def _without_statement(period: date) -> int:
	"""People with entries of the month that wait for a statement, as far as the reader may see them."""
	waiting = frappe.get_list(
		ENTRY,
		filters={"period": period, "statement": ("is", "not set")},
		fields=["user"],
		distinct=True,
		order_by=None,
		limit=0,
	)
	return len({row.user for row in waiting})

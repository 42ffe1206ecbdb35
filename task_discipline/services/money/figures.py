"""How a person's month went, kept on his statement as it was when the month was drafted."""

from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _, _lt

from task_discipline.domain.statements import ends

Figures = Mapping[str, float]
_IN_TIME = "('Early', 'On Time')"
_COLUMNS = {
	"settled": "count(*)",
	"counted": "sum(counted)",
	"on_time": f"sum(case when counted = 1 and timeliness in {_IN_TIME} then 1 else 0 end)",
	"late": "sum(case when counted = 1 and timeliness = 'Late' then 1 else 0 end)",
	"first_on_time": f"sum(case when counted = 1 and first_timeliness in {_IN_TIME} then 1 else 0 end)",
}
_LABELS = {
	"settled": _lt("Ended"),
	"counted": _lt("Counted"),
	"on_time": _lt("On time"),
	"late": _lt("Late"),
	"first_on_time": _lt("On time (first deadline)"),
}


def of_month(period: date) -> dict[str, Figures]:
	"""The figures of everybody who ended tasks in the month."""
	columns = ", ".join(f"{sql} as {name}" for name, sql in _COLUMNS.items())
	rows = frappe.db.sql(
		f"""select `user`, {columns} from `tabTD Task Rating`
		where settled_at >= %s and settled_at < %s group by `user`""",
		(period, ends(period)),
		as_dict=True,
	)
	return {row.pop("user"): {name: int(value or 0) for name, value in row.items()} for row in rows}


def in_words(stored: str | None) -> list[dict[str, str]]:
	"""Figures of a statement as its reader sees them: what each is called, its value, and what it means."""
	found = frappe.parse_json(stored or "{}")
	return [
		{"label": _(str(_LABELS[name])), "value": str(found[name]), "meaning": ""}
		for name in _LABELS
		if name in found
	]

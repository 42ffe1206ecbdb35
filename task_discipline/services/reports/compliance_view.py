"""The compliance calendar as the host shows it: columns, chart and sums."""

from collections import defaultdict
from datetime import date

from frappe import _
from frappe.utils import format_date

from task_discipline.domain.compliance import Verdict
from task_discipline.services.reports.compliance import Sheet, column_of, share_kept
from task_discipline.services.reports.period import begin_of_week

_COLOURS = {
	Verdict.ON_TIME: "#30A66D",
	Verdict.LATE: "#E79913",
	Verdict.MISSED: "#E24C4C",
	Verdict.SYSTEM_FAULT: "#7C5CD6",
	Verdict.SKIPPED: "#8D99A6",
	Verdict.CANCELLED: "#C7CDD4",
	Verdict.OPEN: "#2490EF",
}
_INDICATORS = {
	Verdict.ON_TIME: "Green",
	Verdict.LATE: "Orange",
	Verdict.MISSED: "Red",
	Verdict.SYSTEM_FAULT: "Purple",
}


def columns(found: Sheet) -> list[dict[str, object]]:
	"""The template, whose turn it was last, the share kept, and one column for each day with an occurrence."""
	return [
		{"fieldname": "subject", "label": _("Systemic task"), "fieldtype": "Data", "width": 280},
		{"fieldname": "responsible_name", "label": _("Responsible"), "fieldtype": "Data", "width": 150},
		{"fieldname": "kept", "label": _("Kept"), "fieldtype": "Percent", "precision": 0, "width": 80},
		*(
			{
				"fieldname": column_of(day),
				"label": format_date(day, "EEE d MMM"),
				"fieldtype": "Data",
				"width": 112,
			}
			for day in found.days
		),
	]


def chart(found: Sheet) -> dict[str, object] | None:
	"""What became of the occurrences of each week; None where there is none."""
	weeks = sorted({begin_of_week(day) for day in found.days})
	if not weeks:
		return None
	counts: dict[tuple[date, Verdict], int] = defaultdict(int)
	for cell in found.cells:
		counts[begin_of_week(cell.moment.date()), cell.verdict] += 1
	shown = [one for one in _COLOURS if any(counts[week, one] for week in weeks)]
	return {
		"data": {
			"labels": [_("Week of {0}").format(format_date(week, "d MMM")) for week in weeks],
			"datasets": [
				{"name": _(one.value), "values": [counts[week, one] for week in weeks]} for one in shown
			],
		},
		"type": "bar",
		"colors": [_COLOURS[one] for one in shown],
		"barOptions": {"stacked": 1},
	}


def summary(found: Sheet) -> list[dict[str, object]]:
	"""How many occurrences became what."""
	counts = {one: sum(cell.verdict is one for cell in found.cells) for one in Verdict}
	share = share_kept(found.cells)
	kept_figure = {"label": _("Kept"), "value": share, "datatype": "Percent", "indicator": "Blue"}
	return [
		*([kept_figure] if share is not None else []),
		*(
			{
				"label": _(one.value),
				"value": counts[one],
				"datatype": "Int",
				"indicator": indicator if counts[one] else "Grey",
			}
			for one, indicator in _INDICATORS.items()
		),
	]

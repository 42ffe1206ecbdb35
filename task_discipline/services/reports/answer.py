"""What a report gives to the host, in the host's own order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from frappe import _
from frappe.utils import escape_html, formatdate

from task_discipline.services.reports import definitions
from task_discipline.services.reports.columns import Column
from task_discipline.services.reports.period import Period

Cells = dict[str, object]
NOTHING = "–"
"""Where there is nothing to measure."""
GREEN, RED, ORANGE, GREY = "#30A66D", "#E24C4C", "#E79913", "#8D99A6"


@dataclass
class Answer:
	"""One run of a report."""

	columns: Sequence[Column]
	rows: Sequence[Cells]
	note: str
	"""What the figures are made of, in one line."""
	codes: Iterable[str]
	"""Definitions that belong to it."""
	empty: str
	"""Why there is nothing, and what to do."""
	chart: Mapping[str, object] | None = None
	summary: Sequence[Mapping[str, object]] = field(default_factory=list)

	def for_host(self) -> tuple[object, ...]:
		"""Columns, rows, message, chart, summary, and that no row of totals is wanted: shares have no sum."""
		chart = self.chart if self.rows else None
		return list(self.columns), list(self.rows), self._message(), chart, list(self.summary), True

	def _message(self) -> str:
		# The desk puts the three where each belongs: above the table, in its place, and below it.
		return (
			f'<div class="td-report-note" hidden>{escape_html(self.note)}</div>'
			f'<div class="td-report-empty" hidden>{escape_html(self.empty)}</div>'
			f"{definitions.as_html(self.codes)}"
		)


def days_in_words(period: Period) -> str:
	"""The period as the site writes dates."""
	return _("{0} to {1}.").format(formatdate(period.first), formatdate(period.last))


def figure(
	label: str, value: object, indicator: str = "Grey", datatype: str = "Data"
) -> Mapping[str, object]:
	"""One number above the table; what is nothing alarms nobody, and is no reason for praise."""
	colour = "Grey" if value in (0, NOTHING) else indicator
	return {"label": label, "value": value, "indicator": colour, "datatype": datatype}


def bars(
	labels: Sequence[str], sets: Mapping[str, Sequence[float]], colors: Sequence[str]
) -> Mapping[str, object]:
	"""A chart of bars, one on top of the other."""
	return {
		"data": {
			"labels": list(labels),
			"datasets": [{"name": name, "values": list(values)} for name, values in sets.items()],
		},
		"type": "bar",
		"colors": list(colors),
		"barOptions": {"stacked": True, "spaceRatio": 0.4},
		"fieldtype": "Int",
	}


def span_in_words(minutes: float | None, *, calendar: bool = False) -> str:
	"""A span of time as people say it: 1 d 4 h by the clock, 28 h of working time."""
	if minutes is None:
		return NOTHING
	rest = round(abs(minutes))
	days, rest = divmod(rest, 1440) if calendar else (0, rest)
	hours, rest = divmod(rest, 60)
	parts = [(days, _("{0} d")), (hours, _("{0} h")), (0 if days else rest, _("{0} min"))]
	said = [words.format(number) for number, words in parts if number]
	return ("-" if minutes < 0 else "") + (" ".join(said) or _("{0} min").format(0))

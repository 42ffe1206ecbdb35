"""Which words stand below the reports on work ahead, on dates and on projects; those on execution name theirs themselves."""

from collections.abc import Mapping

from frappe import _lt
from frappe.utils import escape_html

from task_discipline.services.reports import definitions

CODES: Mapping[str, tuple[str, ...]] = {
	"Workload": (
		"open_tasks",
		"running_late",
		"due_soon",
		"waits",
		"in_review",
		"helps",
		"hours_due",
		"hours_at_work",
		"load",
		"tasks_counted",
		"team",
	),
	"Compliance Calendar": (
		"date_on_time",
		"date_late",
		"date_missed",
		"date_skipped",
		"date_fault",
		"date_open",
		"dates_kept",
	),
	"Project Progress": (
		"work_done",
		"time_passed",
		"project_late",
		"project_at_risk",
		"milestones_missed",
	),
}
"""Definitions by the name of the report."""

EMPTY: Mapping[str, object] = {
	"Workload": _lt("Nobody has an open task that you may see. Choose another team or person."),
	"Compliance Calendar": _lt(
		"No systemic task that you may see had a date in these days. Choose other days or fewer filters."
	),
	"Project Progress": _lt(
		"There is no such project that you may see. Choose another state or fewer filters."
	),
}
"""Why a report has no rows, and what to do."""


def printed(report: str) -> str:
	"""The definitions of a report as the host shows them, and the words for no rows, in the reader's language."""
	empty = f'<div class="td-report-empty" hidden>{escape_html(str(EMPTY[report]))}</div>'
	return empty + definitions.as_html(CODES[report])

"""What the words of the reports on work ahead and on projects mean; those on execution have theirs in ``definitions``."""

from collections.abc import Mapping

from frappe import _lt
from frappe.utils import escape_html

from task_discipline.services.reports import definitions

Lines = tuple[tuple[object, object], ...]

WORDS: Mapping[str, Lines] = {
	"Workload": (
		(_lt("Open"), _lt("New, in progress, on hold or handed in; a declined task is its assigner's.")),
		(_lt("Overdue"), _lt("New or in progress, and the deadline has passed.")),
		(
			_lt("Due this week, due next week"),
			_lt("Not handed in, due from now on."),
		),
		(_lt("Waiting"), _lt("Waits for another task that is not done yet.")),
		(_lt("In review"), _lt("Handed in; its assigner has not judged it yet.")),
		(_lt("Helps with"), _lt("Open tasks of others of which the person is a co-assignee.")),
		(
			_lt("Hours due"),
			_lt("Estimated hours of tasks not handed in that are overdue or due by the day chosen above."),
		),
		(
			_lt("Hours at work"),
			_lt(
				"Working hours from now to the end of that day by the person's calendar, absences taken off."
			),
		),
		(_lt("Load"), _lt("Hours due as a share of hours at work.")),
		(
			_lt("Tasks counted"),
			_lt(
				"A head and a manager count every task of a person; others count the tasks that they may read."
			),
		),
	),
	"Compliance Calendar": (
		(
			_lt("On Time"),
			_lt("Handed in by the deadline, or later by no more than holds, absences and the like explain."),
		),
		(_lt("Late"), _lt("Handed in after the deadline, all deductions made.")),
		(_lt("Missed"), _lt("The deadline has passed and nothing was handed in.")),
		(_lt("Skipped"), _lt("The rule or the template left the date out; point at the word to read why.")),
		(
			_lt("System Fault"),
			_lt(
				"The task was made late or not at all because nothing ran, or an outage explains why it is late."
			),
		),
		(_lt("Open"), _lt("The deadline has not passed yet.")),
		(_lt("Kept"), _lt("On time as a share of on time, late and missed.")),
	),
	"Project Progress": (
		(_lt("Work done"), _lt("Weight of the tasks done as a share of all; cancelled tasks are left out.")),
		(_lt("Time passed"), _lt("Days since the start as a share of all days of the project.")),
		(
			_lt("Late"),
			_lt("Its end has passed with tasks open, or a milestone was missed."),
		),
		(
			_lt("At Risk"),
			_lt("Tasks are overdue or due after the end, a milestone is near, or work is far behind time."),
		),
		(_lt("Milestones missed"), _lt("Milestones whose day has passed before anybody reached them.")),
	),
}

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
	return empty + definitions.listed(WORDS[report])

"""What each figure of every report means, and how the words of every report stand below its table."""

from collections.abc import Iterable

from frappe import _lt
from frappe.utils import escape_html

from task_discipline.services import settings
from task_discipline.services.languages import filled

WORDS: dict[str, tuple[object, object]] = {
	"period": (
		_lt("Period", context="of a report"),
		_lt(
			"A task belongs to the period in which it was handed in, handed over or cancelled, by the site's calendar."
		),
	),
	"given": (_lt("Given"), _lt("Tasks made in the period, whatever became of them.")),
	"settled": (_lt("Ended"), _lt("Tasks handed in, done, handed over late or cancelled in the period.")),
	"left_out": (
		_lt("Left out"),
		_lt(
			"Of the ended: set by oneself, cancelled, without a deadline, or impossible when given and never accepted. They are in no other figure."
		),
	),
	"on_time": (
		_lt("On time"),
		_lt(
			"Handed in up to the deadline in force, after all deductions: hold, review, taken for done, given back to the assigner, with somebody else, waiting for other tasks or, where the site says so, for an answer, absence, outages, made too late. A deadline that was moved after it had lapsed restores nothing, unless it could not be kept and was never accepted."
		),
	),
	"late": (_lt("Late"), _lt("Handed in after the deadline in force, after all deductions.")),
	"first_on_time": (
		_lt("On time (first deadline)"),
		_lt(
			"The same against the deadline that the person agreed to first, however often it was moved; without any agreement, against the first one of all."
		),
	),
	"overdue_now": (
		_lt("Overdue now"),
		_lt(
			"New or in progress now, past a deadline up to the end of the period, neither set by oneself nor waiting for another task. Counts as failed in both shares on time, in the efficiency and in every part of the score, as it stands: what else is deducted, such as an absence, or leaves it out as impossible, counts once it is handed in."
		),
	),
	"on_time_share": (
		_lt("On time, %"),
		_lt("On time / (ended and counted + overdue now)."),
	),
	"efficiency": (
		_lt("Efficiency, %"),
		_lt(
			"100 - 100 × (late + overdue now) / tasks in progress: ended in the period or within three months after it, or open still. The formula of other systems, for comparison; a moved deadline flatters it less here."
		),
	),
	"score": (
		_lt("Score"),
		_lt(
			"100 × (0.5 × on time + 0.2 × on time by the first deadline + 0.3 × first pass). Both clocks weigh a task, an overdue one too, by its weight where that is another than 1, else by its priority: Low 0.5, Medium 1, High 1.5, Urgent 2. Without anything judged the first pass has no say."
		),
	),
	"rank": (
		_lt("Rank"),
		_lt(
			"Place by the score among all people of the site with at least {least_sample} rated tasks in the period; equal scores share a place. Tasks of less than {shortest_minutes} minutes do not count for it."
		),
	),
	"median_delay": (
		_lt("Median delay"),
		_lt("Of the late: half were later, half less late. Working time after all deductions."),
	),
	"median_earliness": (
		_lt("Median earliness"),
		_lt("Of those handed in {early_hours} hours or more before the deadline. Time by the clock."),
	),
	"returned": (_lt("Returned"), _lt("Tasks that the assigner gave back at least once.")),
	"first_pass": (
		_lt("First pass, %"),
		_lt("Done without a return / done; what is overdue now is in the score only."),
	),
	"late_reviews": (
		_lt("Reviewed late"),
		_lt(
			"The assigner took longer than {review_hours} working hours. It is charged to the assigner alone."
		),
	),
	"team": (
		_lt("Team"),
		_lt("Its people are its head and its members; whoever is in several teams counts in each."),
	),
	"overdue_task": (_lt("Overdue now"), _lt("New or in progress, and the deadline has passed.")),
	"late_by": (
		_lt("Late by"),
		_lt("Working time of the responsible from the deadline until now, holds and waiting included."),
	),
	"whose_move": (
		_lt("Whose move"),
		_lt(
			"The assigner's while a request for another deadline waits for an answer, that of others while the task waits for theirs, else the responsible's."
		),
	),
	"escalated": (
		_lt("Told"),
		_lt("Whom the system has told that the task is overdue, above the responsible."),
	),
	"move": (
		_lt("Move of a deadline"),
		_lt(
			"Each time a deadline was replaced by another, by the event that says so. The first deadline is no move."
		),
	),
	"after_lapse": (
		_lt("After the lapse"),
		_lt("The old deadline had passed already: the delay up to the move stays with the task."),
	),
	"asked_by": (_lt("Asked by"), _lt("Who had asked for another deadline when it was moved.")),
	"reviews": (
		_lt("Reviews", context="TD Settings"),
		_lt(
			"Results accepted or returned in the period, each judgement counted, by whom the task was set. What was done without a review is none."
		),
	),
	"review_time": (
		_lt("Median time of a review"),
		_lt(
			"Working time of the assigner from the submission to the judgement; of a task that came back, each round by itself."
		),
	),
	"waiting": (_lt("Waiting now"), _lt("Results that wait for a judgement now, whenever they came.")),
	"returns": (_lt("Returns"), _lt("How often results were given back in the period.")),
	"returned_again": (
		_lt("Returned again"),
		_lt("Tasks given back in the period that have been given back more than once by now."),
	),
	"answers": (
		_lt("Answers to requests"),
		_lt(
			"Requests for another deadline decided in the period, and the median working time of the assigner until then."
		),
	),
	"tightened": (
		_lt("Tightened deadlines"),
		_lt("Deadlines that were moved to an earlier moment in the period."),
	),
	"open_tasks": (
		_lt("Open", context="TD Task"),
		_lt("New, in progress, on hold or handed in; a declined task is its assigner's."),
	),
	"running_late": (_lt("Overdue"), _lt("New or in progress, and the deadline has passed.")),
	"due_soon": (_lt("Due this week, due next week"), _lt("Not handed in, due from now on.")),
	"waits": (_lt("Waiting"), _lt("Waits for another task that is not done yet.")),
	"in_review": (_lt("In review"), _lt("Handed in; its assigner has not judged it yet.")),
	"helps": (_lt("Helps with"), _lt("Open tasks of others of which the person is a co-assignee.")),
	"hours_due": (
		_lt("Hours due"),
		_lt("Estimated hours of tasks not handed in that are overdue or due by the day chosen above."),
	),
	"hours_at_work": (
		_lt("Hours at work"),
		_lt("Working hours from now to the end of that day by the person's calendar, absences taken off."),
	),
	"load": (_lt("Load"), _lt("Hours due as a share of hours at work.")),
	"tasks_counted": (
		_lt("Tasks counted"),
		_lt("A head and a manager count every task of a person; others count the tasks that they may read."),
	),
	"date_on_time": (
		_lt("On Time"),
		_lt("Handed in by the deadline, or later by no more than what is deducted from a delay explains."),
	),
	"date_late": (_lt("Late"), _lt("Handed in after the deadline, all deductions made.")),
	"date_missed": (
		_lt("Missed"),
		_lt("The deadline has passed, nothing was handed in, and the task is not on hold."),
	),
	"date_skipped": (
		_lt("Skipped"),
		_lt("The rule or the template left the date out; point at the word to read why."),
	),
	"date_fault": (
		_lt("System Fault"),
		_lt(
			"The task was made late or not at all because nothing ran, or an outage explains why it is late."
		),
	),
	"date_open": (
		_lt("Open", context="TD Task"),
		_lt("Not handed in, and the deadline has not passed yet, or the task is on hold."),
	),
	"dates_kept": (_lt("Kept"), _lt("On time as a share of on time, late and missed.")),
	"work_done": (
		_lt("Work done"),
		_lt("Weight of the tasks done as a share of all; cancelled tasks are left out."),
	),
	"time_passed": (_lt("Time passed"), _lt("Days since the start as a share of all days of the project.")),
	"project_late": (_lt("Late"), _lt("Its end has passed with tasks open, or a milestone was missed.")),
	"project_at_risk": (
		_lt("At Risk"),
		_lt("Tasks are overdue or due after the end, a milestone is near, or work is far behind time."),
	),
	"milestones_missed": (
		_lt("Milestones missed"),
		_lt("Milestones whose day has passed before anybody reached them."),
	),
}
"""Code of a figure: what it is called, and what it means."""


def label(code: str) -> str:
	"""What the figure is called, in the reader's language."""
	return str(WORDS[code][0])


def meaning(code: str) -> str:
	"""What the figure means, with the site's own settings, in the reader's language."""
	return filled(WORDS[code][1], **_numbers())


def as_html(codes: Iterable[str]) -> str:
	"""The definitions of a report, which stand below its table and on its print."""
	return listed((label(code), meaning(code)) for code in codes)


def listed(lines: Iterable[tuple[object, object]]) -> str:
	"""Terms, each with its meaning, as the host shows them."""
	rows = "".join(
		f"<div><dt>{escape_html(str(term))}</dt><dd>{escape_html(str(words))}</dd></div>"
		for term, words in lines
	)
	return f'<dl class="td-definitions">{rows}</dl>'


def _numbers() -> dict[str, object]:
	stored = settings.load()
	return {
		"least_sample": stored.least_sample,
		"shortest_minutes": stored.shortest_minutes,
		"early_hours": int(stored.early_margin.total_seconds() // 3600),
		"review_hours": int(stored.review_time.total_seconds() // 3600),
	}

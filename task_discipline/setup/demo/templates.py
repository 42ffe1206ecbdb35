"""The systemic tasks of the demo: seven templates, and what became of the tasks that they have made so far."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from task_discipline.domain import recurrence
from task_discipline.domain.lifecycle import Action
from task_discipline.services import actions, calendars, clock, notices
from task_discipline.services.acting import acting_as
from task_discipline.services.generation import run
from task_discipline.services.templates import records
from task_discipline.setup.demo import stage, surroundings
from task_discipline.setup.demo.company import user_of
from task_discipline.setup.demo.script import working_day


@dataclass(frozen=True)
class Systemic:
	"""One template; ``began`` is its first day in working days from today, ``answers`` what people did with its tasks.

	An answer is the number of hours between the deadline and the submission, negative where it came early, and the
	words of the result, or None where nobody answered; the tasks after the last answer are still open.
	"""

	subject: str
	assigner: str
	began: int
	fields: Mapping[str, object]
	responsible: str | None = None
	candidates: tuple[str, ...] = ()
	observers: tuple[str, ...] = ()
	answers: Sequence[tuple[float, str] | None] = ()
	paused: str = ""
	steps: tuple[str, ...] = field(default=())


_DAILY = {
	3: (2, "<p>The list came late.</p>"),
	9: (1, "<p>All there.</p>"),
	15: (26, "<p>Two were lost; found.</p>"),
}
"""Days on which the check of every morning went otherwise than usual: on the tenth while the mail stood still."""
_AFTER_OUTAGE = {12: (4, "<p>The task came only in the afternoon. All there.</p>"), 21: None}

TEMPLATES = (
	Systemic(
		subject="Check last night's orders of the web shop, {date}",
		assigner="helena",
		responsible="tomasz",
		began=-32,
		fields={
			"description": "<p>Every order is in the CRM, with its customer and its price.</p>",
			"repeat_unit": "Week",
			**dict.fromkeys(("on_monday", "on_tuesday", "on_wednesday", "on_thursday", "on_friday"), 1),
			"time_of_day": "09:00:00",
			"term": 4,
			"term_unit": "Working Hours",
			"work_calendar": surroundings.CALENDAR,
			"day_off": "Skip",
			"needs_review": 0,
			"estimated_hours": 0.5,
		},
		answers=tuple(
			(_DAILY | _AFTER_OUTAGE).get(number, (-1.5, "<p>All there.</p>")) for number in range(32)
		),
	),
	Systemic(
		subject="Pipeline report of week {week}",
		assigner="helena",
		responsible="marcus",
		observers=("robert",),
		began=-24,
		fields={
			"description": "<p>New leads, deals won and lost, and what is stuck. One page, figures from the CRM.</p>",
			"repeat_unit": "Week",
			"on_friday": 1,
			"time_of_day": "09:00:00",
			"term": 0,
			"term_unit": "Working Days",
			"due_time": "16:00:00",
			"day_off": "Previous Working Day",
			"require_result": 1,
			"deadline_is_firm": 1,
		},
		answers=(
			(-1, "<p>31 new leads, 4 won, 2 lost. Brask is stuck at legal.</p>"),
			(-2, "<p>27 new leads, 6 won. Two offers wait for prices.</p>"),
			(2.5, "<p>22 new leads, 3 won, 3 lost. The figures of the fair came late.</p>"),
			(-0.5, "<p>35 new leads, 5 won, 1 lost.</p>"),
			(-1.5, "<p>29 new leads, 4 won. Legal has answered on Brask.</p>"),
		),
	),
	Systemic(
		subject="Close {month_name} in customer service",
		assigner="ingrid",
		candidates=("lucia", "omar"),
		began=-45,
		fields={
			"description": "<p>No ticket older than a month stays open without a word to the customer.</p>",
			"people_mode": "In Turn",
			"repeat_unit": "Month",
			"month_day": "Last Working Day",
			"time_of_day": "09:00:00",
			"term": 2,
			"term_unit": "Working Days",
		},
		steps=("Tickets older than a month", "Complaints", "Figures to Administration"),
		answers=((-4, "<p>Two complaints are with Omar.</p>"), (3, "<p>Nine old tickets, all answered.</p>")),
	),
	Systemic(
		subject="Restore last night's backup and prove it",
		assigner="priya",
		responsible="kenji",
		observers=("ingrid",),
		began=-50,
		fields={
			"description": "<p>A backup that nobody has restored is a hope. Attach the log of the test.</p>",
			"priority": "High",
			"repeat_unit": "Month",
			"month_day": "Weekday",
			"nth": "Third",
			"weekday": "Wednesday",
			"time_of_day": "08:30:00",
			"day_off": "Next Working Day",
			"term": 1,
			"term_unit": "Working Days",
			"if_absent": "Substitute",
			"substitute": "jonas",
		},
		answers=(
			(-3, "<p>Restored in 38 minutes, all counts equal.</p>"),
			(21, "<p>The first try broke off for want of space; the second one took 44 minutes.</p>"),
			(-2, "<p>Restored in 35 minutes.</p>"),
		),
	),
	Systemic(
		subject="Duplicates and dead addresses in the CRM",
		assigner="priya",
		candidates=("amelie", "jonas"),
		began=-30,
		fields={
			"description": "<p>Merge what is double, close what is dead. Not more than two hours.</p>",
			"priority": "Low",
			"people_mode": "Least Loaded",
			"repeat_unit": "Week",
			"repeat_every": 2,
			"on_monday": 1,
			"time_of_day": "09:00:00",
			"day_off": "Next Working Day",
			"term": 16,
			"term_unit": "Working Hours",
			"missed_runs": "None",
		},
		answers=(
			(-2, "<p>41 merged, 12 closed.</p>"),
			(-4, "<p>18 merged, 7 closed.</p>"),
			(-3, "<p>9 merged.</p>"),
		),
	),
	Systemic(
		subject="Privacy report for quarter {quarter} of {year}",
		assigner="robert",
		responsible="omar",
		observers=("ingrid", "priya"),
		began=-15,
		fields={
			"description": "<p>Requests of persons, incidents, new processors, open points of the last report.</p>",
			"repeat_unit": "Quarter",
			"month_day": "Last Working Day",
			"time_of_day": "10:00:00",
			"days_ahead": 10,
			"term": 5,
			"term_unit": "Working Days",
			"require_file": 1,
		},
		steps=("Requests of persons", "Incidents", "New processors", "Draft to Robert"),
	),
	Systemic(
		subject="Look through the import errors of {date}",
		assigner="priya",
		responsible="jonas",
		began=-4,
		fields={
			"repeat_unit": "Working Day",
			"time_of_day": "09:00:00",
			"term": 4,
			"term_unit": "Working Hours",
		},
		answers=(
			(-1, "<p>None.</p>"),
			(-2, "<p>Two, both mended.</p>"),
			(-1.5, "<p>None.</p>"),
			(-3, "<p>None.</p>"),
		),
		paused="The import is through. Resume it with the next one.",
	),
)


def make(today: date) -> None:
	"""Make the templates, the tasks that they have asked for up to now, and what people did with these."""
	for systemic in TEMPLATES:
		template = _template(systemic, today)
		_live(systemic, template, today)
		if systemic.paused:
			with acting_as(user_of(systemic.assigner)):
				template.reload()
				template.pause(systemic.paused)


def _template(systemic: Systemic, today: date) -> Document:
	began = working_day(today, systemic.began)
	fields = dict(systemic.fields)
	if "substitute" in fields:
		fields["substitute"] = user_of(str(fields["substitute"]))
	moment = datetime.combine(began, datetime.min.time()) + timedelta(hours=8)
	with clock.at(moment), acting_as(user_of(systemic.assigner)):
		template = frappe.get_doc(
			doctype="TD Task Template",
			subject=systemic.subject,
			responsible=user_of(systemic.responsible) if systemic.responsible else None,
			candidates=[{"user": user_of(key)} for key in systemic.candidates],
			observers=[{"user": user_of(key)} for key in systemic.observers],
			plan=[{"title": title} for title in systemic.steps],
			starts_on=began,
			**fields,
		).insert()
	stage.stamp_record(template, moment)
	return template


def _live(systemic: Systemic, template: Document, today: date) -> None:
	rule, calendar = records.rule_of(template), calendars.named(template.work_calendar)
	answers, began = iter(systemic.answers), now_datetime()
	for occurrence in recurrence.occurrences(rule, calendar, None):
		if occurrence.create_at.date() >= today:
			break  # what is due today, the scheduler makes
		moment = surroundings.awake(occurrence.create_at, today)
		with clock.at(moment), _told(moment, today):
			run.renew_these([template.name])
		task = _task(template.name, occurrence.planned)
		if task:
			stage.stamp(task.name, moment, began)
			_answer(systemic, task, moment, next(answers, None), today, began)


def _task(template: str, planned: datetime) -> frappe._dict | None:
	fields = ["name", "deadline", "responsible", "starts_on", "needs_review"]
	return frappe.db.get_value("TD Task", {"template": template, "occurrence": planned}, fields, as_dict=True)


def _answer(
	systemic: Systemic,
	task: frappe._dict,
	made_at: datetime,
	answer: tuple[float, str] | None,
	today: date,
	began: datetime,
) -> None:
	if not answer:
		return
	hours, words = answer
	submitted = _on_a_weekday(task.deadline + timedelta(hours=hours))
	deeds = (
		(
			max(task.starts_on, made_at) + timedelta(minutes=40),
			task.responsible,
			Action.ACCEPT_ASSIGNMENT,
			{},
		),
		(submitted, task.responsible, Action.SUBMIT, {"result": words}),
		(submitted + timedelta(minutes=35), user_of(systemic.assigner), Action.ACCEPT_RESULT, {}),
	)
	for moment, user, action, arguments in deeds if task.needs_review else deeds[:-1]:
		if moment.date() < today:
			with clock.at(moment), _told(moment, today), acting_as(user):
				actions.perform(task.name, action, arguments)
			stage.stamp(task.name, moment, began)


def _on_a_weekday(moment: datetime) -> datetime:
	return moment + timedelta(days=7 - moment.weekday()) if moment.weekday() >= 5 else moment


def _told(moment: datetime, today: date) -> object:
	return nullcontext() if stage.is_news(moment, today) else notices.muted()

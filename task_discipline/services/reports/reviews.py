"""Review Discipline: how assigners judge results and answer requests; they are measured too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import frappe
from frappe import _

from task_discipline.domain import measures
from task_discipline.domain.clocks import whole_minutes
from task_discipline.domain.worktime import work_time_between
from task_discipline.services import calendars, clock
from task_discipline.services.reports import answer, definitions, judgements, names, period, reader
from task_discipline.services.reports.answer import Answer, Cells, figure, span_in_words
from task_discipline.services.reports.columns import Column, column, drill, hours, in_hours, link, number
from task_discipline.services.reports.deadline_moves import EVENTS
from task_discipline.services.reports.judgements import Judgement
from task_discipline.services.reports.period import Period
from task_discipline.services.reports.reader import Narrowing, Reader

_CODES = (
	"reviews",
	"review_time",
	"late_reviews",
	"returns",
	"returned_again",
	"waiting",
	"answers",
	"tightened",
)
_IN_CHART, _MOST_NAMED = 20, 300
_IN_PERIOD = "event.happened_at >= %(start)s and event.happened_at < %(end)s"


@dataclass
class Judge:
	"""What an assigner did in the period, and what waits for him now."""

	judged: list[Judgement] = field(default_factory=list)
	returns: set[int] = field(default_factory=set)
	"""Names of the events."""
	returned_again: set[str] = field(default_factory=set)
	waiting: int = 0
	overdue: int = 0
	answers: list[int] = field(default_factory=list)
	"""Working minutes until each request was answered."""
	unanswered: set[str] = field(default_factory=set)
	tightened: int = 0

	@property
	def late(self) -> list[int]:
		"""Names of the events by which he judged too late."""
		return [one.event for one in self.judged if one.is_late]

	@property
	def minutes(self) -> list[int]:
		"""Working time of each judgement."""
		return [one.minutes for one in self.judged]


@dataclass(frozen=True)
class _Asked:
	when: Period
	who: Reader
	narrowing: Narrowing

	def where(self, *conditions: str, task: str = "task.") -> tuple[str, dict[str, object]]:
		"""Condition and values of a statement whose table of tasks is called ``task``."""
		parts, values = self.narrowing.conditions("responsible")
		parts = [f"{task}{part}" if part.startswith("`") else part for part in parts]
		moments = {"start": self.when.start, "end": self.when.end, "now": clock.now(), "events": EVENTS}
		return " and ".join(
			filter(None, [*conditions, *parts, self.who.among("task.`name`")])
		), values | moments


def run(filters: Mapping[str, object]) -> tuple[object, ...]:
	"""The report for the session's person."""
	asked = _Asked(period.of(filters), reader.of_session(), reader.narrowing(filters))
	judges: dict[str, Judge] = defaultdict(Judge)
	_add_judgements(judges, asked)
	_add_events(judges, asked)
	_add_waiting(judges, asked)
	_add_requests(judges, asked)
	return _answer(asked, judges).for_host()


def _add_judgements(judges: Mapping[str, Judge], asked: _Asked) -> None:
	for one in judgements.of(*asked.where(_IN_PERIOD)):
		judges[one.assigner].judged.append(one)


def _add_events(judges: Mapping[str, Judge], asked: _Asked) -> None:
	where, values = asked.where(f"event.event in %(events)s and {_IN_PERIOD}")
	rows = frappe.db.sql(
		f"""select task.assigner, event.name, event.event, event.task, event.new_deadline < event.old_deadline, task.returns
		from `tabTD Task Event` event join `tabTD Task` task on task.name = event.task where {where}""",
		values,
	)
	for assigner, name, kind, task, is_tighter, returns in rows:
		judge = judges[assigner]
		judge.tightened += bool(is_tighter)
		if kind == "Returned":
			judge.returns.add(name)
		if kind == "Returned" and returns > 1:
			judge.returned_again.add(task)


def _add_waiting(judges: Mapping[str, Judge], asked: _Asked) -> None:
	where, values = asked.where("task.status = 'Submitted'")
	rows = frappe.db.sql(
		f"""select assigner, count(*), sum(case when review_due < %(now)s then 1 else 0 end)
		from `tabTD Task` task where {where} group by assigner""",
		values,
	)
	for assigner, waiting, overdue in rows:
		judges[assigner].waiting, judges[assigner].overdue = waiting, int(overdue)


def _add_requests(judges: Mapping[str, Judge], asked: _Asked) -> None:
	where, values = asked.where(
		"""(request.status = 'Open' or (request.status in ('Approved', 'Refused')
		and request.decided_at >= %(start)s and request.decided_at < %(end)s))"""
	)
	rows = frappe.db.sql(
		f"""select task.assigner, request.name, request.status, request.requested_at, request.decided_at
		from `tabTD Deadline Request` request join `tabTD Task` task on task.name = request.task where {where}""",
		values,
		as_dict=True,
	)
	working = calendars.of_people({row.assigner for row in rows})
	for row in rows:
		judge = judges[row.assigner]
		if row.status == "Open":
			judge.unanswered.add(row.name)
		else:
			span = map(calendars.aware, (row.requested_at, row.decided_at))
			judge.answers.append(whole_minutes(work_time_between(working[row.assigner], *span)))


def _answer(asked: _Asked, judges: Mapping[str, Judge]) -> Answer:
	called = names.of_people(judges)
	ordered = sorted(judges, key=lambda user: (-len(judges[user].judged), called[user].lower()))
	return Answer(
		columns=_columns(asked.when),
		rows=[_row(user, called[user], judges[user], asked) for user in ordered],
		note=f"{answer.days_in_words(asked.when)} {asked.who.scope_in_words()}",
		codes=_CODES,
		empty=_(
			"Nothing was judged in this period and nothing waits. Choose a longer period or fewer filters."
		),
		chart=_chart([called[user] for user in ordered], [judges[user] for user in ordered]),
		summary=_summary(judges.values()),
	)


def _columns(when: Period) -> list[Column]:
	label = definitions.label
	return [
		column("label", _("Assigner"), width=190, td_link="User", td_key="account"),
		number("judged", label("reviews"), drill=drill("judged")),
		number("late", label("late_reviews"), 140, drill=drill("judged_late")),
		hours("median", _("Median review, working hours"), 240),
		number("returns", label("returns"), drill=drill("events")),
		number("returned_again", label("returned_again"), 150, drill=drill("again")),
		number("waiting", label("waiting"), 130, drill=drill("tasks", status="Submitted")),
		number("overdue", _("Of these overdue"), 150, drill=drill("tasks", status="Submitted", **_overdue())),
		number("answers", label("answers"), 190),
		hours("median_answer", _("Median answer, working hours"), 245),
		number("unanswered", _("Requests unanswered now"), 215, drill=drill("requests")),
		number("tightened", label("tightened"), 180, drill=drill("moves", **_days(when), tightened=1)),
		link("account", _("Account"), "User"),
	]


def _overdue() -> dict[str, object]:
	return {"review_due": ["<", str(clock.now())]}


def _days(when: Period) -> dict[str, object]:
	return {"period": period.CUSTOM, "from_date": str(when.first), "to_date": str(when.last)}


def _row(user: str, label: str, judge: Judge, asked: _Asked) -> Cells:
	narrowing, same = asked.narrowing, {"assigner": user}
	return {
		"label": label,
		"account": user,
		"judged": len(judge.judged),
		"late": len(judge.late),
		"median": in_hours(measures.middle(judge.minutes)),
		"returns": len(judge.returns),
		"returned_again": len(judge.returned_again),
		"waiting": judge.waiting,
		"overdue": judge.overdue,
		"answers": len(judge.answers),
		"median_answer": in_hours(measures.middle(judge.answers)),
		"unanswered": len(judge.unanswered),
		"tightened": judge.tightened,
		"scope": {
			**_judged(user, judge, asked),
			**_named("judged_late", judge.late),
			"tasks": narrowing.of_lists("responsible") | same,
			"moves": narrowing.of_report() | same,
			**_named("events", judge.returns),
			**_named("again", judge.returned_again),
			**_named("requests", judge.unanswered),
		},
	}


def _judged(user: str, judge: Judge, asked: _Asked) -> dict[str, object]:
	"""Too many to be named are told by their kind and their days, where no filter narrows them by more than the assigner."""
	if len(judge.judged) <= _MOST_NAMED or asked.narrowing != Narrowing(assigner=asked.narrowing.assigner):
		return _named("judged", [one.event for one in judge.judged])
	kinds = {"event": ["in", list(judgements.EVENTS)], "happened_at": ["between", asked.when.days()]}
	return {"judged": {**kinds, "assigner": user}}


def _named(to: str, found: Iterable[object]) -> dict[str, object]:
	"""Filters by name for what no other filter of a list can tell; too many names fit into no address."""
	few = sorted(found)[: _MOST_NAMED + 1]
	return {to: {"name": ["in", few]}} if len(few) <= _MOST_NAMED else {}


def _chart(labels: Sequence[str], judges: Sequence[Judge]) -> Mapping[str, object]:
	judges = judges[:_IN_CHART]
	sets = {
		_("Judged in time"): [len(judge.judged) - len(judge.late) for judge in judges],
		definitions.label("late_reviews"): [len(judge.late) for judge in judges],
		definitions.label("waiting"): [judge.waiting for judge in judges],
	}
	return answer.bars(labels[:_IN_CHART], sets, (answer.GREEN, answer.RED, answer.GREY))


def _summary(judges: Iterable[Judge]) -> list[Mapping[str, object]]:
	everybody = list(judges)
	minutes = [one for judge in everybody for one in judge.minutes]
	answers = [one for judge in everybody for one in judge.answers]
	return [
		figure(definitions.label("reviews"), len(minutes), datatype="Int"),
		figure(definitions.label("late_reviews"), sum(len(judge.late) for judge in everybody), "Red", "Int"),
		figure(definitions.label("review_time"), span_in_words(measures.middle(minutes))),
		figure(definitions.label("waiting"), sum(judge.waiting for judge in everybody), "Orange", "Int"),
		figure(_("Of these overdue"), sum(judge.overdue for judge in everybody), "Red", "Int"),
		figure(_("Median answer"), span_in_words(measures.middle(answers))),
	]

"""Execution Discipline: how people, teams, assigners, projects and months stand by their deadlines."""

from collections.abc import Mapping, Sequence

import frappe
from frappe import _

from task_discipline.domain import measures
from task_discipline.domain.measures import Measures, Sums
from task_discipline.services import settings
from task_discipline.services.reports import answer, counting, definitions, grouping, period, reader
from task_discipline.services.reports.answer import Answer, Cells, figure, span_in_words
from task_discipline.services.reports.columns import (
	Column,
	column,
	hours,
	in_hours,
	in_percent,
	leading,
	link,
	number,
	percent,
)
from task_discipline.services.reports.counting import DAY, Groups, Question
from task_discipline.services.reports.grouping import Grouping, Row
from task_discipline.services.reports.reader import Narrowing, Reader

DEFAULT = "Person"
_IN_CHART = 20
_CODES = (
	"period",
	"score",
	"on_time_share",
	"settled",
	"on_time",
	"late",
	"left_out",
	"overdue_now",
	"median_delay",
	"median_earliness",
	"first_on_time",
	"returned",
	"first_pass",
	"late_reviews",
	"efficiency",
	"given",
	"team",
)
_IN_TIME = ["in", ["Early", "On Time"]]


def run(filters: Mapping[str, object]) -> tuple[object, ...]:
	"""The report for the session's person."""
	way = _way(filters)
	question = Question(
		period.of(filters), reader.of_session(), reader.narrowing(filters), grouping.ways()[way].key
	)
	return _answer(question, way).for_host()


def _way(filters: Mapping[str, object]) -> str:
	way = str(filters.get("group_by") or DEFAULT).replace(
		"\0", ""
	)  # the host puts on record what is said of it
	if way not in grouping.ways():
		frappe.throw(_("There is no grouping {0}. Choose one of the list.").format(frappe.bold(way)))
	return way


def _answer(question: Question, name: str) -> Answer:
	way = grouping.ways()[name]
	ranked: Groups | None = {} if question.is_of_everybody and name == "Person" else None
	groups = grouping.groups_of(question, ranked)
	found = [(row, measures.measure(row.sums)) for row in way.rows(question, groups)]
	if question.key != DAY:
		found.sort(key=_by_score)
	ranks = _ranks(question, ranked) if name == "Person" else {}
	return Answer(
		columns=_columns(question, way, ranks),
		rows=[_cells(row, of_row, ranks) for row, of_row in found],
		note=f"{answer.days_in_words(question.period)} {question.reader.scope_in_words()}",
		codes=[*_CODES, *(["rank"] if ranks else [])],
		empty=_(
			"No task ended in this period, none was set and none is overdue. Choose a longer period or fewer filters."
		),
		chart=_chart([row for row, _of_row in found], by_time=question.key == DAY),
		# Not of the rows: who is in two teams stands in two of them.
		summary=_summary(measures.total(groups.values())),
	)


def _by_score(measured: tuple[Row, Measures]) -> tuple[float, int, str]:
	row, found = measured
	score = -1.0 if found.score is None else measures.rounded(found.score)
	return (-score, -row.sums.settled, row.label.lower())


def _ranks(question: Question, ranked: Groups | None) -> dict[str, int]:
	"""Places among all people of the site, whatever the reader may see; only those that he is shown."""
	if ranked is None:
		everything = Reader(question.reader.user, True, frozenset(), "", "")
		ranked = counting.for_ranks(Question(question.period, everything, Narrowing(), long_only=True))
	sums_of = {str(user): sums for user, sums in ranked.items()}
	places = measures.ranks(sums_of, settings.load().least_sample)
	return {user: place for user, place in places.items() if question.reader.sees_rank_of(user)}


def _columns(question: Question, way: Grouping, ranks: Mapping[str, int]) -> list[Column]:
	label = definitions.label
	days = question.period.days()
	ended = {"settled_at": ["between", days]}
	counts = {**ended, "counted": 1}
	late_to = {"due_to": days[1], "counted_only": 1}
	asked = _asked(question.narrowing)

	def drill(to: str, **filters: object) -> Mapping[str, object]:
		return leading(to, {**filters, **asked[to]}, way.own.get(to))

	return [
		column("label", way.label, width=240, td_link=way.doctype, td_key="record"),
		column("score", label("score"), "Float", 85, precision=1),
		*([number("rank", label("rank"), 80)] if ranks else []),
		percent("on_time_share", label("on_time_share"), 115),
		number("settled", label("settled"), 90, drill=drill("ratings", **ended)),
		number("on_time", label("on_time"), 95, drill=drill("ratings", **counts, timeliness=_IN_TIME)),
		number("late", label("late"), 75, drill=drill("ratings", **counts, timeliness="Late")),
		number("left_out", label("left_out"), 95, drill=drill("ratings", **ended, counted=0)),
		number("overdue", label("overdue_now"), 130, drill=drill("overdue", **late_to)),
		hours("median_delay", _("Median delay, working hours"), 230),
		hours("median_earliness", _("Median earliness, hours"), 200, calendar=True),
		number(
			"first_on_time",
			label("first_on_time"),
			200,
			drill=drill("ratings", **counts, first_timeliness=_IN_TIME),
		),
		percent("first_on_time_share", _("On time (first deadline), %"), 220),
		number("returned", label("returned"), 105, drill=drill("ratings", **counts, returns=[">", 0])),
		percent("first_pass_share", label("first_pass"), 125),
		number("late_reviews", label("late_reviews"), 140, drill=drill("ratings", **counts, late_review=1)),
		percent("efficiency", label("efficiency"), 125),
		number("given", label("given"), 75, drill=drill("tasks", creation=["between", days])),
		*_record_column(way),
	]


def _record_column(way: Grouping) -> list[Column]:
	titles = {"User": _("Account"), "TD Project Link": _("Project"), "TD Task Template": _("Template")}
	return [link("record", titles[way.doctype], way.doctype)] if way.doctype in titles else []


def _cells(row: Row, found: Measures, ranks: Mapping[str, int]) -> Cells:
	sums = row.sums
	cells = {
		"label": row.label,
		"record": row.record,
		"given": sums.given,
		"settled": sums.settled,
		"left_out": sums.settled - sums.counted,
		"on_time": sums.on_time,
		"late": sums.late,
		"overdue": sums.overdue,
		"first_on_time": sums.first_on_time,
		"returned": sums.returned,
		"late_reviews": sums.late_reviews,
		**_measured(found),
	}
	if ranks:
		cells["rank"] = ranks.get(str(row.record))
	if row.scope:
		cells["scope"] = row.scope
	return cells


def _asked(narrowing: Narrowing) -> Mapping[str, Mapping[str, object]]:
	"""The filters of the report as each place takes them where its tasks can be seen."""
	return {
		"ratings": narrowing.of_lists("user"),
		"tasks": narrowing.of_lists("responsible"),
		"overdue": narrowing.of_report(),
	}


def _measured(found: Measures) -> Cells:
	return {
		"on_time_share": in_percent(found.on_time_share),
		"first_on_time_share": in_percent(found.first_on_time_share),
		"first_pass_share": in_percent(found.first_pass_share),
		"efficiency": in_percent(found.efficiency),
		"score": in_percent(found.score),
		"median_delay": in_hours(found.median_delay),
		"median_earliness": in_hours(found.median_earliness),
	}


def _chart(rows: Sequence[Row], *, by_time: bool) -> Mapping[str, object]:
	shown = [row for row in rows if row.sums.sample]
	if by_time:
		shown = shown[-_IN_CHART:]
	else:
		# Of many those with the most tasks, in the order of the table.
		most = sorted(range(len(shown)), key=lambda place: -shown[place].sums.sample)[:_IN_CHART]
		shown = [shown[place] for place in sorted(most)]
	sets = {
		definitions.label("on_time"): [row.sums.on_time for row in shown],
		definitions.label("late"): [row.sums.late for row in shown],
		definitions.label("overdue_now"): [row.sums.overdue for row in shown],
	}
	return answer.bars(
		[row.short or row.label for row in shown], sets, (answer.GREEN, answer.ORANGE, answer.RED)
	)


def _summary(sums: Sums) -> list[Mapping[str, object]]:
	found = measures.measure(sums)
	label = definitions.label
	return [
		figure(label("settled"), sums.settled, datatype="Int"),
		figure(label("on_time"), _share(found.on_time_share), "Green"),
		figure(label("late"), sums.late, "Orange", "Int"),
		figure(label("overdue_now"), sums.overdue, "Red", "Int"),
		figure(label("median_delay"), span_in_words(found.median_delay)),
		figure(label("score"), _share(found.score, ""), "Blue"),
	]


def _share(value: float | None, unit: str = "%") -> str:
	return answer.NOTHING if value is None else f"{value:.1f}{unit}"

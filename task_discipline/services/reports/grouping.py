"""Rows of a report on execution: what each is called, and which tasks stand behind its numbers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from frappe import _
from frappe.utils import format_date, getdate

from task_discipline.domain.measures import Sums, total
from task_discipline.services.reports import counting, names, period, teams
from task_discipline.services.reports.counting import DAY, PERSON, Groups, Question
from task_discipline.services.reports.period import Period

Filters = Mapping[str, object]
_NOT_SET = ["is", "not set"]
_WEEK = timedelta(days=7)


WAYS = ("Person", "Team", "Assigner", "Project", "Template", "Week", "Month")


@dataclass(frozen=True)
class Row:
	"""One group of tasks: its name, the record that it is, and where no record says which its tasks are, their filters."""

	label: str
	sums: Sums
	record: object = None
	scope: Mapping[str, Filters] | None = None
	"""By the place where the tasks can be seen: ratings, tasks, overdue."""
	short: str = ""
	"""What a chart calls it, if not the same."""


@dataclass(frozen=True)
class Grouping:
	"""One way to part the tasks of a period."""

	label: str
	key: str
	rows: Callable[[Question, Groups], Iterable[Row]]
	doctype: str | None = None
	"""Of the records that the rows are."""
	own: Mapping[str, str] = field(default_factory=dict)
	"""The filter that takes the record of a row, by the place where its tasks can be seen."""


def groups_of(question: Question, ranked: Groups | None = None) -> Groups:
	"""All sums of a question, by its key; into ``ranked`` goes what ranks are made of, where it was counted anyway."""
	groups = _tidy(counting.count(question, ranked))
	if question.key != DAY:
		counting.add_in_progress(groups, question)
	return groups


def _tidy(groups: Groups) -> Groups:
	"""Nothing is nothing, whichever way a row says so."""
	if "" in groups:
		groups[None].add(groups.pop(""))
	return groups


def _people(question: Question, groups: Groups) -> Iterator[Row]:
	called = names.of_people(groups)
	for user, sums in groups.items():
		yield Row(called[str(user)], sums, user)


def _teams(question: Question, groups: Groups) -> Iterator[Row]:
	belonging = teams.of([str(user) for user in groups])
	members: dict[teams.Team, list[str]] = defaultdict(list)
	for user in sorted(map(str, groups)):
		for team in belonging.get(user, [teams.Team(_("In no team"))]):
			members[team].append(user)
	for team, users in members.items():
		many = ["in", users]
		scope = {"ratings": {"user": many}, "tasks": {"responsible": many}, "overdue": {"person": users}}
		yield Row(team.label, total(groups[user] for user in users), team.record, scope)


def _records(doctype: str, column: str, nowhere: Callable[[], str]) -> Callable[..., Iterator[Row]]:
	unset = {column: _NOT_SET}
	without = {"ratings": unset, "tasks": unset, "overdue": {"without": column.title()}}

	def found(question: Question, groups: Groups) -> Iterator[Row]:
		called = names.of_records(doctype, groups)
		for name, sums in groups.items():
			if name:
				yield Row(called[str(name)], sums, name)
			else:
				yield Row(nowhere(), sums, scope=without)

	return found


def _by_time(parts_of: Callable[[Period], Iterator[Period]], label: Callable[[Period], str]) -> Callable:
	def found(question: Question, groups: Groups) -> Iterator[Row]:
		days = {getdate(day): sums for day, sums in groups.items()}
		work = counting.spans_of_work(question)
		yield from _earlier(question.period, days)
		for part in parts_of(question.period):
			sums = total(sums for day, sums in days.items() if part.first <= day <= part.last)
			sums.in_progress = _worked_on(part, work)
			if sums.settled or sums.given or sums.overdue:
				yield _row_of_time(part, label(part), sums)

	return found


def _earlier(whole: Period, days: Mapping[date, Sums]) -> Iterator[Row]:
	"""What fell due before the period and is overdue still."""
	before = total(sums for day, sums in days.items() if day < whole.first)
	if before.overdue:
		last = whole.first - timedelta(days=1)
		yield Row(_("Earlier"), before, scope={"overdue": {"due_to": str(last)}})


def _row_of_time(part: Period, label: str, sums: Sums) -> Row:
	between = ["between", part.days()]
	due = {"due_from": str(part.first), "due_to": str(part.last)}
	scope = {"ratings": {"settled_at": between}, "tasks": {"creation": between}, "overdue": due}
	return Row(
		label, sums, str(part.first), scope, _day(part.first) if part.last - part.first < _WEEK else ""
	)


def _worked_on(part: Period, work: Sequence[tuple[date, date | None, int]]) -> int:
	"""Tasks given by the end of ``part`` that ended in it or soon after, or are open still."""
	return sum(
		number
		for given, ended, number in work
		if given <= part.last and (ended is None or (ended >= part.first and ended < part.afterwards.date()))
	)


def _week_label(week: Period) -> str:
	return f"{_day(week.first)} – {format_date(week.last, 'd MMM yyyy')}"


def _day(day: date) -> str:
	return format_date(day, "d MMM")


def ways() -> dict[str, Grouping]:
	"""Every way to part tasks, by its name in the filter."""
	return {
		"Person": Grouping(
			_("Person"),
			PERSON,
			_people,
			"User",
			{"ratings": "user", "tasks": "responsible", "overdue": "person"},
		),
		"Team": Grouping(_("Team"), PERSON, _teams, "TD Team"),
		"Assigner": Grouping(_("Assigner"), "assigner", _people, "User", _everywhere("assigner")),
		"Project": Grouping(
			_("Project"),
			"project",
			_records("TD Project Link", "project", lambda: _("In no project")),
			"TD Project Link",
			_everywhere("project"),
		),
		"Template": Grouping(
			_("Template"),
			"template",
			_records("TD Task Template", "template", lambda: _("Made by hand")),
			"TD Task Template",
			_everywhere("template"),
		),
		"Week": Grouping(_("Week"), DAY, _by_time(period.weeks, _week_label)),
		"Month": Grouping(_("Month"), DAY, _by_time(period.months, period.month_name)),
	}


def _everywhere(column: str) -> Mapping[str, str]:
	return dict.fromkeys(("ratings", "tasks", "overdue"), column)

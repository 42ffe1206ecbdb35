"""Rules of recurrence in words, in the current language: what a rule says and what is done by it."""

from calendar import monthrange
from datetime import date

import frappe
from frappe import _, _lt
from frappe.utils import comma_and, format_date

from task_discipline.domain.recurrence import DayOff, MonthDay, Note, Occurrence, Rule, ShortMonth, Unit
from task_discipline.domain.terms import Term, TermUnit
from task_discipline.services.date_words import month_names, weekday_names
from task_discipline.services.rule_errors import error_text, placeholder_text

__all__ = ["error_text", "in_words", "note_text", "passed_over_text", "placeholder_text"]

_WHOLE_WEEK, _WEEKDAYS = tuple(range(7)), tuple(range(5))
_SHORT_MONTH_FROM, _COMMON_YEAR = 29, 2001

_EVERY = {
	Unit.DAY: (_lt("Every day"), _lt("Every {0} days")),
	Unit.WORKING_DAY: (_lt("Every working day"), _lt("Every {0} working days")),
	Unit.MONTH: (_lt("Every month"), _lt("Every {0} months")),
	Unit.QUARTER: (_lt("Every quarter"), _lt("Every {0} quarters")),
	Unit.YEAR: (_lt("Every year"), _lt("Every {0} years")),
}
_NTH = {
	1: _lt("1st {0}", context="which weekday of a month"),
	2: _lt("2nd {0}", context="which weekday of a month"),
	3: _lt("3rd {0}", context="which weekday of a month"),
	4: _lt("4th {0}", context="which weekday of a month"),
	-1: _lt("last {0}", context="which weekday of a month"),
}
_OF_QUARTER = {
	0: _lt("{0} of its first month"),
	1: _lt("{0} of its second month"),
	2: _lt("{0} of its third month"),
}
_DAYS_OFF = {
	DayOff.NEXT: _lt("A date on a day off moves to the next working day."),
	DayOff.PREVIOUS: _lt("A date on a day off moves to the working day before."),
	DayOff.SKIP: _lt("Dates on a day off are left out."),
}
_AMOUNTS = {
	TermUnit.HOURS: (_lt("1 hour"), _lt("{0} hours")),
	TermUnit.DAYS: (_lt("1 day"), _lt("{0} days")),
	TermUnit.WEEKS: (_lt("1 week"), _lt("{0} weeks")),
	TermUnit.MONTHS: (_lt("1 month"), _lt("{0} months")),
	TermUnit.WORKING_HOURS: (_lt("1 working hour"), _lt("{0} working hours")),
	TermUnit.WORKING_DAYS: (_lt("1 working day"), _lt("{0} working days")),
}
_PASSED_OVER = {
	"day_off": _lt("It falls on a day off, and the template leaves such dates out."),
	"merged": _lt("Another date of the template was moved to the same day."),
	"over_cap": _lt("It was missed, and more tasks were due than the template makes at once."),
	"superseded": _lt("It was missed, and the template makes only the latest task."),
	"missed": _lt("It was missed, and the template leaves missed tasks out."),
}


def in_words(rule: Rule, term: Term | None = None) -> str:
	"""A rule as a person would say it, with what happens on days off and, where given, the term of its tasks."""
	sentences = [_range(rule), str(_DAYS_OFF.get(rule.day_off, "")), _ahead(rule), _term(term)]
	return " ".join(sentence for sentence in sentences if sentence)


def note_text(note: Note, occurrence: Occurrence) -> str:
	"""Why an occurrence stands where it stands."""
	planned = format_date(occurrence.planned, "EEE d MMM")
	if note in (Note.SHIFTED_NEXT, Note.SHIFTED_PREVIOUS):
		return _("moved from {0}: day off").format(planned)
	if note is Note.SKIPPED_DAY_OFF:
		return _("left out: day off")
	if note is Note.MERGED:
		moment = format_date(occurrence.moment, "EEE d MMM")
		return _("left out: another task stands on {0}").format(moment)
	if note is Note.SHORT_MONTH:
		return _("last day of a shorter month")
	return _("holidays are not known yet: fill the work calendar for {0}").format(occurrence.moment.year)


def passed_over_text(reason: str) -> str:
	"""Why a date that was due led to no task."""
	return str(_PASSED_OVER[reason])


def _range(rule: Rule) -> str:
	when = _("{0} at {1}, from {2}").format(_dates(rule), f"{rule.at:%H:%M}", _day(rule.starts))
	if rule.until:
		return _("{0} until {1}.").format(when, _day(rule.until))
	if rule.count:
		return (
			_("{0}, once.").format(when) if rule.count == 1 else _("{0}, {1} times.").format(when, rule.count)
		)
	return f"{when}."


def _dates(rule: Rule) -> str:
	if rule.unit is Unit.RRULE:
		return _("By the rule {0}").format(rule.rrule.strip().upper().removeprefix("RRULE:"))
	if rule.unit is Unit.WEEK:
		return _weeks(rule)
	if not rule.counts_months:
		return _counted(_EVERY[rule.unit], rule.interval)
	if rule.unit is Unit.MONTH and rule.interval == 1 and rule.month_day is not MonthDay.DAY:
		return _("Every {0} of the month").format(_place(rule))
	return _("{0} on {1}").format(_counted(_EVERY[rule.unit], rule.interval), _place_in_period(rule))


def _counted(words: tuple[object, object], number: int) -> str:
	return str(words[0]) if number == 1 else str(words[1]).format(number)


def _weeks(rule: Rule) -> str:
	chosen = tuple(sorted(rule.weekdays))
	names = weekday_names(frappe.local.lang)
	days = comma_and([names[day] for day in chosen], add_quotes=False)
	if chosen == _WEEKDAYS:
		days = _("{0} to {1}", context="days of the week").format(names[0], names[4])
	if rule.interval > 1:
		return _("Every {0} weeks on {1}").format(rule.interval, days)
	if chosen == _WHOLE_WEEK:
		return _("Every day")
	return _("On every weekday, {0}").format(days) if chosen == _WEEKDAYS else _("Every {0}").format(days)


def _place(rule: Rule) -> str:
	"""The day in its month, without an article."""
	if rule.month_day is MonthDay.WEEKDAY:
		return str(_NTH[rule.nth]).format(weekday_names(frappe.local.lang)[rule.weekday])
	return _("last day") if rule.month_day is MonthDay.LAST_DAY else _("last working day")


def _place_in_period(rule: Rule) -> str:
	if rule.unit is Unit.YEAR:
		return _place_in_year(rule)
	if rule.month_day is MonthDay.DAY:
		place = _("day {0}").format(rule.day)
	elif rule.unit is Unit.QUARTER and rule.month in (0, 3) and rule.month_day is not MonthDay.WEEKDAY:
		return _("its {0}").format(_place(rule))
	else:
		place = _("the {0}").format(_place(rule))
	if rule.unit is Unit.QUARTER:
		place = str(_OF_QUARTER[((rule.month or rule.starts.month) - 1) % 3]).format(place)
	return place + _in_short_months(rule)


def _place_in_year(rule: Rule) -> str:
	number = rule.month or rule.starts.month
	month = month_names(frappe.local.lang, alone=False)[number - 1]
	if rule.month_day is MonthDay.DAY:
		place = _("{0} {1}", context="day and month").format(rule.day, month)
		return place + (_in_short_months(rule) if rule.day > monthrange(_COMMON_YEAR, number)[1] else "")
	return _("the {0} of {1}").format(_place(rule), month)


def _in_short_months(rule: Rule) -> str:
	if rule.month_day is not MonthDay.DAY or rule.day < _SHORT_MONTH_FROM:
		return ""
	if rule.short_month is ShortMonth.SKIP:
		return " " + _("(months without it are left out)")
	return " " + _("(the last day of a shorter month)")


def _ahead(rule: Rule) -> str:
	if not rule.days_ahead:
		return ""
	ahead = _counted(_AMOUNTS[TermUnit.WORKING_DAYS], rule.days_ahead)
	return _("The task is created {0} before.").format(ahead)


def _term(term: Term | None) -> str:
	if term is None:
		return ""
	amount = _counted(_AMOUNTS[term.unit], term.amount)
	if term.counts_hours:
		return _("Due after {0}.").format(amount)
	due = _("at {0}").format(f"{term.due_time:%H:%M}") if term.due_time else _("at the end of work")
	if not term.amount:
		return _("Due on the same day {0}.").format(due)
	return _("Due {0} later, {1}.").format(amount, due)


def _day(day: date) -> str:
	return format_date(day, "d MMM yyyy")

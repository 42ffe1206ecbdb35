"""What makes a rule impossible to follow: every bad input has its code."""

from task_discipline.domain import rrules
from task_discipline.domain.rule_days_off import upcoming
from task_discipline.domain.rule_due import LOOK_AHEAD
from task_discipline.domain.rules import DayOff, MonthDay, Rule, RuleError, Unit
from task_discipline.domain.worktime import NoWorkingTime, WorkCalendar, add_working_days

MOST_INTERVAL = rrules.MOST_INTERVAL
MOST_DATES = rrules.MOST_DATES
MOST_DAYS_AHEAD = 250
FIRST_YEAR, LAST_YEAR = 1900, 2999

_NTH = (1, 2, 3, 4, -1)


def check(rule: Rule, calendar: WorkCalendar) -> None:
	"""Raise ``RuleError`` where the rule makes no sense, or never leads to an occurrence."""
	_check_range(rule)
	if rule.unit is Unit.RRULE:
		_check_text(rule)
	else:
		_within("interval", rule.interval, 1, MOST_INTERVAL)
	if rule.unit is Unit.WEEK:
		_check_weekdays(rule)
	if rule.counts_months:
		_check_month(rule)
	_within("days_ahead", rule.days_ahead, 0, MOST_DAYS_AHEAD)
	_check_happens(rule, calendar)


def _within(name: str, value: int, smallest: int, largest: int) -> None:
	if not smallest <= value <= largest:
		raise RuleError(f"{name}_out_of_range", value=value, smallest=smallest, largest=largest)


def _check_range(rule: Rule) -> None:
	_within("starts", rule.starts.year, FIRST_YEAR, LAST_YEAR)
	if rule.until and rule.until < rule.starts:
		raise RuleError("until_before_start", until=rule.until, starts=rule.starts)
	if rule.count is not None:
		_within("count", rule.count, 1, MOST_DATES)


def _check_text(rule: Rule) -> None:
	text = rrules.parse(rule.rrule)
	if text.until and text.until < rule.starts:
		raise RuleError("until_before_start", until=text.until, starts=rule.starts)
	if not rrules.can_happen(rule.rrule, rule.starts):
		raise RuleError("never_happens")


def _check_weekdays(rule: Rule) -> None:
	if not rule.weekdays:
		raise RuleError("no_weekday")
	for weekday in rule.weekdays:
		_within("weekday", weekday, 0, 6)
	if len(set(rule.weekdays)) < len(rule.weekdays):
		raise RuleError("weekday_twice")


def _check_month(rule: Rule) -> None:
	if rule.month_day is MonthDay.DAY:
		_within("day", rule.day, 1, 31)
	if rule.month_day is MonthDay.WEEKDAY:
		_within("weekday", rule.weekday, 0, 6)
		if rule.nth not in _NTH:
			raise RuleError("nth_out_of_range", value=rule.nth)
	if rule.unit is Unit.QUARTER:
		_within("quarter_month", rule.month, 0, 3)
	if rule.unit is Unit.YEAR:
		_within("month", rule.month, 0, 12)


def _check_happens(rule: Rule, calendar: WorkCalendar) -> None:
	try:
		if rule.asks_calendar:
			add_working_days(calendar, rule.starts, 1)
		found = upcoming(rule, calendar, None, 1)
		if rule.day_off is DayOff.SKIP:
			found = [each for each in upcoming(rule, calendar, None, LOOK_AHEAD) if not each.is_skipped]
	except NoWorkingTime as problem:
		raise RuleError("no_working_day", calendar=problem.calendar) from problem
	if not found:
		raise RuleError("never_happens")

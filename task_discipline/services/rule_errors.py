"""What is wrong with a rule, a term or a placeholder, and what to do about it, in the current language."""

from datetime import date, time

from frappe import _, _lt
from frappe.utils import escape_html, format_date

from task_discipline.domain.placeholders import NAMES, PlaceholderError
from task_discipline.domain.rules import RuleError
from task_discipline.domain.terms import TermError

_RULES = {
	"interval_out_of_range": _lt("The interval is {value}. Choose a number from {smallest} to {largest}."),
	"count_out_of_range": _lt(
		"It cannot end after {value} dates. Choose a number from {smallest} to {largest}, or another end."
	),
	"starts_out_of_range": _lt(
		"It cannot start in the year {value}. Choose one from {smallest} to {largest}."
	),
	"until_before_start": _lt("It ends on {until}, before it starts on {starts}. Choose a later end."),
	"days_ahead_out_of_range": _lt(
		"Tasks cannot be created {value} working days ahead. Choose a number from {smallest} to {largest}."
	),
	"no_weekday": _lt("Choose at least one day of the week."),
	"weekday_out_of_range": _lt("Choose a day of the week from Monday to Sunday."),
	"weekday_twice": _lt("A day of the week is chosen twice. Choose each once."),
	"day_out_of_range": _lt("No month has a day {value}. Choose a day from {smallest} to {largest}."),
	"nth_out_of_range": _lt("Choose the first, second, third, fourth or last weekday of the month."),
	"month_out_of_range": _lt("Choose a month from January to December."),
	"quarter_month_out_of_range": _lt("Choose the first, second or third month of the quarter."),
	"never_happens": _lt(
		"This rule never leads to a task. Choose other days, another end, or keep days off."
	),
	"no_working_day": _lt(
		"The work calendar {calendar} has no working day, and this rule needs one. Choose another calendar,"
		" or add working hours to it."
	),
	"rrule_empty": _lt(
		"Write the rule, for example FREQ=MONTHLY;BYDAY=2FR for the second Friday of each month."
	),
	"rrule_too_long": _lt("The rule is too long. Write at most {most} characters."),
	"rrule_frequency": _lt(
		"The rule does not say how often. Begin with FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY."
	),
	"rrule_subdaily": _lt(
		"FREQ={frequency} is more often than once a day. Use FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY."
	),
	"rrule_has_time": _lt("Remove {part} from the rule, and choose the time of day in its own field."),
	"rrule_has_start": _lt("Remove {part} from the rule, and choose the first day in its own field."),
	"rrule_part": _lt(
		"{part} cannot be read. Write parts as in FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR, each of them once."
	),
	"rrule_value": _lt("{value} is no value of {part}. Look it up in RFC 5545, section 3.3.10."),
	"rrule_misplaced": _lt(
		"{part} means nothing beside FREQ={frequency}. Remove it, or choose another frequency."
	),
	"rrule_setpos": _lt("BYSETPOS chooses among other parts. Add one of them, such as BYDAY, or remove it."),
	"term_out_of_range": _lt("The term is {value}. Choose a number from {smallest} to {largest}."),
	"term_missing": _lt("A task would be due before it begins. Give it one hour at least."),
	"due_before_occurrence": _lt(
		"A task would be due before it begins, at {due_time} of the same day. Choose a later time, or give it"
		" more days."
	),
}


def error_text(error: RuleError | TermError) -> str:
	"""What is wrong with a rule or a term, and what to do; safe to show as HTML."""
	values = {name: escape_html(_shown(value)) for name, value in error.values.items()}
	return str(_RULES[error.code]).format(**values)


def placeholder_text(error: PlaceholderError) -> str:
	"""What is wrong with a text that holds placeholders, and what to do; safe to show as HTML."""
	name = escape_html(error.name)
	if error.code == "unknown":
		known = ", ".join(f"{{{known}}}" for known in NAMES)
		return _("There is no placeholder {0}. Use one of these: {1}.").format(f"{{{name}}}", known)
	if error.code == "unclosed":
		return _("The brace at {0} is not closed. Close it, or write it twice for a plain brace.").format(
			name
		)
	return _("The brace at {0} closes nothing. Remove it, or write it twice for a plain brace.").format(name)


def _shown(value: object) -> str:
	if isinstance(value, date):
		return str(format_date(value, "d MMM yyyy"))
	return f"{value:%H:%M}" if isinstance(value, time) else str(value)

"""Which reminders the site sends: the rows of TD Settings as the domain knows them, and what may not stand there."""

from collections.abc import Iterable, Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from task_discipline.domain.reminder_policy import DEFAULT_RULES, URGENT, Kind, Policy, Rule, Rung
from task_discipline.domain.reminder_times import Unit

DEFAULTS = {"most_repeats": 10, "morning_hour": 9}
_PRIORITIES = {"All": frozenset(), "High and Urgent": URGENT, "Urgent": frozenset({"Urgent"})}
_WITH_DISTANCE = frozenset(
	{
		Kind.BEFORE_DEADLINE,
		Kind.OVERDUE,
		Kind.REVIEW_OVERDUE,
		Kind.NOT_ACCEPTED,
		Kind.REQUEST,
		Kind.ESCALATION,
	}
)
_REPEATED = frozenset({Kind.OVERDUE, Kind.REVIEW_OVERDUE})
_MOST = {Unit.HOURS: 2_000, Unit.WORKING_HOURS: 2_000, Unit.DAYS: 365, Unit.WORKING_DAYS: 260}


def load() -> Policy:
	"""The policy of the site; what was never saved gives the default."""
	return of_settings(frappe.get_cached_doc("TD Settings"))


def of_settings(stored: Document) -> Policy:
	"""The policy that a document of the settings holds."""
	lines = stored.get("reminder_rules") or []
	rules = tuple(_rule(line) for line in lines if cint(line.enabled)) if lines else DEFAULT_RULES
	return Policy(rules, cint(_value(stored, "most_repeats")), min(cint(_value(stored, "morning_hour")), 23))


def default_lines() -> list[dict[str, object]]:
	"""The usual rules as rows of the settings."""
	names = {priorities: name for name, priorities in _PRIORITIES.items()}
	return [
		{
			"kind": rule.kind.value,
			"amount": rule.amount,
			"unit": rule.unit.value,
			"priorities": names[rule.priorities],
			"tell": rule.tell.value if rule.tell else "",
			"always": int(rule.always),
			"enabled": 1,
		}
		for rule in DEFAULT_RULES
	]


def check(lines: Iterable[Document], most_repeats: object, morning_hour: object) -> None:
	"""Raises ``frappe.ValidationError`` for a rule without sense, and for one that stands there twice."""
	seen: set[tuple[object, ...]] = set()
	for line in lines:
		_check_line(line)
		rule = _rule(line)
		key = (rule.kind, rule.tell or (rule.kind is Kind.BEFORE_DEADLINE and rule.label), rule.priorities)
		if key in seen:
			_refuse(line, _("it stands there twice. Remove one of the two"))
		seen.add(key)
	if cint(most_repeats) > 100:
		frappe.throw(_("Nobody reads a reminder more than 100 times. Repeat it 100 times at most."))
	if cint(morning_hour) > 23:
		frappe.throw(_("The hour of the morning must lie between 0 and 23."))


def _check_line(line: Document) -> None:
	if not (line.kind in Kind._value2member_map_ and line.unit in Unit._value2member_map_):
		_refuse(line, _("choose the reminder and its unit from the lists"))
	kind, unit, amount = Kind(line.kind), Unit(line.unit), cint(line.amount)
	line.priorities = line.priorities or "All"
	if kind not in _WITH_DISTANCE and amount:
		_refuse(line, _("it goes on its date itself. Leave the distance at 0"))
	if kind in _WITH_DISTANCE and not 1 <= amount <= _MOST[unit]:
		_refuse(line, _("the distance must lie between 1 and {0}").format(_MOST[unit]))
	if kind in _REPEATED and unit is not Unit.WORKING_DAYS:
		_refuse(line, _("what is overdue is repeated every so many working days. Choose Working Days"))
	if (kind is Kind.ESCALATION) != bool(line.tell):
		_refuse(line, _("only an escalation says whom it tells, and it must say so"))


def _refuse(line: Document, why: str) -> None:
	frappe.throw(
		_("Row {0} of the reminders ({1}): {2}.").format(line.idx, _(line.kind or ""), why),
		title=_("Reminders"),
	)


def _rule(line: Document) -> Rule:
	return Rule(
		Kind(line.kind),
		cint(line.amount),
		Unit(line.unit),
		_PRIORITIES.get(line.priorities or "All", frozenset()),
		Rung(line.tell) if line.tell else None,
		bool(cint(line.always)),
	)


def _value(stored: Mapping[str, object], field: str) -> object:
	value = stored.get(field)
	return DEFAULTS[field] if value is None or value == "" else value

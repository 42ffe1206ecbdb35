"""A rule before it is saved: what it says in words, which rules it meets, and what it would have given last month."""

from collections.abc import Mapping, Sequence
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, getdate, strip_html

from task_discipline.domain.award_limits import Outcome, Target
from task_discipline.domain.statements import first_of
from task_discipline.money_names import RULE
from task_discipline.services import clock
from task_discipline.services.money import evaluation, months, notes, rule_words, rules, site, sums, terms


def look(values: Mapping[str, object]) -> dict[str, object]:
	"""The rule of a form in words, and the rules that it meets; what is wrong with it stands in their place."""
	rule, error = _checked(values)
	if error:
		return {"summary": "", "overlaps": [], "error": error}
	kept = terms.values_of(rule)
	meets = rules.overlaps(kept, _stored_name(values), _made_at(values)) if rule.enabled else []
	return {"summary": rule_words.summary(kept), "overlaps": meets, "error": ""}


def last_month(values: Mapping[str, object]) -> dict[str, object]:
	"""What the rule alone would have come to last month, had it been in force and nothing else; nothing is stored."""
	site.require_on()
	rule, error = _checked(values)
	if error:
		return {"error": error}
	about = getdate(add_months(first_of(clock.now().date()), -1))
	outcome = _outcome(rule, about)
	return _told(about, outcome.targets, notes.in_words(outcome.notes, None))


def _outcome(rule: Document, about: date) -> Outcome:
	month = evaluation.month_of(about, clock.now())
	alone = terms.of_values(
		terms.values_of(rule), rule.name or _("This rule"), terms.members(), span=(month.begin, None)
	)
	known = evaluation.known_of(month, [alone], None, notes.active_people())
	return known.alone(about)


def _told(about: date, targets: Sequence[Target], said: list[str]) -> dict[str, object]:
	total, unit = sum(float(one.amount) for one in targets), site.unit()
	return {
		"error": "",
		"month": months.in_words(about),
		"cases": len(targets),
		"people": len({one.user for one in targets}),
		"sum": sums.in_words(total, unit),
		"cut": sum(bool(one.capped_by) for one in targets),
		"notes": said,
	}


def _checked(values: Mapping[str, object]) -> tuple[Document, str]:
	"""The form as a document that is not saved, and what is wrong with it."""
	rule = frappe.new_doc(RULE)
	rule.update({field: values.get(field) for field in ("title", *terms.FIELDS)})
	rule.set(
		"people", [{"user": row.get("user")} for row in values.get("people") or () if isinstance(row, dict)]
	)
	rule.title = rule.title or _("This rule")
	messages = len(frappe.message_log)
	try:
		rules.prepare(rule)
		rules.check(rule)
	except frappe.ValidationError as error:
		del frappe.message_log[messages:]
		return rule, strip_html(str(error))
	return rule, ""


def _stored_name(values: Mapping[str, object]) -> str | None:
	name = values.get("name")
	return name if isinstance(name, str) and frappe.db.exists(RULE, name) else None


def _made_at(values: Mapping[str, object]) -> object:
	name = _stored_name(values)
	return frappe.db.get_value(RULE, name, "creation") if name else None

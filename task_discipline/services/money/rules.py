"""What a save of a rule may do, the versions that are kept of it, and which other rules it meets."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate

from task_discipline.domain.award_terms import (
	AmountKind,
	Clock,
	Event,
	Kind,
	Terms,
	amount_kinds,
	clocks,
	in_order,
	kind_of,
)
from task_discipline.money_names import ENTRY, RULE, RULE_VERSION
from task_discipline.services import clock, inputs, people_rules
from task_discipline.services.money import rule_words, site, terms, versions

_MAX_TITLE, _MOST, _MOST_MINUTES, _MOST_TASKS = 140, 1_000_000_000, 525_600, 10_000
_MONEY = ("amount", "cap_per_task", "cap_per_month", "cap_per_person")
_WHOLE = {"grace_minutes": _MOST_MINUTES, "streak_length": _MOST_TASKS, "least_sample": _MOST_TASKS}
_OF_EVENTS = {
	"grace_minutes": (Event.LATE, Event.DAY_LATE, Event.LATE_REVIEW),
	"early_hours": (Event.EARLY,),
	"streak_length": (Event.STREAK,),
	"least_rate": (Event.FIRST_PASS,),
	"least_sample": (Event.MOST_DONE, Event.FIRST_PASS),
	"cap_per_task": (Event.LATE, Event.DAY_LATE, Event.LATE_REVIEW, Event.EARLY),
}
"""Fields that say something for some events only; what the form hides must not come back when nobody expects it."""


def prepare(rule: Document) -> None:
	"""Clean every field. Raises ``frappe.ValidationError`` for what is no number or no choice."""
	rule.title = " ".join(inputs.plain_text(rule.title).split())
	inputs.limited(rule.title, _("Title", context=rule.doctype), _MAX_TITLE)
	for fieldname in ("kind", "event", "clock", "amount_kind", "who", "priority"):
		_check_choice(rule, fieldname)
	for fieldname in _MONEY:
		rule.set(fieldname, inputs.number(rule.get(fieldname), _label(rule, fieldname), _MOST))
	for fieldname, most in _WHOLE.items():
		rule.set(fieldname, int(inputs.number(rule.get(fieldname), _label(rule, fieldname), most)))
	rule.early_hours = inputs.number(rule.early_hours, _label(rule, "early_hours"), _MOST_MINUTES // 60)
	rule.least_rate = inputs.number(rule.least_rate, _label(rule, "least_rate"), 100)
	_forget_hidden(rule)


def _check_choice(rule: Document, fieldname: str) -> None:
	df = rule.meta.get_field(fieldname)
	value = rule.get(fieldname) or df.default or ""
	if value not in (df.options or "").split("\n"):
		frappe.throw(
			_("{0}: {1} is none of the choices.").format(
				_(df.label), frappe.bold(inputs.plain_text(str(value))[:60])
			)
		)
	rule.set(fieldname, value or None)


def _forget_hidden(rule: Document) -> None:
	event = Event(rule.event)
	for fieldname, events in _OF_EVENTS.items():
		if event not in events:
			rule.set(fieldname, 0)
	if len(clocks(event)) == 1:
		rule.clock = Clock.CURRENT.value
	if rule.who != "Team":
		rule.team = None
	if rule.who != "Person":
		rule.set("people", [])
	first = {row.user: row for row in reversed(rule.people) if row.user}
	rule.set("people", list(reversed(first.values())))


def check(rule: Document) -> None:
	"""Refuse terms that nobody can mean. Raises ``frappe.ValidationError`` that says what to do."""
	if not rule.title:
		frappe.throw(_("Give the rule a title, by which people call it."), frappe.MandatoryError)
	_check_kinds(rule)
	_check_amount(rule)
	_check_measures(rule)
	_check_dates(rule)
	_check_people(rule)


def _check_kinds(rule: Document) -> None:
	event = Event(rule.event)
	if Kind(rule.kind) is not kind_of(event):
		words = (
			_("{0} is fined, not rewarded. Choose Fine, or another event.")
			if kind_of(event) is Kind.FINE
			else _("{0} is rewarded, not fined. Choose Reward, or another event.")
		)
		frappe.throw(words.format(frappe.bold(_(event.value, context=rule.doctype))))
	allowed = [kind.value for kind in amount_kinds(event)]
	if rule.amount_kind not in allowed:
		frappe.throw(
			_("The amount for {0} can be: {1}. Choose one of them.").format(
				frappe.bold(_(event.value, context=rule.doctype)),
				", ".join(_(kind, context=rule.doctype) for kind in allowed),
			)
		)


def _check_amount(rule: Document) -> None:
	is_share = rule.amount_kind == AmountKind.PERCENT.value
	if not flt(rule.amount):
		frappe.throw(_("Say how much it is: an amount above zero."), title=_label(rule, "amount"))
	if is_share and flt(rule.amount) > 100:
		frappe.throw(_("More than 100 percent of the bonus base is more than there is. Give 100 or less."))
	if not cint(rule.enabled) or site.mode() == site.OFF:
		return
	if is_share and site.mode() == site.IN_POINTS:
		frappe.throw(_("Points have no bonus base. Choose a fixed amount of points."))
	if not site.unit():
		frappe.throw(
			_(
				"No currency is set, so nobody would know what {0} means. Choose one in {1}, or count in points."
			).format(rule_words.number(rule.amount), frappe.bold(_("TD Settings"))),
			title=_("Currency is missing"),
		)


def _check_measures(rule: Document) -> None:
	needed = {
		Event.EARLY: ("early_hours", _("Say how many hours before the deadline it must be finished.")),
		Event.STREAK: ("streak_length", _("Say how many tasks in a row must be on time.")),
		Event.FIRST_PASS: ("least_rate", _("Say which share of the tasks must be accepted at once.")),
	}
	fieldname, words = needed.get(Event(rule.event), ("event", ""))
	if not rule.get(fieldname):
		frappe.throw(words, title=_label(rule, fieldname))


def _check_dates(rule: Document) -> None:
	if rule.valid_from and rule.valid_until and getdate(rule.valid_from) > getdate(rule.valid_until):
		frappe.throw(_("The rule ends before it begins. Change one of the two dates."))


def _check_people(rule: Document) -> None:
	if rule.who == "Team":
		if not rule.team or not frappe.db.exists("TD Team", rule.team):
			frappe.throw(_("Choose the team that the rule is for."), title=_label(rule, "team"))
		if not terms.members([rule.team]):
			frappe.throw(
				_("Nobody is in the team {0}, so the rule would never count. Add its members first.").format(
					frappe.bold(frappe.utils.escape_html(rule.team))
				)
			)
	if rule.who == "Person":
		if not rule.people:
			frappe.throw(_("Choose the people that the rule is for."), title=_label(rule, "people"))
		before = rule.get_doc_before_save()
		known = {row.user for row in before.people} if before else set()
		people_rules.require_active(row.user for row in rule.people if row.user not in known)


def _label(rule: Document, fieldname: str) -> str:
	return _(rule.meta.get_label(fieldname))


def count_version(rule: Document) -> None:
	"""Before a save: a change of any term makes the next version; whatever a client sent of its number counts for nothing."""
	before = rule.get_doc_before_save()
	rule.version = cint(before.version) if before else 0
	if not before or terms.values_of(before) != terms.values_of(rule):
		rule.version += 1
		rule.flags.has_new_terms = True


def keep_version(rule: Document) -> None:
	"""After a save: append the new terms, in force from now on."""
	if not rule.flags.has_new_terms:
		return
	rule.flags.has_new_terms = False
	versions.add({rule.name: (rule.version, terms.with_members(terms.values_of(rule)))})


def tell_overlaps(rule: Document) -> None:
	"""After a save: say which other rules are for the same cases, and that only one of them counts."""
	if not cint(rule.enabled):
		return
	lines = overlaps(terms.values_of(rule), rule.name, rule.creation)
	if lines:
		frappe.msgprint("<br>".join(lines), title=_("Rules that meet"), indicator="orange")


def overlaps(values: Mapping[str, object], name: str | None, made_at: object = None) -> list[str]:
	"""For each enabled rule that may meet the same case: its name, and which of the two counts then; as HTML."""
	now = clock.now()
	own = terms.of_values(
		values, name or "", terms.members(), span=(_begin(values, now), _end(values)), made_at=made_at
	)
	found = sorted(
		{
			other.rule: other for other in terms.all_terms() if _is_ahead(other, now) and own.meets(other)
		}.items()
	)
	titles = _titles(rule for rule, _other in found)
	return [_overlap_words(own, other, titles[rule]) for rule, other in found]


def _overlap_words(own: Terms, other: Terms, title: str) -> str:
	words = (
		_("{0} is for the same cases. This rule is the narrower or newer one, so it counts there.")
		if in_order([own, other])[0] is own
		else _(
			"{0} is for the same cases. It is the narrower or newer one, so it counts there and not this rule."
		)
	)
	return words.format(frappe.bold(frappe.utils.escape_html(title)))


def _begin(values: Mapping[str, object], now: datetime) -> datetime:
	return max(now, frappe.utils.get_datetime(values["valid_from"])) if values["valid_from"] else now


def _end(values: Mapping[str, object]) -> datetime | None:
	return (
		frappe.utils.add_days(frappe.utils.get_datetime(values["valid_until"]), 1)
		if values["valid_until"]
		else None
	)


def _is_ahead(other: Terms, now: datetime) -> bool:
	return other.until is None or other.until > now


def _titles(rules: Iterable[str]) -> dict[str, str]:
	found = frappe.get_all(RULE, {"name": ("in", [*rules, ""])}, ["name", "title"], order_by=None)
	return {row.name: row.title for row in found}


def forget_versions(rule: Document) -> None:
	"""Before a rule goes: what it has never been used for needs no record of its terms; one that was used stays."""
	if frappe.db.exists(ENTRY, {"rule": rule.name}):
		frappe.throw(
			_("Fines and rewards were counted by this rule, so it stays on record. Disable it instead.")
		)
	frappe.db.delete(RULE_VERSION, {"rule": rule.name})

"""Steps in the life of a statement, each under the lock of its row and told to whom it concerns."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from task_discipline import money_rights, permissions
from task_discipline.domain import statements as rules
from task_discipline.domain.statements import Actor, Standing, State, Step
from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock, inputs
from task_discipline.services.money import notices, payroll, refusals, site, totals, waivers

UPHELD, PARTLY_UPHELD, REJECTED = "Upheld", "Partly Upheld", "Rejected"
DECISIONS = (UPHELD, PARTLY_UPHELD, REJECTED)


def show(name: str) -> None:
	"""Show the month to its person, who is told until when he may object and what silence means."""
	statement = _locked(name, Step.SHOW)
	now = clock.now()
	_store(
		statement,
		state=State.SHOWN.value,
		shown_at=now,
		shown_by=frappe.session.user,
		answer_by=rules.answer_due(now, site.objection_days()),
	)
	notices.shown(statement)


def agree(name: str) -> None:
	"""The person agrees with his month; an objection of his is taken back by that."""
	statement = _locked(name, Step.AGREE)
	_store(statement, state=State.AGREED.value, answered_at=clock.now())
	notices.agreed(statement)


def object_to(name: str, reason: object, entries: object = None) -> None:
	"""The person objects: to some of the entries, or to the month as a whole. Managers are told."""
	statement = _locked(name, Step.OBJECT)
	words = inputs.reason(reason, _("Write what is wrong, so that a manager can decide on it."))
	now = clock.now()
	_store(
		statement,
		state=State.OBJECTED.value,
		objection=words,
		objected_at=now,
		answered_at=now,
		objected_entries=frappe.as_json(_among_its_own(statement, entries), indent=None),
	)
	notices.objected(statement)


def decide(name: str, decision: object, reason: object, waived: object = None) -> None:
	"""A manager decides on the objection; what he waives is corrected by new entries of the same month."""
	statement = _locked(name, Step.DECIDE)
	if decision not in DECISIONS:
		frappe.throw(_("Choose a decision: {0}.").format(", ".join(_(one) for one in DECISIONS)))
	words = inputs.reason(reason, _("Write why: {0} reads it.").format(statement.full_name))
	chosen = _waived(statement, str(decision), waived)
	waivers.write(statement, chosen, words)
	totals.recount([statement.name])
	_store(
		statement,
		decision=decision,
		decision_reason=words,
		decided_by=frappe.session.user,
		decided_at=clock.now(),
	)
	notices.decided(statement)


def close(name: str) -> None:
	"""Close the month for good, and hand its sums to payroll where the site says so."""
	statement = _locked(name, Step.CLOSE)
	_store(statement, state=State.CLOSED.value, closed_at=clock.now(), closed_by=frappe.session.user)
	payroll.hand_over(statement)


def standing_of(row: frappe._dict | Document) -> Standing:
	"""Where a stored statement stands, as the rules see it."""
	return Standing(State(row.state), row.period, row.answer_by, bool(row.decided_at), row.drafted_at)


def actor_for(person: str) -> Actor:
	"""What the session's user is to the month of ``person``."""
	user = frappe.session.user
	return Actor(user == person, permissions.is_manager(user), user == "Administrator")


def _locked(name: str, step: Step) -> Document:
	"""The statement in its newest state under lock. Raises where the step cannot be taken now."""
	if not money_rights.reads_statement(name):
		money_rights.deny_statement(name)
	statement = frappe.get_doc(STATEMENT, name, for_update=True)
	why = rules.refusal(step, standing_of(statement), actor_for(statement.user), clock.now())
	if why:
		refusals.refuse(why, statement)
	return statement


def _store(statement: Document, **values: object) -> None:
	# Not by saving: no door may change a statement, so saving is refused to everybody.
	statement.db_set(values)
	statement.notify_update()


def _waived(statement: Document, decision: str, waived: object) -> list[int]:
	chosen = _among_its_own(statement, waived)
	if decision == REJECTED and chosen:
		frappe.throw(
			_("An objection that is rejected waives nothing. Choose no entries, or uphold it in part.")
		)
	if decision == REJECTED:
		return []
	left = waivers.open_fines(statement, under_lock=True)
	if decision == UPHELD and not chosen:
		objected = _among_its_own(statement, statement.objected_entries)
		chosen = [name for name in objected or left if name in left]
		# An objection about a reward is upheld without waiving anything: a correction of the entry follows.
		left = {} if objected else left
	if left and not chosen:
		frappe.throw(_("Choose the entries that are waived."))
	return chosen


def _among_its_own(statement: Document, entries: object) -> list[int]:
	"""Names of entries that a client sent. Raises ``frappe.ValidationError`` where one is not of this statement."""
	try:
		names = frappe.parse_json(entries) if isinstance(entries, str) and entries else entries or []
		wanted = list(dict.fromkeys(cint(name) for name in names))
	except (ValueError, TypeError):
		wanted = [0]
	if not wanted:
		return []
	known = frappe.get_all(
		ENTRY,
		{"name": ("in", wanted), "statement": statement.name},
		["name"],
		pluck="name",
		order_by="name asc",
	)
	if len(known) < len(wanted):
		frappe.throw(_("Choose among the entries of this statement. Reload the page to see them all."))
	return known

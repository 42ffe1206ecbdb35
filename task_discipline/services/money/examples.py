"""Rules to begin with: disabled, with low limits, and named so that nobody takes them for lawful advice."""

from collections.abc import Mapping, Sequence

import frappe
from frappe import _

from task_discipline import money_rights
from task_discipline.money_names import RULE

_EXAMPLES: Sequence[Mapping[str, object]] = (
	{
		"event": "Working Day Late",
		"amount_kind": "Per Day",
		"amount": 5,
		"grace_minutes": 60,
		"cap_per_task": 15,
		"cap_per_month": 50,
		"cap_per_person": 200,
	},
	{
		"event": "Late",
		"clock": "First Deadline",
		"amount": 5,
		"grace_minutes": 240,
		"cap_per_month": 20,
		"cap_per_person": 100,
	},
	{"event": "Late Review", "amount": 5, "grace_minutes": 60, "cap_per_month": 20, "cap_per_person": 100},
	{"event": "Streak", "amount": 20, "streak_length": 10, "cap_per_month": 60},
	{"event": "Most Done on Time", "amount": 100, "least_sample": 10},
	{"event": "Early", "amount": 5, "early_hours": 24, "cap_per_month": 50},
	{"event": "First-Pass Rate", "amount": 50, "least_rate": 95, "least_sample": 10},
)


def titles() -> dict[str, str]:
	"""How the examples are called, by their event."""
	called = {
		"Working Day Late": _("Fine for each working day late"),
		"Late": _("Fine for a task later than first agreed"),
		"Late Review": _("Fine for a late review"),
		"Streak": _("Reward for ten tasks on time in a row"),
		"Most Done on Time": _("Reward for the most done on time"),
		"Early": _("Reward for a task done a day early"),
		"First-Pass Rate": _("Reward for work accepted at once"),
	}
	return {
		event: _("{0} (example, check with your lawyer)").format(words) for event, words in called.items()
	}


def add() -> list[str]:
	"""Add the examples that are not there yet, all of them disabled; returns their names."""
	money_rights.require_manager(_("Rules of fines and rewards"))
	called = titles()
	known = set(frappe.get_all(RULE, {"title": ("in", list(called.values()))}, pluck="title", order_by=None))
	return [
		frappe.get_doc(doctype=RULE, enabled=0, title=called[str(one["event"])], kind=_kind(one), **one)
		.insert()
		.name
		for one in _EXAMPLES
		if called[str(one["event"])] not in known
	]


def _kind(example: Mapping[str, object]) -> str:
	return "Fine" if "Late" in str(example["event"]) else "Reward"

"""Whom an evaluation leaves out, and what it could not count, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import frappe
from frappe import _

from task_discipline import people
from task_discipline.money_names import RULE
from task_discipline.people import WITHOUT_DESK
from task_discipline.services.recipients import full_names

_MOST_NAMED = 5
Said = tuple[str, str, str]
"""A code, a person and a rule."""


def active_people() -> frozenset[str]:
	"""Everybody for whom something may be counted: with an account for the desk, and with the company still."""
	found = frappe.get_all(
		"User", {"enabled": 1, "user_type": ("!=", WITHOUT_DESK)}, pluck="name", order_by=None, limit=0
	)
	return frozenset(found) - people.who_left(found)


def left(users: Collection[str]) -> dict[str, str]:
	"""Why nothing is counted for these people."""
	words = _(
		"The account is disabled or the person has left, so nothing is counted. Settle what is open by hand."
	)
	return dict.fromkeys(sorted(users), words)


def in_words(said: Sequence[Said], users: Collection[str] | None) -> list[str]:
	"""What could not be counted, one sentence for each rule and reason."""
	groups: dict[tuple[str, str], list[str]] = {}
	for code, user, rule in said:
		if users is None or user in users:
			groups.setdefault((code, rule), []).append(user)
	titles = _titles({rule for _code, rule in groups})
	called = full_names(user for found in groups.values() for user in found[:_MOST_NAMED])
	return [
		_SAID[code]().format(
			titles.get(rule, rule),
			_names([called.get(user, user) for user in found[:_MOST_NAMED]], len(found)),
		)
		for (code, rule), found in groups.items()
	]


def kept_units(kept: Mapping[str, str], unit: str) -> list[str]:
	"""Whose month is in another unit than ``unit``, in which the site counts now: a sentence for each unit."""
	called = full_names(kept)
	found: dict[str, list[str]] = {}
	for user, old in kept.items():
		found.setdefault(old, []).append(called.get(user, user))
	words = _(
		"{0}: the month holds entries in {1} already, so it stays in {1}. What is counted in {2} comes into a later month."
	)
	nothing = _("no currency")
	return [
		words.format(_names(names[:_MOST_NAMED], len(names)), _(old) or nothing, _(unit) or nothing)
		for old, names in found.items()
	]


def _names(called: Sequence[str], number: int) -> str:
	shown = ", ".join(called)
	return _("{0} and {1} more").format(shown, number - len(called)) if number > len(called) else shown


def _titles(rules: Iterable[str]) -> dict[str, str]:
	found = frappe.get_all(RULE, {"name": ("in", [*rules, ""])}, ["name", "title"], order_by=None)
	return {row.name: row.title for row in found}


_SAID = {
	"no_base": lambda: _("{0}: nothing was counted for {1}, who has no bonus base in the site's currency."),
	"no_base_for_limit": lambda: _(
		"{0}: {1} has no bonus base, of which the settings let only a share be fined, so the fine is zero."
	),
}

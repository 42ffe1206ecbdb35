"""What is to be written so that the record of a month says what it should: differences, and never a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from task_discipline.domain.award_limits import Target
from task_discipline.domain.award_terms import NOTHING, Event, Kind, kind_of
from task_discipline.domain.awards import CaseKey, Line, Sums


@dataclass(frozen=True)
class Booked:
	"""What stands on record of a case in the month that it is of, signed."""

	sums: Sums
	entries: int
	terms: tuple[str, int] | None = None
	"""Rule and version of its last entry."""
	rating: int | None = None
	last: int | None = None
	"""Name of its last entry."""
	is_decided: bool = False
	"""A manager has corrected it: from then on it is his."""


@dataclass(frozen=True)
class Due:
	"""An entry to write: the difference between what is to be and what stands on record."""

	user: str
	event: Event
	task: str
	kind: Kind
	rule: str
	version: int
	rating: int | None
	computed: Decimal
	amount: Decimal
	capped_by: str
	lines: tuple[Line, ...]
	corrects: int | None
	"""The entry that it adds to, or takes from."""
	serial: int
	"""How many entries of the case there are already: two that write at once come to the same number."""


def differences(
	targets: Sequence[Target], booked: Mapping[CaseKey, Booked]
) -> tuple[list[Due], int, list[CaseKey]]:
	"""Entries to write, the number of cases that are right already, and the cases that a manager has decided."""
	due: list[Due] = []
	decided, unchanged = [], 0
	wanted: dict[CaseKey, Target | None] = {**dict.fromkeys(booked), **{one.key: one for one in targets}}
	for key, target in wanted.items():
		known = booked.get(key)
		if known and known.is_decided:
			decided.append(key)
		elif entry := _difference(key, target, known):
			due.append(entry)
		else:
			unchanged += 1
	return sorted(due, key=lambda one: (one.user, one.event.value, one.task)), unchanged, decided


def _difference(key: CaseKey, target: Target | None, known: Booked | None) -> Due | None:
	sums = known.sums if known else Sums()
	computed = (target.computed if target else NOTHING) - sums.computed
	amount = (target.amount if target else NOTHING) - sums.amount
	if not computed and not amount:
		return None
	rule, version = (
		(target.terms.rule, target.terms.version) if target else (known and known.terms) or ("", 0)
	)
	lines = target.lines if target else (("gone", {}),)
	if known:
		lines += (("already", {"sum": str(sums.amount)}),)
	rating = target.rating if target else (known.rating if known else None)
	return Due(
		*key,
		kind_of(key[1]),
		rule,
		version,
		rating,
		computed,
		amount,
		target.capped_by if target else "",
		lines,
		known.last if known else None,
		known.entries if known else 0,
	)

"""Sums of statements: always those of the entries that belong to them."""

from collections.abc import Collection

from task_discipline import compat
from task_discipline.domain import statements
from task_discipline.money_names import ENTRY, STATEMENT


def recount(names: Collection[str]) -> None:
	"""Write the sums of statements anew from their entries.

	Whoever adds an entry to a statement calls this in the same transaction.
	"""
	if not names:
		return
	rows: dict[str, list[tuple[str, float]]] = {name: [] for name in names}
	for statement, kind, amount in _rows(names):
		rows[statement].append((kind, amount))
	compat.update_many(STATEMENT, {name: _columns(statements.totals(found)) for name, found in rows.items()})


def _rows(names: Collection[str]) -> list[tuple[str, str, float]]:
	# As committed now: somebody may have corrected an entry while this transaction waited for its turn.
	found = compat.rows_now(ENTRY, ("statement", "kind", "amount"), {"statement": tuple(names)})
	return [(row.statement, row.kind, row.amount) for row in found]


def _columns(found: statements.Totals) -> dict[str, object]:
	return {
		"fines": found.fines,
		"rewards": found.rewards,
		"net": found.net,
		"entries": found.entries,
	}

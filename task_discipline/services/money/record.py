"""What entries say already: of a month, of earlier months, of a year; read as it is committed now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import frappe

from task_discipline import compat
from task_discipline.domain.award_ledger import Booked, Due
from task_discipline.domain.award_terms import NOTHING, Event
from task_discipline.domain.awards import CaseKey, Past, Sums
from task_discipline.money_names import ENTRY

_COLUMNS = (
	"name",
	"user",
	"event",
	"task",
	"amount",
	"computed_amount",
	"unit",
	"rule",
	"rule_version",
	"rating",
	"made_by_system",
)
_CHUNK = 2_000


def of_month(about: date, users: Collection[str] | None) -> dict[str, dict[CaseKey, Booked]]:
	"""What stands on record of the cases of a month, by unit; of ``users`` or of everybody."""
	where: dict[str, Sequence[object]] = {"about": (about,)}
	if users is not None:
		where["user"] = list(users) or [""]
	groups: dict[tuple[str, CaseKey], list[frappe._dict]] = defaultdict(list)
	for row in sorted(compat.rows_now(ENTRY, _COLUMNS, where), key=lambda one: one.name):
		groups[(row.unit or "", _key(row))].append(row)
	found: dict[str, dict[CaseKey, Booked]] = defaultdict(dict)
	for (unit, key), rows in groups.items():
		found[unit][key] = _booked(rows)
	return found


def _key(row: frappe._dict) -> CaseKey:
	return (row.user, Event(row.event), row.task or "")


def _booked(rows: Sequence[frappe._dict]) -> Booked:
	ours = [row for row in rows if row.made_by_system]
	last = (ours or rows)[-1]
	return Booked(
		Sums(_sum(row.computed_amount for row in ours), _sum(row.amount for row in ours)),
		len(rows),
		(last.rule or "", int(last.rule_version or 0)),
		last.rating or None,
		last.name,
		is_decided=len(ours) < len(rows),
	)


def money(value: object) -> Decimal:
	"""A stored amount as it was written: the database keeps nine places, the driver makes a float of them."""
	return Decimal(str(round(float(value or 0), 9)))  # type: ignore[arg-type]


def _sum(values: Iterable[object]) -> Decimal:
	return sum(map(money, values), NOTHING)


def past(about: date, tasks: Collection[str], unit: str, *, with_year: bool) -> Past:
	"""What earlier months have dealt with of ``tasks``, and what all others took and gave in the calendar year."""
	spent = _spent(about, unit) if with_year else {}
	return Past(before=_before(about, sorted(tasks), unit), spent=spent)


def _before(about: date, tasks: Sequence[str], unit: str) -> dict[CaseKey, Sums]:
	found: dict[CaseKey, Sums] = {}
	for row in _earlier(about, tasks, unit):
		known = found.get(_key(row), Sums())
		# What a manager gave back lowers what was taken, and not what the rules came to: it is not to be taken again.
		computed = money(row.computed_amount) if row.made_by_system else NOTHING
		found[_key(row)] = Sums(known.computed + computed, known.amount + money(row.amount))
	return found


def _earlier(about: date, tasks: Sequence[str], unit: str) -> Iterator[frappe._dict]:
	for start in range(0, len(tasks), _CHUNK):
		yield from frappe.db.sql(
			f"""select `user`, event, task, amount, computed_amount, made_by_system from `tab{ENTRY}`
			where task in %s and about < %s and unit = %s""",
			(tuple(tasks[start : start + _CHUNK]), about, unit),
			as_dict=True,
		)


def later(about: date, tasks: Collection[str], unit: str) -> set[CaseKey]:
	"""Cases of these tasks that a later month has dealt with."""
	found: set[CaseKey] = set()
	names = sorted(tasks)
	for start in range(0, len(names), _CHUNK):
		found |= {
			_key(row)
			for row in frappe.db.sql(
				f"""select distinct `user`, event, task from `tab{ENTRY}`
				where task in %s and about > %s and unit = %s and made_by_system = 1""",
				(tuple(names[start : start + _CHUNK]), about, unit),
				as_dict=True,
			)
		}
	return found


def _spent(about: date, unit: str) -> dict[tuple[str, str], Decimal]:
	rows = frappe.db.sql(
		f"""select rule, `user`, sum(amount) from `tab{ENTRY}`
		where about >= %s and about < %s and about != %s and unit = %s and rule != '' group by rule, `user`""",
		(about.replace(month=1, day=1), date(about.year + 1, 1, 1), about, unit),
	)
	return {(rule, user): money(amount) for rule, user, amount in rows}


def columns_of(due: Due, period: date, about: date, unit: str, key: str) -> dict[str, object]:
	"""An entry as it is stored."""
	return {
		"user": due.user,
		"period": period,
		"about": about,
		"kind": due.kind.value,
		"event": due.event.value,
		"task": due.task or None,
		"rating": due.rating or 0,
		"amount": due.amount,
		"computed_amount": due.computed,
		"capped_by": due.capped_by or None,
		"unit": unit,
		"explanation": frappe.as_json(due.lines, indent=None),
		"rule": due.rule or None,
		"rule_version": due.version or None,
		"corrects": due.corrects,
		"made_by_system": 1,
		"entry_key": key,
	}

"""Managers who act on one month in the same moment: what is given back is given back once, and sums stay those of the rows."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import frappe
import pytest

from task_discipline.money_names import ENTRY, STATEMENT
from task_discipline.services import clock
from task_discipline.services.money import drafting, entries, statements
from tests import workers
from tests.factories import MANAGER, RESPONSIBLE, purge
from tests.money import AFTER, MARCH, make_late, make_rule, march, total, use_money
from tests.statements import step


@pytest.fixture
def month(site: str) -> Iterator[tuple[str, int]]:
	"""A committed draft with two fines, and the first of them."""
	frappe.set_user("Administrator")
	use_money()
	make_rule()
	make_late(at=march(10))
	make_late(at=march(11))
	with clock.at(AFTER):
		drafting.draft(MARCH, [RESPONSIBLE], lambda: None)
	frappe.db.commit()
	name = str(frappe.db.get_value(STATEMENT, {"user": RESPONSIBLE}))
	yield name, frappe.get_all(ENTRY, fields=["name"], pluck="name", order_by="name")[0]
	frappe.db.rollback()
	frappe.set_user("Administrator")
	use_money(money_currency=None)
	purge()


def at_once(*deeds: Callable[[], object]) -> list[object]:
	"""What each deed gave, or the error that it raised; each in a transaction of its own that has read before."""
	ready = Barrier(len(deeds))

	def do(deed: Callable[[], object]) -> object:
		workers.connect()
		try:
			frappe.set_user(MANAGER)
			total()  # from here on this transaction sees the site as it is now
			ready.wait()
			with clock.at(AFTER):
				found = deed()
			frappe.db.commit()
			return found
		except frappe.ValidationError as refusal:
			frappe.db.rollback()
			return refusal
		finally:
			frappe.destroy()

	with ThreadPoolExecutor(max_workers=len(deeds)) as pool:
		return list(pool.map(do, deeds))


def expect_sums_of_rows(name: str) -> None:
	frappe.db.rollback()
	rows = frappe.get_all(ENTRY, {"statement": name}, pluck="amount")
	assert frappe.db.get_value(STATEMENT, name, ["net", "entries"]) == (sum(rows), len(rows))


def test_two_managers_correct_one_fine(month: tuple[str, int]) -> None:
	name, entry = month
	found = at_once(*[lambda: entries.correct(entry, 5, "The client was late")] * 3)
	assert sum(isinstance(one, frappe.ValidationError) for one in found) == 2, found
	expect_sums_of_rows(name)
	assert total() == -5


def test_one_corrects_while_another_decides(month: tuple[str, int]) -> None:
	name, entry = month
	with clock.at(AFTER):
		step(MANAGER, name, "show_to_person")
		step(RESPONSIBLE, name, "object_to", reason="x", entries=[entry])
	frappe.db.commit()
	at_once(
		lambda: entries.correct(entry, 5, "The client was late"),
		lambda: statements.decide(name, "Upheld", "The client was late", [entry]),
	)
	expect_sums_of_rows(name)
	assert total() == -5


def test_one_corrects_while_another_drafts(month: tuple[str, int]) -> None:
	name, entry = month
	for amount in (1, 1, 1):
		found = at_once(
			lambda amount=amount: entries.correct(entry, amount, "The client was late"),
			lambda: drafting.draft(MARCH, [RESPONSIBLE], frappe.db.commit),
		)
		assert not any(isinstance(one, Exception) for one in found), found
		expect_sums_of_rows(name)
	assert total() == -7


def test_one_shows_while_another_drafts(month: tuple[str, int]) -> None:
	name, _entry = month
	make_late(at=march(12))
	frappe.db.commit()
	at_once(
		lambda: statements.show(name),
		lambda: drafting.draft(MARCH, [RESPONSIBLE], frappe.db.commit),
	)
	expect_sums_of_rows(name)
	assert frappe.db.get_value(STATEMENT, name, "state") == "Shown"
	assert total() == -15 or total() == -10


def test_a_month_that_breaks_off_in_the_middle_is_drafted_whole_the_next_time(month: tuple[str, int]) -> None:
	"""What a killed worker leaves behind: entries without statements, of which nothing is lost and nothing doubled."""
	name, _entry = month
	frappe.db.sql(f"update `tab{ENTRY}` set statement = null")
	frappe.db.delete(STATEMENT, {"name": name})
	frappe.db.commit()
	with clock.at(AFTER):
		drafting.draft(MARCH, None, frappe.db.commit)
	again = str(frappe.db.get_value(STATEMENT, {"user": RESPONSIBLE}))
	expect_sums_of_rows(again)
	assert (total(), frappe.db.count(ENTRY)) == (-10, 2)

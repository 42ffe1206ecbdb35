"""What is broken in one row, one person or one task stops no other reminder, and the row says why."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from tests.factories import ASSIGNER, RESPONSIBLE, make_mail_account
from tests.reminding import accepted_task, forget_reminders, ledger, rung, tick, use_office_hours

THURSDAY = datetime(2031, 3, 6, 16, 30)
NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
VICTIM = ASSIGNER
"""Sets a task to himself, which is then broken; the tasks of others must not suffer."""


@pytest.fixture(autouse=True)
def office() -> Iterator[None]:
	use_office_hours()
	forget_reminders()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)
	yield


def task_row(field: str, value: object) -> Callable[[str], None]:
	return lambda task: frappe.db.sql(
		f"update `tabTD Task` set `{field}` = %s where name = %s", (value, task)
	)


def person(field: str, value: object) -> Callable[[str], None]:
	return lambda task: frappe.db.sql(f"update `tabUser` set `{field}` = %s where name = %s", (value, VICTIM))


def reminder_row(field: str, value: object) -> Callable[[str], None]:
	return lambda task: frappe.db.sql(
		f"update `tabTD Reminder` set `{field}` = %s where task = %s and kind = 'Before Deadline'",
		(value, task),
	)


POISON = {
	"a state that nothing knows": task_row("status", "Molten"),
	"no subject": task_row("subject", None),
	"a subject of marks": task_row("subject", "<b>{0} %s {{ x }} \x00 \x1b 👩‍👩‍👧</b>" * 3),
	"an unknown zone": person("time_zone", "Mars/Phobos"),
	"a zone that is a path": person("time_zone", "../../etc/passwd"),
	"an unknown language": person("language", "tlh-Qo"),
	"an address of nonsense": person("email", "anna\r\nBcc: all@corp.example@"),
	"a kind that nothing knows": reminder_row("kind", "Molten"),
	"a person that is none": reminder_row("user", "nobody@td-test.example"),
	"no step": reminder_row("step", None),
	"a date of nothing": reminder_row("about", None),
	"no responsible": task_row("responsible", None),
	"no assigner": task_row("assigner", None),
	"a task that is gone": lambda task: frappe.db.sql("delete from `tabTD Task` where name = %s", task),
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON)
def test_one_poisoned_row_stops_no_other(poison: Callable[[str], None]) -> None:
	broken = accepted_task(subject="Broken", responsible=VICTIM)
	others = [accepted_task(subject=f"Task {number}") for number in range(3)]
	poison(broken.name)
	tick(THURSDAY)
	assert [len(rung(RESPONSIBLE, task)) for task in others] == [1, 1, 1]
	assert all(
		row[0] == "Sent" or row[1] for row in ledger(broken, "state", "reason", moment=("<=", THURSDAY))
	)
	assert len(rung(VICTIM, broken)) <= 1
	print(ledger(broken, "kind", "state", "reason"))
	assert tick(THURSDAY + timedelta(minutes=5)) == 0

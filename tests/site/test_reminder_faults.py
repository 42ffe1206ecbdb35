"""What is broken in one row, one person or one task stops no other reminder, and the row says why."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import frappe
import pytest

from tests import refusing
from tests.factories import ASSIGNER, RESPONSIBLE, make_mail_account
from tests.reminding import accepted_task, ledger, office, rung, turn

THURSDAY = datetime(2031, 3, 6, 16, 30)
NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
VICTIM = ASSIGNER
"""Sets a task to himself, which is then broken; the tasks of others must not suffer."""


@pytest.fixture(autouse=True)
def committed_office() -> Iterator[None]:
	kept = frappe.db.get_value("User", VICTIM, ["time_zone", "language", "email"], as_dict=True)
	with office():
		frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
		make_mail_account(9)
		yield
		frappe.db.rollback()
		frappe.db.set_value("User", VICTIM, kept, update_modified=False)
		frappe.db.delete("TD Task", {"subject": ("like", "Broken%")})
		frappe.db.commit()


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
	"a subject of marks": task_row("subject", "Broken <b>{0} %s {{ x }} \x1b 👩‍👩‍👧</b>"),
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
	turn(THURSDAY)
	turn(THURSDAY + timedelta(minutes=5))
	assert [len(rung(RESPONSIBLE, task)) for task in others] == [1, 1, 1]
	assert len(rung(VICTIM, broken)) <= 1
	due = ledger(broken, "state", "reason", moment=("<=", THURSDAY))
	assert all(state == "Sent" or reason for state, reason in due) and due


@pytest.fixture
def refusing_bell() -> Iterator[None]:
	"""A database that takes no bell for what is called broken, as where a column or a rule of it is amiss."""
	broken = "new.subject like '%Broken%' and new.from_user = 'Administrator'"
	with refusing.refused("Notification Log", broken, "the bell is out of order"):
		yield


@pytest.mark.usefixtures("refusing_bell")
def test_a_reminder_that_was_given_up_holds_up_nothing_that_comes_after_it() -> None:
	broken, sound = accepted_task(subject="Broken"), accepted_task(subject="Sound")
	turn(NEXT_MONDAY)
	assert len(rung(RESPONSIBLE, sound)) == 1
	((state, reason),) = ledger(broken, "state", "reason", kind="Deadline")
	assert state == "Skipped" and "It could not be sent" in reason and "the bell is out of order" in reason
	expected = [("Escalation", ASSIGNER), ("Overdue", RESPONSIBLE)]
	assert sorted(ledger(broken, "kind", "user", state="Planned")) == expected
	refusing.relent("Notification Log")
	turn(NEXT_MONDAY + DAY)
	assert len(rung(RESPONSIBLE, broken)) == len(rung(ASSIGNER, broken)) == 1


@pytest.mark.parametrize("translated", ["Die Frist {datum}", "Frist {", "Frist {0}", ""])
def test_a_translation_without_sense_falls_back_to_the_words_of_the_app(translated: str) -> None:
	source = "The deadline is near: {date}"
	frappe.db.set_value("User", VICTIM, "language", "de")
	frappe.get_doc(
		doctype="Translation", language="de", source_text=source, translated_text=translated or source
	).insert()
	task = accepted_task(responsible=VICTIM)
	turn(THURSDAY)
	frappe.db.delete("Translation", {"source_text": source})
	frappe.clear_cache(doctype="Translation")
	(line,) = rung(VICTIM, task)
	assert line.startswith("The deadline is near: ")

"""The ledger of reminders on a real site: planned, sent, late, skipped, each once and with its reason.

Numbers name the complaints about other systems that a test answers (19 to 34: reminders, mail, notifications).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest

from tests.factories import (
	ASSIGNER,
	HEAD,
	MANAGER,
	OBSERVER,
	RESPONSIBLE,
	acting_as,
	forget_people,
	make_mail_account,
)
from tests.reminding import (
	MONDAY,
	accepted_task,
	do,
	forget_reminders,
	ledger,
	rung,
	tick,
	ticks,
	use_office_hours,
)
from tests.working import make_absence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THURSDAY = datetime(2031, 3, 6, 16, 30)
"""When the reminder of the day before goes: half an hour before the work of that day ends."""
NEXT_MONDAY = datetime(2031, 3, 10, 9, 0)


@pytest.fixture(autouse=True)
def office() -> Iterator[None]:
	use_office_hours()
	forget_reminders()
	yield


@pytest.fixture
def mail_account() -> None:
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)


def queued(task: Any) -> list[str]:
	"""Addresses of all reminders by mail of a task."""
	names = frappe.get_all(
		"Email Queue", {"reference_name": task.name, "owner": "Administrator"}, pluck="name"
	)
	return frappe.get_all("Email Queue Recipient", {"parent": ("in", [*names, ""])}, pluck="recipient")


def planned(task: Any) -> list[tuple[Any, ...]]:
	return ledger(task, "kind", "user", "moment", state="Planned")


class TestSending:
	def test_19_every_reminder_is_on_record_and_visible_on_the_task(self) -> None:
		task = accepted_task()
		tick(THURSDAY)
		shown = frappe.get_doc("TD Task", task.name)
		shown.run_method("onload")
		rows = shown.get_onload("task_discipline")["reminders"]
		assert [(row.kind, row.user, row.state) for row in rows if row.state != "Skipped"] == [
			("Before Deadline", RESPONSIBLE, "Sent"),
			("Deadline", RESPONSIBLE, "Planned"),
		]
		assert ledger(task, "sent_at", "by_bell", state="Sent") == [(THURSDAY, 1)]

	def test_20_a_second_run_sends_nothing(self) -> None:
		task = accepted_task()
		assert tick(THURSDAY) == 1
		assert tick(THURSDAY) == tick(THURSDAY + HOUR) == 0
		assert len(rung(RESPONSIBLE, task)) == 1

	def test_20_the_database_itself_refuses_a_second_one(self) -> None:
		task = accepted_task()
		row = frappe.db.get_value("TD Reminder", {"task": task.name, "kind": "Deadline"}, "*", as_dict=True)
		with pytest.raises(frappe.UniqueValidationError):
			frappe.get_doc({**row, "doctype": "TD Reminder", "name": None}).db_insert()

	def test_21_one_person_with_several_roles_gets_one(self, mail_account: None) -> None:
		step = {"title": "Draft", "person": RESPONSIBLE, "due_date": "2031-03-10"}
		task = accepted_task(plan=[step])
		tick(NEXT_MONDAY)
		assert [row[0] for row in ledger(task, "kind", state="Sent")] == ["Deadline", "Plan Step"]
		assert len(rung(RESPONSIBLE, task)) == 1
		assert queued(task).count(RESPONSIBLE) == 1

	def test_22_never_before_its_time_and_soon_after_it(self) -> None:
		task = accepted_task()
		tick(THURSDAY - timedelta(seconds=1))
		assert rung(RESPONSIBLE, task) == []
		ticks(THURSDAY - timedelta(minutes=4), THURSDAY + timedelta(minutes=6))
		(sent_at,) = ledger(task, "sent_at", state="Sent")[0]
		assert timedelta(0) <= sent_at - THURSDAY <= timedelta(minutes=6)

	@pytest.mark.parametrize("bell", [0, 1])
	@pytest.mark.parametrize("mail", [0, 1])
	def test_23_bell_and_mail_are_switched_apart(self, mail_account: None, bell: int, mail: int) -> None:
		frappe.db.set_single_value("TD Settings", {"notify_by_bell": bell, "notify_by_mail": mail})
		frappe.clear_document_cache("TD Settings", "TD Settings")
		task = accepted_task()
		tick(THURSDAY)
		assert (len(rung(RESPONSIBLE, task)), queued(task).count(RESPONSIBLE)) == (bell, mail)
		state = "Sent" if bell or mail else "Skipped"
		assert ledger(task, "state", "by_bell", "by_mail", kind="Before Deadline") == [(state, bell, mail)]

	def test_24_what_an_outage_delayed_goes_once_and_says_so(self) -> None:
		task = accepted_task()
		tick(THURSDAY + timedelta(minutes=20))
		assert ledger(task, "state", kind="Before Deadline") == [("Late",)]
		tick(THURSDAY + timedelta(minutes=25))
		assert len(rung(RESPONSIBLE, task)) == 1

	def test_24_after_an_outage_nothing_goes_for_a_task_that_is_done(self) -> None:
		task = accepted_task(needs_review=0)
		frappe.db.set_value("TD Task", task.name, "status", "Done")  # as if planning had failed
		tick(NEXT_MONDAY + HOUR)
		assert rung(RESPONSIBLE, task) == []
		assert {row[0] for row in ledger(task, "reason")} >= {"The task is closed"}

	def test_25_days_without_a_scheduler_collapse_to_one_of_a_kind(self) -> None:
		task = accepted_task()
		tick(NEXT_MONDAY)
		tick(NEXT_MONDAY + 4 * DAY)  # three days and more without a turn
		overdue = ledger(task, "state", kind="Overdue", user=RESPONSIBLE)
		assert overdue == [("Late",), ("Planned",)]
		assert len(rung(RESPONSIBLE, task)) == 2

	def test_26_and_33_nobody_is_disturbed_at_night_or_on_a_day_off(self) -> None:
		make_absence(RESPONSIBLE, datetime(2031, 3, 10).date(), datetime(2031, 3, 11).date())
		task = accepted_task(deadline=datetime(2031, 3, 7, 23, 0))
		ticks(MONDAY, datetime(2031, 3, 20), timedelta(minutes=30))
		hours = {
			(row[0].hour, row[0].weekday()) for row in ledger(task, "sent_at", state=("in", ("Sent", "Late")))
		}
		assert hours and all(9 <= hour < 17 and day < 5 for hour, day in hours)
		assert datetime(2031, 3, 10).date() not in {
			row[0].date() for row in ledger(task, "sent_at", user=RESPONSIBLE, state="Sent")
		}

	def test_27_a_disabled_person_gets_nothing_and_the_ladder_goes_on(self, mail_account: None) -> None:
		task = accepted_task()
		frappe.db.set_value("User", RESPONSIBLE, "enabled", 0)
		forget_people()
		tick(NEXT_MONDAY)
		assert rung(RESPONSIBLE, task) == [] and RESPONSIBLE not in queued(task)
		assert ledger(task, "state", "reason", kind="Deadline") == [
			("Skipped", "The account is disabled or may not use the desk")
		]
		assert ledger(task, "user", kind="Escalation", state="Planned") == [(ASSIGNER,)]

	def test_27_whoever_is_no_manager_any_more_hears_of_no_escalation(self) -> None:
		task = accepted_task()
		ticks(THURSDAY, NEXT_MONDAY + 3 * DAY, timedelta(hours=6))
		frappe.db.delete("Has Role", {"parent": MANAGER, "role": "Task Discipline Manager"})
		frappe.clear_cache(user=MANAGER)
		ticks(NEXT_MONDAY + 3 * DAY, NEXT_MONDAY + 14 * DAY, timedelta(hours=6))
		assert rung(MANAGER, task) == [] != rung(HEAD, task)
		assert ledger(task, "name", user=MANAGER, state=("in", ("Sent", "Late"))) == []

	@pytest.mark.parametrize("status", ["Done", "Cancelled", "Declined"])
	def test_29_closed_tasks_remind_of_nothing(self, status: str) -> None:
		task = accepted_task()
		frappe.db.set_value("TD Task", task.name, "status", status)
		ticks(THURSDAY, THURSDAY + 6 * DAY, timedelta(hours=6))
		assert rung(RESPONSIBLE, task) == rung(ASSIGNER, task) == []
		assert ledger(task, "name", state=("in", ("Sent", "Late"))) == []

	def test_31_a_person_who_takes_no_mail_has_the_bell(self, mail_account: None) -> None:
		settings = {"enabled": 1, "enable_email_notifications": 0}
		frappe.db.set_value("Notification Settings", RESPONSIBLE, settings)
		task = accepted_task()
		tick(THURSDAY)
		assert RESPONSIBLE not in queued(task) and len(rung(RESPONSIBLE, task)) == 1
		assert ledger(task, "by_mail", "reason", state="Sent") == [(0, "The person takes no e-mail")]

	def test_33_how_often_is_the_sites_to_say(self) -> None:
		settings = frappe.get_doc("TD Settings")
		for line in settings.reminder_rules:
			if line.kind == "Overdue":
				line.amount = 3
		settings.most_repeats = 2
		settings.save()
		task = accepted_task()
		ticks(NEXT_MONDAY, NEXT_MONDAY + 21 * DAY, timedelta(hours=2))
		days = [row[0].day for row in ledger(task, "moment", kind="Overdue")]
		assert days == [13, 18]

	def test_a_rule_out_of_use_sends_nothing_more(self) -> None:
		task = accepted_task()
		settings = frappe.get_doc("TD Settings")
		for line in settings.reminder_rules:
			line.enabled = int(line.kind != "Before Deadline")
		settings.save()
		tick(THURSDAY)
		assert ledger(task, "state", "reason", kind="Before Deadline") == [("Skipped", "No longer asked for")]

	def test_an_observer_is_not_reminded(self) -> None:
		task = accepted_task(observers=[{"user": OBSERVER}])
		ticks(MONDAY, MONDAY + 20 * DAY, timedelta(hours=4))
		assert rung(OBSERVER, task) == []


class TestLadder:
	def test_each_step_once_and_who_was_told_is_on_record(self) -> None:
		task = accepted_task()
		ticks(NEXT_MONDAY, NEXT_MONDAY + 20 * DAY, timedelta(hours=1))
		steps = ledger(task, "user", "step", "state", kind="Escalation")
		assert [step for step in steps if step[0] in (ASSIGNER, HEAD, MANAGER)] == [
			(ASSIGNER, "Assigner", "Sent"),
			(HEAD, "Head", "Sent"),
			(MANAGER, "Managers", "Sent"),
		]
		assert [len(rung(user, task)) for user in (ASSIGNER, HEAD, MANAGER)] == [1, 1, 1]
		assert "Boris" in rung(HEAD, task)[0]

	def test_it_stops_where_the_work_is_handed_in(self) -> None:
		task = accepted_task()
		ticks(NEXT_MONDAY, NEXT_MONDAY + 2 * DAY, timedelta(hours=1))
		do(NEXT_MONDAY + 2 * DAY, RESPONSIBLE, task, "submit_task")
		ticks(NEXT_MONDAY + 2 * DAY, NEXT_MONDAY + 20 * DAY, timedelta(hours=4))
		assert rung(MANAGER, task) == []
		assert ledger(task, "user", kind="Review Overdue", state="Sent")[0] == (ASSIGNER,)

	def test_time_counts_anew_from_the_return(self) -> None:
		task = accepted_task()
		do(NEXT_MONDAY, RESPONSIBLE, task, "submit_task")
		wednesday = NEXT_MONDAY + 2 * DAY
		do(wednesday, ASSIGNER, task, "return_for_rework", reason="Again")
		assert ledger(task, "user", "moment", kind="Escalation") == [(ASSIGNER, wednesday + DAY)]


class TestBadInput:
	@pytest.mark.parametrize(
		("change", "words"),
		[
			({"kind": "Before Deadline", "amount": 0}, "between 1 and 2000"),
			({"kind": "Before Deadline", "amount": -5}, "between 1 and 2000"),
			({"kind": "Before Deadline", "amount": 10**9}, "between 1 and 2000"),
			({"kind": "Before Deadline", "amount": 261, "unit": "Working Days"}, "between 1 and 260"),
			({"kind": "Deadline", "amount": 3}, "Leave the distance at 0"),
			({"kind": "Overdue", "amount": 2, "unit": "Hours"}, "Choose Working Days"),
			({"kind": "Escalation", "amount": 8}, "whom it tells"),
			({"kind": "Request", "amount": 8}, "Request"),
			({"kind": "Before Deadline", "amount": 1, "unit": "Working Days"}, "twice"),
		],
	)
	def test_a_rule_without_sense_is_refused(self, change: dict[str, Any], words: str) -> None:
		settings = frappe.get_doc("TD Settings")
		settings.append(
			"reminder_rules", {"unit": "Working Hours", "priorities": "All", "enabled": 1} | change
		)
		with pytest.raises(frappe.ValidationError, match=words):
			settings.save()

	def test_without_any_rule_the_usual_ones_count(self) -> None:
		settings = frappe.get_doc("TD Settings")
		settings.set("reminder_rules", [])
		settings.save()
		assert [row[0] for row in planned(accepted_task())] == ["Before Deadline", "Deadline"]

	def test_a_person_without_an_address_has_the_bell_and_the_row_says_why(self, mail_account: None) -> None:
		task = accepted_task()
		frappe.db.set_value("User", RESPONSIBLE, "email", "")
		tick(THURSDAY)
		reason = "The person has no e-mail address"
		assert ledger(task, "by_bell", "by_mail", "reason", state="Sent") == [(1, 0, reason)]

	def test_without_an_account_the_bell_rings_all_the_same(self) -> None:
		frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
		task = accepted_task()
		tick(THURSDAY)
		reason = "The site has no outgoing e-mail account"
		assert ledger(task, "by_bell", "by_mail", "reason", state="Sent") == [(1, 0, reason)]

	def test_who_unsubscribed_has_the_bell(self, mail_account: None) -> None:
		frappe.get_doc(doctype="Email Unsubscribe", email=RESPONSIBLE, global_unsubscribe=1).insert()
		task = accepted_task()
		tick(THURSDAY)
		reason = "The address has unsubscribed"
		assert ledger(task, "by_bell", "by_mail", "reason", state="Sent") == [(1, 0, reason)]

	@pytest.mark.parametrize("broken", ["{% broken", "{{ headline.nothing.more }}"])
	def test_a_template_that_fails_stops_no_bell(
		self, mail_account: None, monkeypatch: pytest.MonkeyPatch, broken: str
	) -> None:
		from frappe.utils import jinja

		tasks = [accepted_task(subject=f"Task {number}") for number in range(3)]
		monkeypatch.setattr(jinja, "get_template", lambda path: jinja.get_jenv().from_string(broken))
		tick(THURSDAY)
		for task in tasks:
			assert len(rung(RESPONSIBLE, task)) == 1
			((by_mail, reason),) = ledger(task, "by_mail", "reason", state="Sent")
			assert not by_mail and "error log" in reason

	def test_34_every_moment_names_its_zone(self, mail_account: None) -> None:
		frappe.db.set_value("User", RESPONSIBLE, {"time_zone": "America/New_York", "language": "de"})
		task = accepted_task()
		tick(THURSDAY)
		assert "America/New_York" in rung(RESPONSIBLE, task)[0]

	def test_it_is_written_by_the_system_alone(self) -> None:
		task = accepted_task()
		with acting_as(ASSIGNER):
			row = frappe.get_doc("TD Reminder", {"task": task.name})
			row.state = "Sent"
			for attempt in (row.save, row.delete):
				with pytest.raises(frappe.PermissionError):
					attempt()

"""Who is told of what, by bell and by real mail."""

from collections.abc import Iterator

import frappe
import pytest

from task_discipline.services import overdue
from task_discipline.services.mail import moment_in_words
from tests.factories import (
	ASSIGNER,
	CO_ASSIGNEE,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	act,
	acting_as,
	in_hours,
	make_mail_account,
	make_task,
	purge,
)
from tests.mail_server import MailServer

SECRET = "Quietly buy the competitor"


@pytest.fixture
def no_account() -> None:
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
	with MailServer() as server:
		make_mail_account(server.port)
		frappe.flags.testing_email = True
		yield server
		frappe.flags.testing_email = False
		frappe.db.rollback()
		purge()


def bells(user: str, task: str) -> list[str]:
	return frappe.get_all(
		"Notification Log",
		filters={"for_user": user, "document_name": task},
		pluck="subject",
		order_by="creation",
	)


def deliver() -> None:
	from frappe.email.queue import flush

	frappe.db.commit()
	flush()


def queued(task: str) -> list[list[str]]:
	names = frappe.get_all(
		"Email Queue", filters={"reference_name": task}, pluck="name", order_by="creation asc"
	)
	return [
		sorted(frappe.get_all("Email Queue Recipient", filters={"parent": name}, pluck="recipient"))
		for name in names
	]


def test_submission_reaches_assigner_and_observers_by_mail_and_bell(mail_server: MailServer) -> None:
	task = make_task(subject="Sign the <b>lease</b> & send it")
	act(RESPONSIBLE, task.name, "submit_task", result="<p>Signed</p>")
	deliver()
	for person in (ASSIGNER, OBSERVER, CO_ASSIGNEE):
		submitted = [text for text in mail_server.texts(person) if "submitted" in text]
		assert len(submitted) == 1
		assert "Sign the lease & send it" in submitted[0] and "Boris" in submitted[0]
		assert "Europe/Berlin" in submitted[0] and task.name in submitted[0]
		assert any("submitted" in line for line in bells(person, task.name))
	assert not [text for text in mail_server.texts(RESPONSIBLE) if "submitted" in text]


def test_every_action_tells_everyone_once(mail_server: MailServer) -> None:
	task = make_task(observers=[{"user": OBSERVER}, {"user": NEWCOMER}])
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "return_for_rework", reason="The price is missing")
	act(ASSIGNER, task.name, "change_deadline", deadline=str(in_hours(99)), reason="More time")
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "accept_result")
	deliver()
	for person in (OBSERVER, NEWCOMER, CO_ASSIGNEE):
		subjects = [text.splitlines()[0] for text in mail_server.texts(person)]
		assert len(subjects) == len(bells(person, task.name)) == 6
		for word in ("set a task", "submitted", "returned", "changed the deadline", "accepted"):
			assert any(word in subject for subject in subjects), word
	assert any("The price is missing" in text for text in mail_server.texts(RESPONSIBLE))


@pytest.mark.parametrize("slips", [False, True])
def test_who_decides_on_another_deadline_reads_which_in_the_mail(
	mail_server: MailServer, slips: bool
) -> None:
	before = make_task(deadline=in_hours(24))
	task = make_task(deadline=in_hours(48), depends_on=[{"task": before.name}] if slips else [])
	if slips:
		act(MANAGER, before.name, "change_deadline", deadline=str(in_hours(240)), reason="Longer")
	else:
		act(RESPONSIBLE, task.name, "propose_deadline", deadline=str(in_hours(99)), reason="Bank holidays")
	asked = frappe.db.get_value("TD Deadline Request", {"task": task.name}, "proposed_deadline")
	deliver()
	read = [text for text in mail_server.texts(ASSIGNER) if "another deadline" in text]
	assert len(read) == 1
	assert "Proposed deadline" in read[0] and moment_in_words(asked, "Europe/Berlin") in read[0]


def test_30_success_is_called_by_its_name_and_nobody_reads_of_an_assignment_that_ended(
	mail_server: MailServer,
) -> None:
	"""frappe/frappe#35618, #35620: to close a task told people twice that their assignment was removed."""
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	act(ASSIGNER, task.name, "accept_result")
	deliver()
	for person in (RESPONSIBLE, CO_ASSIGNEE, OBSERVER, ASSIGNER):
		said = [*mail_server.texts(person), *bells(person, task.name)]
		assert said and not [text for text in said if "removed" in text.lower()]
	assert [line for line in bells(RESPONSIBLE, task.name) if "accepted the result" in line]


def test_mail_and_bell_speak_the_readers_language(mail_server: MailServer) -> None:
	frappe.get_doc(
		doctype="Translation",
		language="de",
		source_text="{0} submitted the task",
		translated_text="{0} hat abgegeben",
	).insert()
	frappe.db.set_value("User", OBSERVER, "language", "de")
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	deliver()
	frappe.db.delete("Translation", {"source_text": "{0} submitted the task"})
	frappe.db.set_value("User", OBSERVER, "language", "en")
	frappe.db.commit()
	frappe.clear_cache()
	assert "hat abgegeben" in bells(OBSERVER, task.name)[-1]
	assert any("hat abgegeben" in text for text in mail_server.texts(OBSERVER))
	assert not any("hat abgegeben" in text for text in mail_server.texts(ASSIGNER))


def test_without_a_mail_account_the_bell_rings(no_account: None) -> None:
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	assert bells(ASSIGNER, task.name) and not queued(task.name)
	assert not frappe.message_log
	with acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task.name)
		doc.run_method("onload")
	assert doc.get_onload("task_discipline")["mail_ready"] is False


def test_a_dead_mail_server_stops_no_task(mail_server: MailServer) -> None:
	frappe.db.set_value("Email Account", "TD Tests", "smtp_port", 1)
	frappe.clear_cache(doctype="Email Account")
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	deliver()
	assert not mail_server.messages
	assert frappe.db.get_value("TD Task", task.name, "status") == "Submitted"
	assert bells(ASSIGNER, task.name)


def test_a_broken_account_stops_no_task() -> None:
	make_mail_account(1)
	# An account that the queue cannot use: the host raises while it builds the mail.
	frappe.db.set_value("Email Account", "TD Tests", "email_id", "no address at all")
	frappe.clear_cache(doctype="Email Account")
	task = make_task()
	act(RESPONSIBLE, task.name, "submit_task")
	assert frappe.db.get_value("TD Task", task.name, "status") == "Submitted"
	assert bells(ASSIGNER, task.name)


def test_a_disabled_person_is_told_nothing(mail_server: MailServer) -> None:
	task = make_task()
	frappe.db.set_value("User", OBSERVER, "enabled", 0)
	frappe.clear_document_cache("User", OBSERVER)
	told = len(bells(OBSERVER, task.name))
	act(RESPONSIBLE, task.name, "submit_task")
	assert len(bells(OBSERVER, task.name)) == told
	assert OBSERVER not in queued(task.name)[-1]
	frappe.db.set_value("User", OBSERVER, "enabled", 1)


@pytest.mark.parametrize(
	("switch", "bell", "mail"), [("enabled", 0, 1), ("enable_email_notifications", 1, 0)]
)
def test_the_hosts_switches_are_obeyed(mail_server: MailServer, switch: str, bell: int, mail: int) -> None:
	frappe.db.set_value("Notification Settings", OBSERVER, switch, 0)
	task = make_task()
	assert bool(bells(OBSERVER, task.name)) is bool(bell)
	assert any(OBSERVER in group for group in queued(task.name)) is bool(mail)
	frappe.db.set_value("Notification Settings", OBSERVER, switch, 1)


def test_who_lost_the_task_reads_nothing_of_it(mail_server: MailServer) -> None:
	task = make_task(subject=SECRET)
	frappe.db.delete("Notification Log", {"for_user": RESPONSIBLE})
	frappe.db.delete("Email Queue", {"reference_name": task.name})
	act(ASSIGNER, task.name, "reassign", user=NEWCOMER, reason=f"Boris must not know: {SECRET}")
	deliver()
	lines = frappe.get_all(
		"Notification Log", filters={"for_user": RESPONSIBLE}, fields=["subject", "document_name"]
	)
	assert [line.document_name for line in lines] == [None]
	assert task.name in lines[0].subject and SECRET not in lines[0].subject
	mails = mail_server.texts(RESPONSIBLE)
	assert len(mails) == 1 and SECRET not in mails[0]
	assert any(SECRET in text for text in mail_server.texts(NEWCOMER))


def test_a_new_observer_is_told_and_a_removed_one_loses_sight() -> None:
	task = make_task()
	with acting_as(ASSIGNER):
		doc = frappe.get_doc("TD Task", task.name)
		doc.set("observers", [{"user": NEWCOMER}])
		doc.save()
	assert any("added you" in line for line in bells(NEWCOMER, task.name))
	assert not frappe.db.exists("TD Task Access", {"task": task.name, "user": OBSERVER})


def test_the_hosts_todo_list_mirrors_the_workers() -> None:
	task = make_task()

	def open_todos() -> set[str]:
		filters = {"reference_name": task.name, "status": "Open"}
		return set(frappe.get_all("ToDo", filters=filters, pluck="allocated_to"))

	assert open_todos() == {RESPONSIBLE, CO_ASSIGNEE}
	act(RESPONSIBLE, task.name, "submit_task")
	assert open_todos() == set()
	act(ASSIGNER, task.name, "return_for_rework", reason="Again")
	assert open_todos() == {RESPONSIBLE, CO_ASSIGNEE}
	act(ASSIGNER, task.name, "reassign", user=NEWCOMER, reason="Ill")
	assert open_todos() == {NEWCOMER, CO_ASSIGNEE}
	assert not frappe.db.exists("ToDo", {"reference_name": task.name, "allocated_to": RESPONSIBLE})
	act(MANAGER, task.name, "cancel_task", reason="Not needed")
	assert open_todos() == set()
	assert frappe.db.count("ToDo", {"reference_name": task.name}) == 2
	assert not [line for line in bells(CO_ASSIGNEE, task.name) if "removed" in line]


def test_a_worker_cannot_drop_the_task_from_his_own_list() -> None:
	task = make_task()
	mine = frappe.get_doc("ToDo", {"reference_name": task.name, "allocated_to": RESPONSIBLE})
	with acting_as(RESPONSIBLE):
		with pytest.raises(frappe.ValidationError, match="Submit the task"):
			mine.update({"status": "Closed"}).save()
		with pytest.raises(frappe.ValidationError, match="Submit the task"):
			frappe.delete_doc("ToDo", mine.name)
	with acting_as(OBSERVER):
		own = frappe.get_doc(
			doctype="ToDo", description="Look at it", reference_type="TD Task", reference_name=task.name
		)
		own.update({"allocated_to": OBSERVER}).insert()
		own.update({"status": "Closed"}).save()
	assigned = frappe.parse_json(frappe.db.get_value("TD Task", task.name, "_assign"))
	assert set(assigned) == {RESPONSIBLE, CO_ASSIGNEE}


def test_overdue_is_marked_once_and_only_while_the_clock_runs() -> None:
	running, submitted = make_task(), make_task()
	act(RESPONSIBLE, submitted.name, "submit_task")
	for task in (running, submitted):
		frappe.db.set_value("TD Task", task.name, "deadline", in_hours(-1))
	overdue.mark()
	assert frappe.db.get_value("TD Task", running.name, "timeliness") == "Overdue"
	assert frappe.db.get_value("TD Task", submitted.name, "timeliness") == "Early"
	act(RESPONSIBLE, running.name, "submit_task")
	assert frappe.db.get_value("TD Task", running.name, "timeliness") == "Late"
	assert frappe.db.get_value("TD Task", running.name, "delay_minutes") in (60, 61)

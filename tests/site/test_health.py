"""What the checks say of a real site in which one thing after another is broken."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest
from rq import Worker

from task_discipline.services import clock, heartbeat, outages
from task_discipline.services.health import report
from task_discipline.services.health.finding import Finding, Level
from tests import factories, host, watching
from tests.factories import STRANGER
from tests.recurring import make_template

OK, WARNING, ERROR = Level.OK, Level.WARNING, Level.ERROR
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_order(rolled_back: None) -> Iterator[Worker]:
	"""A site of which every check says that all is well, with its one worker."""
	watching.put_in_order()
	with watching.in_site_config(pause_scheduler=0), watching.a_worker() as worker:
		yield worker
	frappe.db.rollback()
	watching.forget_host_settings()


def found(name: str) -> Finding:
	return dict(report.run())[name]


def unused_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def dead_redis(key: str) -> Any:
	return watching.in_site_config(**{key: f"redis://127.0.0.1:{unused_port()}"})


def ago(**span: float) -> Any:
	return clock.now() - timedelta(**span)


def dated(values: dict[str, object]) -> dict[str, object]:
	"""Values in which spans stand for the moments so long ago."""
	return {
		field: clock.now() - value if isinstance(value, timedelta) else value
		for field, value in values.items()
	}


def test_a_site_in_order_has_nothing_to_say() -> None:
	findings = dict(report.run())
	assert {name: finding.words for name, finding in findings.items() if finding.level is not OK} == {}
	assert all(finding.words and not finding.advice for finding in findings.values())
	assert report.worst(findings) is OK
	assert set(report.titles()) == set(findings)


def silent() -> None:
	with clock.at(clock.now() - 2 * HOUR):
		heartbeat.beat()


def never() -> None:
	watching.forget_beats()


def ahead() -> None:
	with clock.at(clock.now() + 2 * HOUR):
		heartbeat.beat()


def switched_off() -> None:
	watching.set_host("enable_scheduler", 0)


def nobody_logged_in(days: float) -> Callable[[], None]:
	def spoil() -> None:
		watching.set_host("dormant_days", 4)
		watching.log_in(ago(days=days))

	return spoil


def job(**values: object) -> Callable[[], None]:
	name = {"method": "task_discipline.td_jobs.renew_templates"}
	return lambda: frappe.db.set_value("Scheduled Job Type", name, values)


def job_failed() -> None:
	name = frappe.db.get_value("Scheduled Job Type", {"method": "task_discipline.td_jobs.renew_templates"})
	frappe.get_doc(doctype="Scheduled Job Log", scheduled_job_type=name, status="Failed").insert()


def template(**values: object) -> Callable[[], None]:
	def spoil() -> None:
		frappe.db.set_value("TD Task Template", make_template().name, dated(values))

	return spoil


def failing_template() -> None:
	made = make_template()
	frappe.db.set_value("TD Task Template", made.name, "failures", 2)
	frappe.get_doc(
		doctype="TD Template Event", template=made.name, outcome="Failed", happened_at=clock.now()
	).db_insert()


def reminder() -> None:
	task = factories.make_task()
	frappe.db.delete("TD Reminder")
	frappe.get_doc(
		doctype="TD Reminder",
		task=task.name,
		user=STRANGER,
		kind="Deadline",
		state="Planned",
		moment=ago(hours=3),
		about=ago(hours=3),
	).db_insert()


def mail_off() -> None:
	frappe.db.set_single_value("TD Settings", "notify_by_mail", 0)
	frappe.db.delete("Email Account", {"default_outgoing": 1})


def mails(*rows: dict[str, object]) -> Callable[[], None]:
	def spoil() -> None:
		for row in rows:
			watching.queue_mail(**dated(row))

	return spoil


def outage() -> None:
	outages.record("Scheduler", clock.now() - 30 * HOUR, clock.now() - 5 * HOUR, "Did Not Run")


def bare_calendar() -> None:
	frappe.db.set_value("TD Work Calendar", "Filled", "filled_until", None)


def no_calendar() -> None:
	frappe.db.set_single_value("TD Settings", "work_calendar", "")


CASES = [
	("jobs", ERROR, silent, "2 hours"),
	("jobs", ERROR, never, "never run"),
	("jobs", WARNING, ahead, "ahead of us"),
	("scheduler", ERROR, switched_off, "switched off"),
	("scheduler", OK, nobody_logged_in(1), "switched on"),
	("scheduled", ERROR, job(stopped=1), "td_jobs.renew_templates: stopped"),
	("scheduled", ERROR, job(method="other.method"), "does not know of td_jobs.renew_templates"),
	("scheduled", WARNING, job_failed, "td_jobs.renew_templates: failed"),
	(
		"templates_due",
		WARNING,
		template(status="Active", next_run=timedelta(minutes=30)),
		"wait for their tasks: 1",
	),
	("templates_due", ERROR, template(status="Active", next_run=timedelta(hours=3)), "for 3 hours"),
	("templates_due", OK, template(status="Active", next_run=timedelta(minutes=5)), "No template waits"),
	("templates", WARNING, template(status="Suspended", next_run=None), "1 suspended"),
	("templates", WARNING, failing_template, "1 failing"),
	("reminders_due", ERROR, reminder, "wait to be sent: 1, the first for 3 hours"),
	(
		"mail_account",
		ERROR,
		lambda: frappe.db.delete("Email Account", {"default_outgoing": 1}),
		"no account for outgoing",
	),
	("mail_account", ERROR, lambda: frappe.db.set_default("suspend_email_queue", 1), "holds all mails back"),
	("mail_account", OK, mail_off, "switched off in the task settings"),
	("mails_failed", ERROR, mails({"status": "Error"}), "0 sent, 1 failed"),
	("mails_failed", WARNING, mails({"status": "Error"}, {"status": "Sent"}), "1 sent, 1 failed"),
	("mails_failed", OK, mails({"status": "Error", "creation": timedelta(days=2)}), "0 sent, 0 failed"),
	(
		"mails_stuck",
		WARNING,
		mails({"status": "Sending", "modified": timedelta(hours=2)}),
		"since their worker died: 1",
	),
	("mails_stuck", OK, mails({"status": "Sending", "modified": timedelta(minutes=2)}), "No mail is stuck"),
	(
		"mails_stuck",
		ERROR,
		mails({"status": "Not Sent", "creation": timedelta(hours=2)}),
		"waited for more than an hour: 1",
	),
	(
		"mails_stuck",
		OK,
		mails({"status": "Not Sent", "creation": timedelta(hours=2), "send_after": timedelta(hours=-9)}),
		"No mail is stuck",
	),
	("calendars", WARNING, no_calendar, "every hour of every day"),
	("calendars", WARNING, bare_calendar, "no days off from now on: Filled"),
	("clocks", ERROR, lambda: watching.set_host("time_zone", ""), "no time zone"),
	("outages", WARNING, outage, "stood still for 25 hours"),
]
if host.SLEEPS:
	CASES += [
		("scheduler", ERROR, nobody_logged_in(5), "nobody has logged in for 4 days"),
		("scheduler", WARNING, nobody_logged_in(2.5), "about to fall asleep"),
	]


@pytest.mark.parametrize(("name", "level", "spoil", "words"), CASES, ids=[f"{c[0]}: {c[3]}" for c in CASES])
def test_a_check_says_what_is_wrong_and_what_to_do(
	name: str, level: Level, spoil: Callable[[], None], words: str
) -> None:
	spoil()
	finding = found(name)
	assert finding.level is level, finding
	assert words in finding.words
	assert bool(finding.advice) == (level is not OK)


@pytest.mark.parametrize(
	("key", "words"),
	[
		("pause_scheduler", "paused"),
		("disable_scheduler", "switches its scheduler off"),
		("maintenance_mode", "maintenance mode"),
	],
)
def test_a_scheduler_that_the_configuration_stops_is_named(key: str, words: str) -> None:
	with watching.in_site_config(**{key: 1}):
		finding = found("scheduler")
	assert finding.level is ERROR
	assert words in finding.words


@pytest.mark.parametrize(("key", "name"), [("redis_queue", "workers"), ("redis_cache", "cache")])
def test_a_dead_redis_is_a_finding_and_found_at_once(key: str, name: str) -> None:
	started = time.monotonic()
	with dead_redis(key):
		findings = dict(report.run())
	assert findings[name].level is ERROR
	assert "Redis does not answer" in findings[name].words
	assert {other for other, finding in findings.items() if finding.level is not OK} == {name}
	assert time.monotonic() - started < 10, "it was waited for"


def test_a_queue_without_worker_is_a_finding(in_order: Worker) -> None:
	in_order.register_death()
	assert found("workers").level is ERROR
	assert "default, long" in found("workers").words


def test_a_check_that_fails_is_a_finding_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
	def broken() -> Finding:
		frappe.db.sql("select nothing from `tabNowhere`")
		raise AssertionError("not reached")

	frappe.db.set_value("User", STRANGER, "bio", "kept")
	monkeypatch.setattr(report, "CHECKS", {"first": broken, **report.CHECKS})
	findings = dict(report.run())
	assert findings["first"].level is ERROR
	assert "tabNowhere" in findings["first"].words
	assert [name for name, finding in findings.items() if finding.level is not OK] == ["first"]
	assert frappe.db.get_value("User", STRANGER, "bio") == "kept"


def test_all_checks_together_ask_little(monkeypatch: pytest.MonkeyPatch) -> None:
	asked: list[object] = []
	ask = frappe.db.sql
	monkeypatch.setattr(frappe.db, "sql", lambda *query, **given: asked.append(query) or ask(*query, **given))
	list(report.run())
	assert 0 < len(asked) < 60, "however many tasks, people and mails there are"

"""What the checks say of a real site in which one thing after another is broken."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime
from frappe.utils.background_jobs import get_queue
from rq import Worker

from task_discipline.api import health as door
from task_discipline.services import clock, heartbeat, outages
from task_discipline.services.health import report
from task_discipline.services.health.finding import Finding, Level
from tests import factories, web, working
from tests.factories import ASSIGNER, HEAD, MANAGER, STRANGER, acting_as
from tests.recurring import make_template

OK, WARNING, ERROR = Level.OK, Level.WARNING, Level.ERROR
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_order(rolled_back: None) -> Iterator[Worker]:
	"""A site of which every check says that all is well, with its one worker."""
	factories.forget_beats()
	frappe.db.delete("Email Queue")
	frappe.db.delete("TD Task Template")
	frappe.db.delete("TD Reminder")
	factories.make_mail_account(1)
	working.use_calendar(working.make_calendar("Filled", filled_until=add_to_date(now_datetime(), years=1)))
	frappe.db.delete("TD Work Calendar", {"name": ("!=", "Filled")})
	frappe.get_doc(doctype="Activity Log", subject="login", operation="Login", status="Success").insert()
	heartbeat.beat()
	with in_site_config(pause_scheduler=0), a_worker() as worker:
		yield worker
	frappe.db.rollback()
	factories.forget_host_settings()


@contextmanager
def in_site_config(**values: object) -> Iterator[None]:
	kept = {key: frappe.local.conf.get(key) for key in values}
	frappe.local.conf.update(values)
	yield
	frappe.local.conf.update(kept)


@contextmanager
def a_worker() -> Iterator[Worker]:
	queues = [get_queue("default"), get_queue("long")]
	worker = Worker(queues, connection=queues[0].connection)
	worker.register_birth()
	yield worker
	worker.register_death()


def found(name: str) -> Finding:
	return dict(report.run())[name]


def unused_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]


def dead_redis(key: str) -> Any:
	return in_site_config(**{key: f"redis://127.0.0.1:{unused_port()}"})


def queue_row(**values: object) -> None:
	past = {field: values.pop(field) for field in ("creation", "modified") if field in values}
	row = frappe.get_doc(doctype="Email Queue", sender="a@b.example", message="To: a", **values).insert()
	if past:
		frappe.db.set_value("Email Queue", row.name, past, update_modified=False)


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
	factories.forget_beats()


def ahead() -> None:
	with clock.at(clock.now() + 2 * HOUR):
		heartbeat.beat()


def switched_off() -> None:
	factories.set_host("enable_scheduler", 0)


def nobody_logged_in(days: float) -> Callable[[], None]:
	def spoil() -> None:
		factories.set_host("dormant_days", 4)
		frappe.db.delete("Activity Log")
		log = frappe.get_doc(
			doctype="Activity Log", subject="login", operation="Login", status="Success"
		).insert()
		frappe.db.set_value("Activity Log", log.name, "modified", ago(days=days), update_modified=False)

	return spoil


def job(**values: object) -> Callable[[], None]:
	name = {"method": "task_discipline.td_jobs.renew_templates"}
	return lambda: frappe.db.set_value("Scheduled Job Type", name, values)


def job_failed() -> None:
	frappe.get_doc(
		doctype="Scheduled Job Log", scheduled_job_type="td_jobs.renew_templates", status="Failed"
	).insert()


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
			queue_row(**dated(row))

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
	("scheduler", ERROR, nobody_logged_in(5), "nobody has logged in for 4 days"),
	("scheduler", WARNING, nobody_logged_in(2.5), "about to fall asleep"),
	("scheduler", OK, nobody_logged_in(1), "switched on"),
	("scheduled", ERROR, job(stopped=1), "td_jobs.renew_templates: stopped"),
	("scheduled", ERROR, job(method="other.method"), "does not know of td_jobs.renew_templates"),
	("scheduled", WARNING, job_failed, "td_jobs.renew_templates: failed"),
	("templates_due", WARNING, template(status="Active", next_run=timedelta(minutes=30)), "1 templates wait"),
	("templates_due", ERROR, template(status="Active", next_run=timedelta(hours=3)), "for 3 hours"),
	("templates_due", OK, template(status="Active", next_run=timedelta(minutes=5)), "No template waits"),
	("templates", WARNING, template(status="Suspended", next_run=None), "1 suspended"),
	("templates", WARNING, failing_template, "1 failing"),
	("reminders_due", ERROR, reminder, "1 reminders wait to be sent, the first for 3 hours"),
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
		"1 mails have been Sending",
	),
	("mails_stuck", OK, mails({"status": "Sending", "modified": timedelta(minutes=2)}), "No mail is stuck"),
	(
		"mails_stuck",
		ERROR,
		mails({"status": "Not Sent", "creation": timedelta(hours=2)}),
		"1 mails have waited",
	),
	(
		"mails_stuck",
		OK,
		mails({"status": "Not Sent", "creation": timedelta(hours=2), "send_after": timedelta(hours=-9)}),
		"No mail is stuck",
	),
	("calendars", WARNING, no_calendar, "every hour of every day"),
	("calendars", WARNING, bare_calendar, "no days off from now on: Filled"),
	("clocks", ERROR, lambda: factories.set_host("time_zone", ""), "no time zone"),
	("outages", WARNING, outage, "stood still for 25 hours"),
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
	with in_site_config(**{key: 1}):
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
	assert time.monotonic() - started < 2


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


def test_the_shell_gets_a_line_for_each_check_and_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
	assert door.status() is None
	lines = capsys.readouterr().out.splitlines()
	assert [line.split()[1].rstrip(":") for line in lines] == list(report.CHECKS)
	assert all(line.startswith("OK ") for line in lines)


@pytest.mark.parametrize(
	("spoil", "code", "line"),
	[(silent, 1, "ERROR   jobs: "), (no_calendar, None, "WARNING calendars: ")],
	ids=["an error exits with 1", "a warning does not"],
)
def test_monitoring_hears_of_errors_alone(
	spoil: Callable[[], None], code: int | None, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
	spoil()
	with pytest.raises(SystemExit) if code else nullcontext() as left:
		door.status()
	assert (left.value.code if left else None) == code
	assert line in capsys.readouterr().out


@pytest.mark.parametrize("user", [MANAGER, factories.SYSTEM_MANAGER])
def test_managers_read_the_report(user: str) -> None:
	with acting_as(user):
		answer = door.report()
	assert answer["level"] == "ok"
	assert [check["name"] for check in answer["checks"]] == list(report.CHECKS)


@pytest.mark.parametrize("user", [STRANGER, ASSIGNER, HEAD])
def test_nobody_else_does(user: str) -> None:
	with acting_as(user), pytest.raises(frappe.PermissionError, match="Only managers"):
		door.report()


def test_the_door_answers_a_real_request_and_refuses_a_stranger(site: str) -> None:
	path = "task_discipline.api.health.report"
	assert web.call(MANAGER, path).status_code == 200
	assert web.call(STRANGER, path).status_code == 403


def test_all_checks_together_are_cheap() -> None:
	assert min(_seconds() for _attempt in range(5)) < 0.1  # some 20 ms where nothing else runs


def _seconds() -> float:
	started = time.perf_counter()
	list(report.run())
	return time.perf_counter() - started

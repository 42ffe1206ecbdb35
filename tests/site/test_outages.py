"""What the heartbeat writes down of times in which the system did not do its work."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from multiprocessing import get_context

import frappe
import pytest

from task_discipline import compat
from task_discipline.services import clock, heartbeat, outages
from tests import factories, host, watching
from tests.factories import MANAGER, STRANGER, acting_as

START = datetime(2031, 12, 30, 9, 0)
TURN = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def fresh(rolled_back: None) -> Iterator[None]:
	"""A site whose jobs have never run, with mail that works."""
	watching.forget_beats()
	factories.make_mail_account(1)
	watching.log_in(START - timedelta(hours=1))
	yield
	frappe.db.rollback()
	watching.forget_host_settings()


def beat(moment: datetime) -> None:
	with clock.at(moment):
		heartbeat.beat()


def rows(what: str = outages.SCHEDULER) -> tuple[tuple[datetime, datetime, str], ...]:
	found = frappe.get_all(
		outages.OUTAGE,
		{"what": what},
		["started_at", "ended_at", "cause"],
		order_by="started_at asc",
		as_list=True,
	)
	return tuple(map(tuple, found))


def spans(what: str = outages.SCHEDULER) -> list[tuple[datetime, datetime]]:
	return [tuple(row[:2]) for row in rows(what)]


def test_the_first_beat_of_a_site_ends_no_outage() -> None:
	beat(START)
	assert rows() == ()
	with clock.at(START):
		assert heartbeat.last() == START
		assert not heartbeat.is_quiet()


@pytest.mark.parametrize("gap", [TURN, timedelta(minutes=10), heartbeat.QUIET_AFTER])
def test_a_late_turn_is_no_outage(gap: timedelta) -> None:
	beat(START)
	beat(START + gap)
	assert rows() == ()


def test_three_days_without_jobs_are_one_outage() -> None:
	end = START + timedelta(days=3)
	for moment in (START, end, end + TURN, end + 2 * TURN):
		beat(moment)
	assert rows() == ((START, end, "Did Not Run"),)


def test_new_year_holidays_are_one_outage_though_a_dormant_site_runs_once_a_day() -> None:
	watching.set_host("dormant_days", 4)
	watching.log_in(START - timedelta(days=4))
	for day in range(10):
		beat(START + timedelta(days=day))
		beat(START + timedelta(days=day, seconds=40))  # the next job of the same turn
	awake = START + timedelta(days=9)
	beat(awake + TURN)
	cause = "Dormant" if host.SLEEPS else "Did Not Run"
	assert rows() == ((START + timedelta(seconds=40), awake, cause),)


def test_the_last_login_is_that_before_the_silence() -> None:
	watching.set_host("dormant_days", 4)
	beat(START)
	beat(START + timedelta(days=5))
	assert rows()[0][2] == "Did Not Run"  # somebody had logged in an hour before it


def test_two_outages_with_work_between_them_stay_two() -> None:
	hour = timedelta(hours=1)
	up, down = START + hour, START + hour + 3 * TURN
	for moment in (START, up, up + TURN, up + 2 * TURN, down, START + 3 * hour):
		beat(moment)
	assert spans() == [(START, up), (down, START + 3 * hour)]


def test_a_scheduler_that_somebody_switched_off_is_an_outage_and_named() -> None:
	beat(START)
	with clock.at(START + timedelta(hours=2)), watching.in_site_config(pause_scheduler=1):
		heartbeat.wake("task_discipline.td_jobs.renew_templates")  # somebody opens the desk meanwhile
	beat(START + timedelta(hours=3))
	beat(START + timedelta(hours=5))
	assert [row[2] for row in rows()] == ["Switched Off"]
	beat(START + timedelta(hours=5) + 3 * TURN)
	beat(START + timedelta(hours=8))
	assert [row[2] for row in rows()] == ["Switched Off", "Did Not Run"]


@pytest.mark.parametrize(
	("before", "after", "expected"),
	[
		(datetime(2031, 3, 30, 1, 58), datetime(2031, 3, 30, 3, 3), 0),  # an hour that there was not
		(datetime(2031, 3, 30, 1, 58), datetime(2031, 3, 30, 3, 30), 1),
		(datetime(2031, 10, 26, 2, 55), datetime(2031, 10, 26, 2, 0), 0),  # an hour that comes twice
		(datetime(2031, 10, 26, 1, 55), datetime(2031, 10, 26, 3, 5), 1),
	],
)
def test_changing_the_clocks_is_no_outage(before: datetime, after: datetime, expected: int) -> None:
	watching.set_host("time_zone", "Europe/Berlin")
	beat(before)
	beat(after)
	assert len(rows()) == expected


def test_another_time_zone_of_the_site_is_no_outage() -> None:
	watching.set_host("time_zone", "Etc/UTC")
	beat(START)
	watching.set_host("time_zone", "Asia/Tokyo")
	beat(START + timedelta(hours=9) + TURN)
	assert rows() == ()


def test_a_clock_set_back_is_no_outage_and_heals() -> None:
	beat(START + timedelta(days=400))
	beat(START)
	beat(START + TURN)
	assert rows() == ()
	with clock.at(START + TURN):
		assert heartbeat.last() == START + TURN


def test_an_old_backup_gives_an_outage_of_one_year_at_most() -> None:
	beat(START)
	end = START + timedelta(days=4000)
	beat(end)
	assert spans() == [(end - outages.LONGEST, end)]


def test_a_beat_of_an_older_version_counts() -> None:
	frappe.db.set_single_value("TD Settings", "last_tick", START, update_modified=False)
	beat(START + timedelta(hours=1))
	assert spans() == [(START, START + timedelta(hours=1))]


def test_settings_saved_from_an_old_form_do_not_turn_the_clock_back() -> None:
	beat(START)
	form = frappe.get_doc("TD Settings")
	for turn in range(1, 6):
		beat(START + turn * TURN)
	form.review_hours = 9
	form.save()
	beat(START + 6 * TURN)
	assert rows() == ()
	assert frappe.db.get_single_value("TD Settings", "review_hours") == 9


def test_between_gives_what_lies_in_the_period_merged() -> None:
	hour = timedelta(hours=1)
	for begin, end, what in ((0, 4, "Scheduler"), (3, 6, "Mail"), (8, 9, "Mail")):
		outages.record(what, START + begin * hour, START + end * hour, "Did Not Run")
	first, last = START + hour, START + 8.5 * hour
	assert outages.between(first, last) == [(first, START + 6 * hour), (START + 8 * hour, last)]
	assert outages.between(first, last, [outages.SCHEDULER]) == [(first, START + 4 * hour)]
	assert outages.between(START + 6 * hour, START + 8 * hour) == []


def no_account() -> None:
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)


def suspended() -> None:
	frappe.db.set_default("suspend_email_queue", 1)


def dead_server() -> None:
	queue_row(status="Not Sent", retry=1, error="ConnectionRefusedError: [Errno 111]")


def queue_row(**values: object) -> None:
	watching.queue_mail(modified=START + timedelta(minutes=55), **values)


@pytest.mark.parametrize(
	("breaks", "cause"),
	[(no_account, "No Mail Account"), (suspended, "Mails Held Back"), (dead_server, "Mails Failed")],
)
def test_mail_that_worked_and_does_not_is_one_outage(breaks: Callable[[], None], cause: str) -> None:
	for minutes in range(0, 45, 5):
		beat(START + timedelta(minutes=minutes))
	frappe.db.delete("Email Queue")
	breaks()
	for minutes in range(60, 75, 5):
		beat(START + timedelta(minutes=minutes))
	last_sign, last_look = START + timedelta(minutes=40), START + timedelta(minutes=70)
	assert rows(outages.MAIL) == ((last_sign, last_look, cause),)


def test_a_site_that_never_had_mail_has_no_outage_of_it() -> None:
	no_account()
	beat(START)
	beat(START + TURN)
	beat(START + timedelta(days=3))
	assert rows(outages.MAIL) == ()


def test_mail_that_is_not_wanted_is_not_missed() -> None:
	beat(START)
	no_account()
	frappe.db.set_single_value("TD Settings", "notify_by_mail", 0)
	beat(START + timedelta(minutes=30))
	assert rows(outages.MAIL) == ()


@pytest.mark.parametrize(
	"others",
	[
		[{"status": "Error", "retry": 3, "error": "smtplib.SMTPRecipientsRefused: nobody there"}],
		[{"status": "Error", "retry": 3, "error": "refused"}, {"status": "Sent"}],
		[{"status": "Not Sent"}],
	],
	ids=["one wrong address", "others were sent", "nothing was tried yet"],
)
def test_one_failed_mail_is_not_an_outage(others: list[dict[str, object]]) -> None:
	frappe.db.delete("Email Queue")
	beat(START)
	for values in others:
		queue_row(**values)
	beat(START + timedelta(minutes=60))
	assert rows(outages.MAIL) == ()


def test_nobody_changes_an_outage_and_managers_alone_read_it() -> None:
	outages.record("Scheduler", START, START + TURN, "Did Not Run")
	name = frappe.get_all(outages.OUTAGE, fields=["name"], pluck="name")[0]
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(outages.OUTAGE, name).save()
	with acting_as(MANAGER):
		assert frappe.get_list(outages.OUTAGE, fields=["name"], pluck="name") == [name]
		with pytest.raises(frappe.PermissionError):
			frappe.delete_doc(outages.OUTAGE, name)
	with acting_as(STRANGER), pytest.raises(frappe.PermissionError):
		frappe.get_list(outages.OUTAGE)


def _worker(site: str, sites_path: str, barrier: object) -> None:
	frappe.init(site=site, sites_path=sites_path)
	frappe.connect()
	compat.look_afresh()  # as the host begins a job
	frappe.db.get_value("User", "Administrator", "name")  # both look at the site before either writes
	barrier.wait(30)
	beat(START + timedelta(days=1))
	frappe.db.commit()
	frappe.destroy()


@pytest.mark.parametrize(
	("before", "expected"),
	[([START], [(START, START + timedelta(days=1))]), ([], [])],
	ids=["later", "first"],
)
def test_workers_that_wake_at_once_write_one_row(
	site: str, before: list[datetime], expected: list[tuple[datetime, datetime]]
) -> None:
	frappe.db.rollback()  # nothing is committed but the beats
	watching.forget_beats()
	for moment in before:
		beat(moment)
	frappe.db.commit()
	try:
		fork = get_context("fork")
		barrier = fork.Barrier(3)
		arguments = (site, frappe.local.sites_path, barrier)
		workers = [fork.Process(target=_worker, args=arguments) for _one in range(3)]
		for worker in workers:
			worker.start()
		for worker in workers:
			worker.join(60)
		frappe.db.rollback()
		assert [worker.exitcode for worker in workers] == [0, 0, 0]
		assert spans() == expected
	finally:
		frappe.db.rollback()
		watching.forget_beats()
		frappe.db.commit()

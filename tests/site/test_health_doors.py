"""Who hears how the system is doing: monitoring through the shell, managers through the desk, and nobody else."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta

import frappe
import pytest

from task_discipline.api import health as door
from task_discipline.services import clock, heartbeat
from task_discipline.services.health import report
from tests import factories, watching, web
from tests.factories import ASSIGNER, HEAD, MANAGER, STRANGER, acting_as


@pytest.fixture(autouse=True)
def in_order(rolled_back: None) -> Iterator[None]:
	watching.put_in_order()
	with watching.in_site_config(pause_scheduler=0), watching.a_worker():
		yield
	frappe.db.rollback()
	watching.forget_host_settings()


def silent() -> None:
	with clock.at(clock.now() - timedelta(hours=2)):
		heartbeat.beat()


def no_calendar() -> None:
	frappe.db.set_single_value("TD Settings", "work_calendar", "")


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


def test_the_command_of_the_shell_ends_with_that_code(site: str) -> None:
	"""As monitoring calls it; the site of the tests keeps its scheduler paused."""
	command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site]
	ended = subprocess.run(
		[*command, "execute", "task_discipline.api.health.status"], capture_output=True, text=True, timeout=60
	)
	assert ended.returncode == 1
	assert "ERROR   scheduler: The scheduler of the site is paused." in ended.stdout
	assert "Traceback" not in ended.stderr


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

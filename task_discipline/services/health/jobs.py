"""Whether the jobs of tasks run: the heartbeat, the scheduler, its list of jobs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import cint

from task_discipline import host_state
from task_discipline.services import clock, heartbeat
from task_discipline.services.health.finding import Finding, Level, error, fine, warning
from task_discipline.services.health.words import ago, moment

_AHEAD_OF_TIME = timedelta(minutes=2)


def heartbeat_heard() -> Finding:
	"""When the jobs ran last."""
	passed, seen = heartbeat.silence(), heartbeat.last()
	if passed is None or seen is None:
		return error(
			_("The jobs of tasks have never run on this site."),
			_("They run every five minutes once the scheduler and a worker are running; see their lines."),
		)
	figures = {"last_run": str(seen), "seconds": int(passed.total_seconds())}
	if passed < -_AHEAD_OF_TIME:
		return warning(
			_("The jobs ran last at {0}, which lies ahead of us.").format(moment(seen)),
			_("The clock of the server was set back. Check its time; the next run puts this right."),
			**figures,
		)
	if passed > heartbeat.QUIET_AFTER:
		return error(
			_("The jobs of tasks have not run for {0}, since {1}.").format(ago(passed), moment(seen)),
			_(
				"No task is renewed and nobody is reminded meanwhile. Mend what the lines of scheduler and workers name."
			),
			**figures,
		)
	return fine(_("The jobs of tasks ran at {0}.").format(moment(seen)), **figures)


def scheduler() -> Finding:
	"""Whether the host's scheduler is meant to run, and will tomorrow."""
	found = switched_on()
	return _sleep() if found.level is Level.OK else found


def switched_on() -> Finding:
	"""Whether the host's scheduler is meant to run."""
	stopped = next(_stops(), None)
	return error(*stopped) if stopped else fine(_("The scheduler is switched on."))


def is_only_switched_off() -> bool:
	"""Whether nothing but its switch in the System Settings holds the scheduler; the rest is for the shell."""
	return len(list(_stops())) == 1 and not _is_switched_on()


def _is_switched_on() -> bool:
	return bool(cint(frappe.db.get_single_value("System Settings", "enable_scheduler")))


def _stops() -> Iterator[tuple[str, str]]:
	conf = frappe.local.conf
	if conf.maintenance_mode:
		yield _("The site is in maintenance mode."), _run("set-maintenance-mode off")
	if conf.pause_scheduler:
		yield _("The scheduler of the site is paused."), _run("scheduler resume")
	if conf.disable_scheduler:
		yield (
			_("The configuration of the site switches its scheduler off."),
			_("Remove disable_scheduler from site_config.json."),
		)
	if not _is_switched_on():
		yield (
			_("The scheduler is switched off in the System Settings."),
			_run("scheduler enable"),
		)


def _run(command: str) -> str:
	return _("Run: {0}").format(f"bench --site {frappe.local.site} {command}")


def _sleep() -> Finding:
	days = host_state.dormant_days()
	advice = _("Raise Dormant Days in the System Settings, to 60 for instance, and log in once.")
	now = clock.stamp()
	if host_state.was_dormant(now):
		return error(
			_("The site sleeps: nobody has logged in for {0} days, and its jobs run once a day.").format(
				days
			),
			advice,
			dormant_days=days,
		)
	if host_state.was_dormant(now + timedelta(days=min(2, days / 2))):
		return warning(
			_(
				"The site is about to fall asleep: without a login for {0} days its jobs run once a day."
			).format(days),
			advice,
			dormant_days=days,
		)
	return fine(_("The scheduler is switched on."), dormant_days=days)


def scheduled() -> Finding:
	"""Whether each of our jobs is known to the scheduler, not stopped, and has not failed in the last hour."""
	wanted = set(_own_jobs())
	known = frappe.get_all(
		"Scheduled Job Type",
		{"method": ("in", list(wanted))},
		["name", "method", "stopped"],
		order_by=None,
	)
	missing = wanted - {job.method for job in known}
	if missing:
		return error(
			_("The scheduler does not know of {0}.").format(_short(missing)),
			_run("migrate"),
		)
	if stopped := [job.method for job in known if job.stopped]:
		return error(
			_("{0}: stopped by somebody.").format(_short(stopped)),
			_("Open the list Scheduled Job Type and clear Stopped."),
		)
	if failed := _failed({job.name: job.method for job in known}):
		return warning(
			_("{0}: failed within the last hour.").format(_short(failed)),
			_("Open the list Scheduled Job Log to see why. The next run makes up for it."),
		)
	return fine(_("All {0} jobs are scheduled.").format(len(wanted)), jobs=len(wanted))


def _own_jobs() -> Iterator[str]:
	for frequency, jobs in frappe.get_hooks("scheduler_events", app_name="task_discipline").items():
		if frequency == "cron":
			for methods in jobs.values():
				yield from methods
		else:
			yield from jobs


def _failed(methods: Mapping[str, str]) -> list[str]:
	"""Those of the ``methods``, by the names of their job types: from version 16 on such a name says nothing."""
	failed = {
		"modified": (">", clock.now() - timedelta(hours=1)),
		"status": "Failed",
		"scheduled_job_type": ("in", list(methods)),
	}
	found = frappe.get_all(
		"Scheduled Job Log", failed, pluck="scheduled_job_type", distinct=True, order_by=None
	)
	return [methods[name] for name in found]


def _short(methods: Iterable[str]) -> str:
	return ", ".join(sorted({".".join(method.split(".")[-2:]) for method in methods}))

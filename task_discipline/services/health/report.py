"""All checks, in the order in which a fault spreads; each fails by itself."""

from collections.abc import Callable, Iterator, Mapping

import frappe
from frappe import _
from rq.timeouts import JobTimeoutException

from task_discipline.services.health import backlog, jobs, mails, queues, surroundings
from task_discipline.services.health.finding import Finding, Level, error

_SAVEPOINT = "task_discipline_health"

CHECKS: Mapping[str, Callable[[], Finding]] = {
	"jobs": jobs.heartbeat_heard,
	"scheduler": jobs.scheduler,
	"scheduled": jobs.scheduled,
	"workers": queues.workers,
	"cache": queues.cache,
	"templates_due": backlog.templates_due,
	"reminders_due": backlog.reminders_due,
	"templates": backlog.templates,
	"mail_account": mails.account,
	"mails_failed": mails.failed,
	"mails_stuck": mails.stuck,
	"search": surroundings.search,
	"calendars": surroundings.calendars,
	"clocks": surroundings.clocks,
	"outages": surroundings.stood_still,
}


def titles() -> dict[str, str]:
	"""What each check looks at, in the current language."""
	return {
		"jobs": _("Jobs"),
		"scheduler": _("Scheduler"),
		"scheduled": _("Scheduled jobs"),
		"workers": _("Workers"),
		"cache": _("Cache"),
		"templates_due": _("Tasks to make"),
		"reminders_due": _("Reminders to send"),
		"templates": _("Templates"),
		"mail_account": _("Mail account"),
		"mails_failed": _("Mails of a day"),
		"mails_stuck": _("Mails that wait"),
		"search": _("Search in chats"),
		"calendars": _("Holidays"),
		"clocks": _("Clocks"),
		"outages": _("Outages"),
	}


def run(checks: Mapping[str, Callable[[], Finding]] | None = None) -> Iterator[tuple[str, Finding]]:
	"""Each check by its name with what it has found: those of monitoring unless others are given."""
	for name, check in (checks or CHECKS).items():
		yield name, _guarded(check)


def worst(findings: Mapping[str, Finding]) -> Level:
	"""How bad it is altogether."""
	found = {finding.level for finding in findings.values()}
	return next((level for level in (Level.ERROR, Level.WARNING) if level in found), Level.OK)


def _guarded(check: Callable[[], Finding]) -> Finding:
	try:
		frappe.db.savepoint(_SAVEPOINT)
		return check()
	except JobTimeoutException:
		raise
	except Exception as problem:
		_back()
		return error(
			_("This could not be checked: {0}").format(str(problem).strip() or type(problem).__name__),
			_("Read the lines above first. Where nothing else is wrong, report this to your administrator."),
		)


def _back() -> None:
	"""Some databases refuse every further question after one that failed."""
	try:
		frappe.db.rollback(save_point=_SAVEPOINT)
	except Exception:
		frappe.logger("task_discipline").warning("health: no way back after a failed check", exc_info=True)

"""The steps of setting up a site, in the order in which they hang on each other, and what mends each."""

from collections.abc import Callable, Iterator, Mapping

import frappe
from frappe import _

from task_discipline.services.health import jobs, mails, queues, report, surroundings
from task_discipline.services.health.finding import Finding, Level
from task_discipline.services.site_setup import checks
from task_discipline.standing import is_manager

STEPS: Mapping[str, Callable[[], Finding]] = {
	"clocks": surroundings.clocks,
	"scheduler": jobs.switched_on,
	"workers": queues.workers,
	"jobs": jobs.heartbeat_heard,
	"dormancy": checks.dormancy,
	"mail_account": mails.account,
	"company_calendar": surroundings.company_calendar,
	"holidays": surroundings.holidays,
	"roles": checks.roles,
	"host": checks.host,
}
_OF_SYSTEM_MANAGERS = {
	"clocks": "open_system_settings",
	"dormancy": "stay_awake",
	"mail_account": "add_mail_account",
	"roles": "give_role",
}
_OF_MANAGERS = {"company_calendar": "choose_calendar", "holidays": "fill_holidays"}


def titles() -> dict[str, str]:
	"""What each step is about, in the current language."""
	return {
		"clocks": _("Time zone"),
		"scheduler": _("Scheduler"),
		"workers": _("Workers"),
		"jobs": _("Jobs of tasks"),
		"dormancy": _("Sleep over holidays"),
		"mail_account": _("Mail"),
		"company_calendar": _("Calendar of the company"),
		"holidays": _("Public holidays"),
		"roles": _("Who sets tasks"),
		"host": _("Version of Frappe"),
	}


def look() -> Iterator[dict[str, object]]:
	"""Each step with its state, and with the name of what mends it where the session's user may do that."""
	named = titles()
	for name, finding in report.run(STEPS):
		yield {
			"name": name,
			"title": named[name],
			"level": finding.level.value,
			"words": finding.words,
			"advice": finding.advice,
			"figures": finding.figures,
			"mend": _mend(name, finding),
		}


def _mend(name: str, finding: Finding) -> str | None:
	# More people may be given roles at any time.
	if finding.level is Level.OK and name != "roles":
		return None
	if name in _OF_MANAGERS:
		may = is_manager() or (name == "company_calendar" and _is_system_manager())
		return _OF_MANAGERS[name] if may else None
	if not _is_system_manager():
		return None
	if name == "scheduler":
		return "enable_scheduler" if jobs.is_only_switched_off() else None
	return _OF_SYSTEM_MANAGERS.get(name)


def _is_system_manager() -> bool:
	return frappe.session.user == "Administrator" or "System Manager" in frappe.get_roles()

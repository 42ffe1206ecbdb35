"""Doors to the state of the system: a line of the shell for monitoring, a report for the desk."""

import sys
from typing import Any

import click
import frappe
from frappe import _

from task_discipline import permissions
from task_discipline.api.doors import reader
from task_discipline.services import clock
from task_discipline.services.health import report as checks
from task_discipline.services.health.finding import Level


def status() -> None:
	"""For ``bench --site X execute task_discipline.api.health.status``: a line for each check.

	The process ends with exit code 1 where something stands still, else with 0.
	"""
	findings = dict(checks.run())
	for name, finding in findings.items():
		click.echo(f"{finding.level.value.upper():8}{name}: {finding.words} {finding.advice}".rstrip())
	if checks.worst(findings) is Level.ERROR:
		sys.exit(1)


@reader
def report() -> dict[str, Any]:
	"""The same for managers of tasks and System Managers: figures and names of calendars, nothing of any task."""
	require_watcher()
	findings, titles = dict(checks.run()), checks.titles()
	return {
		"checked_at": str(clock.now()),
		"level": checks.worst(findings).value,
		"checks": [
			{
				"name": name,
				"title": titles[name],
				"level": finding.level.value,
				"words": finding.words,
				"advice": finding.advice,
				"figures": finding.figures,
			}
			for name, finding in findings.items()
		],
	}


def require_watcher() -> None:
	"""Raises ``frappe.PermissionError`` for whoever is neither a manager of tasks nor a System Manager."""
	if not (permissions.is_manager() or "System Manager" in frappe.get_roles()):
		frappe.throw(
			_("Only managers of tasks and System Managers see how the system is doing."),
			frappe.PermissionError,
		)

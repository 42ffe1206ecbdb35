"""Reports by mail, made with the eyes of the person in whose name they are sent.

The host's job runs as the administrator and hands that person's name on, for the report to heed or not.
"""

from functools import lru_cache
from typing import Any

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport

from task_discipline import overriding, permissions
from task_discipline.services.acting import acting_as
from task_discipline.services.languages import spoken

_OURS = "TaskReportMail"


def __getattr__(name: str) -> type[AutoEmailReport]:
	"""The class of the present site: sites of one process may have different apps."""
	if name != _OURS:
		raise AttributeError(name)
	path = f"{__name__}.{_OURS}"
	return _standing_on(overriding.class_of_others("Auto Email Report", path, AutoEmailReport))


def _require_sender(user: str) -> None:
	# The host lets whoever administers reports download those of others.
	if user != frappe.session.user and not permissions.is_manager():
		frappe.throw(
			_("This report shows what {0} may see. Only that person and managers open it.").format(
				frappe.bold(user)
			),
			frappe.PermissionError,
		)


@lru_cache
def _standing_on(base: type[AutoEmailReport]) -> type[AutoEmailReport]:
	"""One class for each base, so that documents which the host keeps in its cache find it again."""

	def get_report_content(self: AutoEmailReport) -> Any:
		"""The report as the mail holds it."""
		if frappe.db.get_value("Report", self.report, "ref_doctype") not in permissions.GUARDED:
			return base.get_report_content(self)
		_require_sender(self.user)
		if not permissions.is_active(self.user):
			return None  # nothing is mailed in the name of somebody who has left
		with acting_as(self.user), spoken(frappe.get_cached_value("User", self.user, "language") or "en"):
			return base.get_report_content(self)

	members = {"__module__": __name__, "__doc__": base.__doc__, "get_report_content": get_report_content}
	return type(_OURS, (base,), members)

"""Reports that the host prepares in the background, made with the eyes of whoever asked and opened for him alone."""

from functools import lru_cache
from typing import Any

import frappe
from frappe.core.doctype.prepared_report import prepared_report as host
from frappe.core.doctype.prepared_report.prepared_report import PreparedReport

from task_discipline import overriding, prepared_rights
from task_discipline.services.acting import acting_as

_OURS = "TaskReportResult"


def __getattr__(name: str) -> type[PreparedReport]:
	"""The class of the present site: sites of one process may have different apps."""
	if name != _OURS:
		raise AttributeError(name)
	path = f"{__name__}.{_OURS}"
	return _standing_on(overriding.class_of_others(prepared_rights.PREPARED, path, PreparedReport))


def generate(prepared_report: str) -> None:
	"""The host's job in the name of the person who asked: the host itself would lose him where a job is tried again."""
	with acting_as(frappe.db.get_value(prepared_rights.PREPARED, prepared_report, "owner")):
		host.generate_report(prepared_report)


@lru_cache
def _standing_on(base: type[PreparedReport]) -> type[PreparedReport]:
	"""One class for each base, so that documents which the host keeps in its cache find it again."""

	def after_insert(self: PreparedReport) -> None:
		"""Order the work."""
		if not prepared_rights.is_ours(self.report_name):
			base.after_insert(self)
			return
		frappe.enqueue(
			generate,
			queue="long",
			prepared_report=self.name,
			timeout=frappe.db.get_value("Report", self.report_name, "timeout") or host.REPORT_TIMEOUT,
			enqueue_after_commit=True,
		)

	def get_prepared_data(self: PreparedReport, *arguments: Any, **named: Any) -> Any:
		"""The stored result: the host's doors that ask nobody's right read it through here."""
		prepared_rights.require(self.name)
		return base.get_prepared_data(self, *arguments, **named)

	members = {
		"__module__": __name__,
		"__doc__": base.__doc__,
		"after_insert": after_insert,
		"get_prepared_data": get_prepared_data,
	}
	return type(_OURS, (base,), members)

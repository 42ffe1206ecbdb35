"""Which lists of other doctypes say beside each row how many tasks are open and overdue."""

import frappe
from frappe import _
from frappe.utils import cstr, escape_html

from task_discipline.services import inputs

USUAL = ("Customer", "Lead", "Opportunity", "Project", "CRM Lead", "CRM Deal")
"""Clients and what is going on with them; those that the site does not have cost nothing."""
_MOST = 30


def doctypes() -> list[str]:
	"""The doctypes that the settings name, or the usual ones: those of them that there are."""
	stored = frappe.get_cached_doc("TD Settings").get("record_lists")
	wanted = _lines(stored) or list(USUAL)
	return sorted(_known(wanted))


def check(settings: "frappe.model.document.Document") -> None:
	"""Clean the setting. Raises ``frappe.ValidationError`` for a line that names no list of another app."""
	wanted = _lines(settings.get("record_lists"))
	if len(wanted) > _MOST:
		frappe.throw(_("Name at most {0} lists.").format(_MOST), title=_("Lists"))
	known = _known(wanted)
	for name in wanted:
		if name not in known:
			frappe.throw(
				_("There is no list of {0}. Write the name of a document type in each line.").format(
					frappe.bold(escape_html(name))
				),
				title=_("Lists"),
			)
	settings.record_lists = "\n".join(wanted)


def _lines(stored: object) -> list[str]:
	lines = (inputs.plain_text(line) for line in cstr(stored).splitlines())
	return list(dict.fromkeys(line for line in lines if line))


def _known(names: list[str]) -> set[str]:
	filters = {
		"name": ("in", names),
		"istable": 0,
		"issingle": 0,
		"is_virtual": 0,
		"module": ("!=", "Task Discipline"),
	}
	return set(frappe.get_all("DocType", filters, pluck="name", order_by=None)) if names else set()

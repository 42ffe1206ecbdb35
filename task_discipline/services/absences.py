"""What a save of an absence may hold."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from task_discipline.services import inputs, people_rules
from task_discipline.services.calendar_intake import calendar_date
from task_discipline.services.ratings import renewal

LONGEST = timedelta(days=5 * 366)


def prepare(absence: Document) -> None:
	"""Clean every field. Raises ``frappe.ValidationError`` on days that are none."""
	absence.from_date = calendar_date(absence.from_date, _("From", context="TD Absence"))
	absence.to_date = calendar_date(absence.to_date or absence.from_date, _("Until", context="TD Absence"))
	absence.note = inputs.limited(
		inputs.plain_text(absence.note), _("Note", context="TD Absence"), inputs.MAX_PLAIN_TEXT
	)


def check(absence: Document) -> None:
	"""Raises ``frappe.ValidationError`` for an unknown person and for days in the wrong order."""
	if absence.is_new() or absence.has_value_changed("user"):
		people_rules.require_active([absence.user or ""])
	absence.person_name = get_fullname(absence.user)
	if absence.to_date < absence.from_date:
		frappe.throw(_("The absence ends before it begins. Correct one of the two days."))
	if absence.to_date - absence.from_date > LONGEST:
		frappe.throw(
			_("The absence lasts longer than five years. Correct the years, or disable the account.")
		)


def follow(absence: Document) -> None:
	"""Have rated again what the days touch on which the person is away now, or was to be before."""
	spans = {
		(one.user, one.from_date, one.to_date) for one in (absence, absence.get_doc_before_save()) if one
	}
	for user, first, last in spans:
		renewal.call(first, last, user)

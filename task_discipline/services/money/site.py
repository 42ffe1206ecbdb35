"""What the site does with fines and rewards, as statements need it."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint

from task_discipline.money_names import STATEMENT
from task_discipline.services.money.sums import POINTS

OFF, RECORD_ONLY, IN_POINTS, BONUS = "Off", "Record Only", "Points", "Bonus"
HRMS = "HRMS Additional Salary"
PAYING = (BONUS, HRMS)
"""Modes in which somebody pays or is paid."""
_OBJECTION_DAYS = 5


def mode() -> str:
	"""The mode of the site; one that was never saved records only."""
	return _stored("money_mode") or RECORD_ONLY


def mode_of(period: date) -> str:
	"""What becomes of the sums of a month: one that was drafted on record stays on record, whatever the site does today."""
	now = mode()
	if now not in PAYING:
		return now
	kept = frappe.db.exists(STATEMENT, {"period": period, "mode": ("not in", PAYING)})
	return RECORD_ONLY if kept else now


def unit() -> str:
	"""What sums are counted in; empty where no currency is set anywhere."""
	if mode() == IN_POINTS:
		return POINTS
	return _stored("money_currency") or frappe.db.get_default("currency") or ""


def objection_days() -> int:
	"""Whole days that a person has for an objection."""
	value = frappe.get_cached_doc("TD Settings").get("objection_days")
	return _OBJECTION_DAYS if value in (None, "") else max(cint(value), 0)


def components() -> tuple[str, str]:
	"""Salary components of HRMS for fines and for rewards."""
	return _stored("fine_component"), _stored("reward_component")


def require_on() -> None:
	"""Raises ``frappe.ValidationError`` where the site keeps no fines and rewards."""
	if mode() == OFF:
		frappe.throw(
			_("Fines and rewards are switched off. A manager chooses a mode in {0}.").format(
				frappe.bold(_("TD Settings"))
			)
		)


def require_unit() -> None:
	"""Raises ``frappe.ValidationError`` where sums are to be paid and nobody has said in which currency."""
	if mode() in PAYING and not unit():
		frappe.throw(
			_("No currency is set for fines and rewards. Choose one in {0}.").format(
				frappe.bold(_("TD Settings"))
			)
		)


def _stored(field: str) -> str:
	return str(frappe.get_cached_doc("TD Settings").get(field) or "")

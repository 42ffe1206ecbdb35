"""One step on many statements: each succeeds or fails by itself, and every failure says why."""

from collections.abc import Callable, Sequence
from html import unescape

import frappe
from frappe import _
from frappe.utils import strip_html

from task_discipline import money_rights
from task_discipline.domain.statements import Step
from task_discipline.services.money import statements

MOST = 500
"""More would hold the rows locked for longer than the others at work should wait."""
_SAVEPOINT = "task_discipline_statements"
_STEPS: dict[str, Callable[[str], None]] = {
	Step.SHOW.value: statements.show,
	Step.CLOSE.value: statements.close,
}


def take(names: Sequence[str], step: str) -> list[dict[str, object]]:
	"""Take a manager's step on each statement; returns one row for each: ``{name, ok, message}``."""
	money_rights.require_manager(_("Statements"))
	if step not in _STEPS:
		frappe.throw(_("Many statements are shown or closed at once, and nothing else."))
	if not names:
		frappe.throw(_("Choose at least one statement."))
	if len(names) > MOST:
		frappe.throw(_("Choose at most {0} statements at a time.").format(MOST))
	return [_take_one(name, _STEPS[step]) for name in dict.fromkeys(names)]


def _take_one(name: str, step: Callable[[str], None]) -> dict[str, object]:
	messages = len(frappe.message_log)
	frappe.db.savepoint(_SAVEPOINT)
	try:
		step(name)
	except (frappe.ValidationError, frappe.PermissionError) as refusal:
		frappe.db.rollback(save_point=_SAVEPOINT)
		del frappe.message_log[messages:]
		return {"name": name, "ok": False, "message": _in_words(refusal)}
	return {"name": name, "ok": True, "message": ""}


def _in_words(refusal: Exception) -> str:
	words = unescape(strip_html(str(refusal.args[0] if refusal.args else ""))).strip()
	return words or _("This statement refused the step. Open it to see why.")

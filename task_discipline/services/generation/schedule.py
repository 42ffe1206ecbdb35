"""When the generator looks at a template next: kept on its row, so that an idle tick asks one index."""

import frappe
from frappe.model.document import Document
from pypika.functions import Coalesce

from task_discipline.domain import recurrence
from task_discipline.domain.recurrence import DayOff, MonthDay, Unit
from task_discipline.services import calendars, clock
from task_discipline.services.generation.claims import TEMPLATE
from task_discipline.services.templates import records


def refresh(template: Document, *, forget_past: bool = False) -> None:
	"""Set the next run and the next task on ``template``; the caller saves it.

	``forget_past`` leaves out what fell due until now, as after a pause or a change of the rule of a template
	that was at work already. A template without a further date is Finished, and Active again once it has one.
	Raises ``domain.recurrence.RuleError`` for a rule that cannot be.
	"""
	now = clock.now()
	if forget_past:
		template.handled_until = max(now, template.handled_until or now)
	due = recurrence.due(
		records.rule_of(template),
		calendars.named(template.work_calendar),
		template.handled_until,
		now,
		*records.missed_of(template),
	)
	first = due.make[0] if due.make else due.next
	template.next_run = first.create_at if first else None
	template.next_occurrence = first.moment if first else None
	if template.status in ("Active", "Finished", None, ""):
		template.status = "Active" if first else "Finished"
	if template.status != "Active":
		template.next_run = None


def reconsider(calendar: str | None) -> None:
	"""Let the generator look again at active templates whose dates hang on a calendar that has changed.

	None is what counts for templates that name no calendar, as the company's does. A holiday more may bring the next
	task forward.
	"""
	template = frappe.qb.DocType(TEMPLATE)
	its = Coalesce(template.work_calendar, "").isin(_names_of(calendar))
	asks = (
		(template.repeat_unit == Unit.WORKING_DAY.value)
		| (template.month_day == MonthDay.LAST_WORKING_DAY.value)
		| (template.day_off != DayOff.KEEP.value)
		| (template.days_ahead > 0)
	)
	frappe.qb.update(template).set(template.next_run, clock.now()).where(
		(template.status == "Active") & its & asks
	).run()


def _names_of(calendar: str | None) -> list[str]:
	if not calendar:
		return [""]
	is_companys = calendar == frappe.db.get_single_value("TD Settings", "work_calendar")
	return [calendar, ""] if is_companys else [calendar]

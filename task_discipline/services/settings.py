"""The site's defaults, with a value for each field that was never saved."""

from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe.utils import cint

from task_discipline.domain.lifecycle import Policy

DEFAULTS = {
	"review_hours": 8,
	"early_hours": 24,
	"responsible_may_hold": 0,
	"day_end_hour": 18,
	"short_notice_hours": 4,
	"notify_by_bell": 1,
	"notify_by_mail": 1,
}


@dataclass(frozen=True)
class Settings:
	"""TD Settings as the services read it."""

	review_time: timedelta
	"""Working time that an assigner has for his judgement."""
	early_margin: timedelta
	day_end_hour: int
	short_notice: timedelta
	"""Working time below which a task comes at short notice; zero where no notice is too short."""
	notify_by_bell: bool
	notify_by_mail: bool
	policy: Policy


def load() -> Settings:
	"""Settings of the site; a single that was never saved, or lacks a new field, gives the default."""
	stored = frappe.get_cached_doc("TD Settings")
	values = {field: _value(stored, field) for field in DEFAULTS}
	return Settings(
		review_time=timedelta(hours=cint(values["review_hours"])),
		early_margin=timedelta(hours=cint(values["early_hours"])),
		day_end_hour=min(cint(values["day_end_hour"]), 23),
		short_notice=timedelta(hours=cint(values["short_notice_hours"])),
		notify_by_bell=bool(cint(values["notify_by_bell"])),
		notify_by_mail=bool(cint(values["notify_by_mail"])),
		policy=Policy(responsible_may_hold=bool(cint(values["responsible_may_hold"]))),
	)


def _value(stored: "frappe.model.document.Document", field: str) -> object:
	value = stored.get(field)
	return DEFAULTS[field] if value is None or value == "" else value

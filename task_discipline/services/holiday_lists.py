"""Fills a calendar with days off that others have written down: the holidays of a country, or a list of ERPNext."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from html import unescape

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, getdate

from task_discipline.domain.worktime import WorkCalendar, is_working_day
from task_discipline.services import calendars, inputs
from task_discipline.services.calendars import DAY_OFF, WORKING_DAY

MOST_YEARS = 20
ERPNEXT_LIST = "Holiday List"
_TITLE_LENGTH = 140

Day = tuple[date, str, str]
"""Date, kind and title."""


def fill(
	calendar: Document, country: object, from_year: object, to_year: object, subdivision: object = None
) -> dict[str, object]:
	"""Add the public holidays of a country or a region of it, for all days from one year to another.

	Days that stand in the calendar already stay as they are, so that it may be done again at any time. After another
	country the coming holidays of the former one go. Raises ``frappe.ValidationError`` for a country, a region or
	years that cannot be filled.
	"""
	first, last = _years(from_year, to_year)
	code = country_code(country)
	region = _region(code, subdivision)
	_refuse_gap(calendar, first)
	source = f"{code}-{region}" if region else code
	_drop_former(calendar, source, first)
	added = _add(calendar, _public_holidays(code, region, first, last), source)
	calendar.country = frappe.db.get_value("Country", {"code": code.lower()}) or None
	calendar.subdivision = region
	calendar.filled_until = max(filter(None, (getdate(calendar.filled_until or None), date(last, 12, 31))))
	calendar.save()
	return {"added": added, "filled_until": calendar.filled_until}


def import_list(calendar: Document, name: object) -> dict[str, object]:
	"""Add the days of one of ERPNext's holiday lists. Raises where there is none of that name that the user may read."""
	if not lists_exist():
		frappe.throw(_("There are no holiday lists here: they come with ERPNext. Fill the holidays instead."))
	known = isinstance(name, str) and frappe.db.exists(ERPNEXT_LIST, name)
	if not known or not frappe.has_permission(ERPNEXT_LIST, "read", doc=name):
		frappe.throw(
			_("There is no holiday list {0} that you may read. Choose another, or ask for the right.").format(
				frappe.bold(escape_html(inputs.plain_text(name)))
			)
		)
	stored = frappe.get_doc(ERPNEXT_LIST, name)
	source = f"{ERPNEXT_LIST}: {name}"[:_TITLE_LENGTH]
	added = _add(calendar, days_of_list(calendars.named(calendar.name), stored.get("holidays")), source)
	_stretch(calendar, getdate(stored.from_date), getdate(stored.to_date))
	calendar.save()
	return {"added": added, "filled_until": calendar.filled_until}


def lists_exist() -> bool:
	"""Whether ERPNext's holiday lists are installed."""
	return bool(frappe.db.exists("DocType", ERPNEXT_LIST))


def may_import() -> bool:
	"""Whether there are holiday lists that the session's user may read."""
	return lists_exist() and frappe.has_permission(ERPNEXT_LIST, "read")


def days_of_list(calendar: WorkCalendar, holidays: Iterable[Mapping[str, object]]) -> list[Day]:
	"""What the rows of one of ERPNext's holiday lists bring to a calendar: each date once, in words without markup."""
	found: dict[date, Day] = {}
	for row in holidays:
		day = getdate(row.get("holiday_date"))
		# Weekly days off that the calendar has anyway would only bury the others.
		if not row.get("weekly_off") or is_working_day(calendar, day):
			found.setdefault(day, (day, DAY_OFF, inputs.plain_text(unescape(row.get("description") or ""))))
	return list(found.values())


def country_code(country: object) -> str:
	"""The ISO code of a country that the host knows by name, or of its code. Raises where its holidays are not known."""
	name = inputs.plain_text(country)
	code = str(frappe.get_cached_value("Country", name, "code") or name if name else "").upper()
	if code not in _supported():
		frappe.throw(
			_(
				"The public holidays of {0} are not known. Choose another country, or add the days by hand."
			).format(frappe.bold(escape_html(name) or _("no country")))
		)
	return code


def regions(code: str) -> list[dict[str, str]]:
	"""The regions of a country that have holidays of their own, by their names."""
	import holidays

	names = {value: name for name, value in holidays.country_holidays(code).subdivisions_aliases.items()}
	return [{"value": value, "label": names.get(value, value)} for value in _supported()[code]]


def _supported() -> dict[str, list[str]]:
	# The library brings a module for each country; workers that never fill a calendar do without it.
	import holidays

	return holidays.list_supported_countries(include_aliases=False)


def _region(code: str, subdivision: object) -> str | None:
	region = inputs.plain_text(subdivision)
	if region and region not in _supported()[code]:
		frappe.throw(
			_("{0} is no region with holidays of its own there. Choose one of: {1}.").format(
				frappe.bold(escape_html(region)), ", ".join(_supported()[code]) or _("none")
			)
		)
	return region or None


def _years(from_year: object, to_year: object) -> tuple[int, int]:
	first, last = cint(from_year), cint(to_year) or cint(from_year)
	if not inputs.FIRST_YEAR <= first <= last <= inputs.LAST_YEAR:
		frappe.throw(
			_("Give two years between {0} and {1}, the earlier one first.").format(
				inputs.FIRST_YEAR, inputs.LAST_YEAR
			)
		)
	if last - first >= MOST_YEARS:
		frappe.throw(_("Fill at most {0} years at once.").format(MOST_YEARS))
	return first, last


def _refuse_gap(calendar: Document, first: int) -> None:
	known = getdate(calendar.filled_until) if calendar.filled_until else None
	if known and first > known.year + 1:
		frappe.throw(
			_(
				"The holidays are filled until {0}. Start with {0} or {1}, so that no year is left out."
			).format(known.year, known.year + 1)
		)


def _drop_former(calendar: Document, source: str, first: int) -> None:
	def stays(row: Document) -> bool:
		of_another = (
			row.filled_from and not row.filled_from.startswith(ERPNEXT_LIST) and row.filled_from != source
		)
		return not of_another or getdate(row.date) < date(first, 1, 1)

	calendar.set("days", [row for row in calendar.days if stays(row)])


def _public_holidays(code: str, region: str | None, first: int, last: int) -> list[Day]:
	import holidays

	years = range(first, last + 1)
	found = holidays.country_holidays(code, subdiv=region, years=years, language=_language(code))
	made_up_for = [day for day in found.weekend_workdays if first <= day.year <= last]
	return [
		*((day, DAY_OFF, title) for day, title in found.items()),
		*((day, WORKING_DAY, _("Works in place of a day off")) for day in made_up_for),
	]


def _language(code: str) -> str | None:
	"""The language of the site where the library has it, else English, else that of the country."""
	import holidays

	known = holidays.country_holidays(code).supported_languages
	wanted = (frappe.local.lang or "en").replace("-", "_")
	for candidate in (wanted, wanted.split("_")[0], "en_US"):
		if candidate in known:
			return candidate
	return None


def _add(calendar: Document, days: Iterable[Day], source: str) -> int:
	present = {getdate(row.date) for row in calendar.days}
	fresh = sorted(day for day in days if day[0] not in present)
	for day, kind, title in fresh:
		calendar.append(
			"days", {"date": day, "kind": kind, "title": title[:_TITLE_LENGTH], "filled_from": source}
		)
	_sort(calendar)
	return len(fresh)


def _sort(calendar: Document) -> None:
	calendar.set("days", sorted(calendar.days, key=lambda row: (getdate(row.date), str(row.starts_at or ""))))
	for number, row in enumerate(calendar.days, 1):
		row.idx = number


def _stretch(calendar: Document, first: date, last: date) -> None:
	known = getdate(calendar.filled_until) if calendar.filled_until else None
	if known is None or first <= known + timedelta(days=1):
		calendar.filled_until = max(filter(None, (known, last)))

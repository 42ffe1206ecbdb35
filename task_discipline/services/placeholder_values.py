"""What the placeholders of a template stand for at one of its dates."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

import frappe
from frappe.utils import format_date, format_datetime
from frappe.utils.data import get_user_date_format

from task_discipline.services.date_words import month_names, weekday_names
from task_discipline.services.languages import spoken


def values(moment: datetime, deadline: datetime, language: str) -> Mapping[str, str]:
	"""Value of every placeholder at a date, names of days and months in ``language``."""
	# The format belongs to the site, so that it stands in the key of what is remembered.
	return _values(moment, deadline, language, frappe.local.site, get_user_date_format())


@lru_cache(maxsize=512)
def _values(
	moment: datetime, deadline: datetime, language: str, _site: str, date_format: str
) -> Mapping[str, str]:
	with spoken(language):
		written = {
			"date": format_date(moment.date(), date_format),
			"deadline": format_datetime(deadline, date_format.replace("mm", "MM") + " HH:mm"),
		}
	return written | _of_day(moment.date(), language) | _of_months(moment.date(), language)


def _of_day(day: date, language: str) -> dict[str, str]:
	return {
		"day": str(day.day),
		"weekday": weekday_names(language)[day.weekday()],
		"week": str(day.isocalendar().week),
		"year": str(day.year),
		"previous_year": str(day.year - 1),
		"next_year": str(day.year + 1),
	}


def _of_months(day: date, language: str) -> dict[str, str]:
	found: dict[str, str] = {}
	months = day.year * 12 + day.month - 1
	for prefix, other in (("", months), ("previous_", months - 1), ("next_", months + 1)):
		year, month = divmod(other, 12)
		found[f"{prefix}month"] = f"{month + 1:02}"
		found[f"{prefix}month_name"] = month_names(language)[month]
		if prefix:
			found[f"{prefix}month_year"] = str(year)
	quarters = day.year * 4 + (day.month - 1) // 3
	year, quarter = divmod(quarters - 1, 4)
	return found | {
		"quarter": str(quarters % 4 + 1),
		"previous_quarter": str(quarter + 1),
		"previous_quarter_year": str(year),
	}

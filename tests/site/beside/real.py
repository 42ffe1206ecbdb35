"""Records of other apps, made by their own rules."""

from datetime import date
from typing import Any

import frappe


def insert(doctype: str, **fields: Any) -> Any:
	"""A record as its app makes it; of those that are submitted, a draft."""
	return frappe.get_doc(doctype=doctype, **fields).insert()


def company() -> str:
	"""The company that the set-up wizard has made."""
	return frappe.get_all("Company", pluck="name", limit=1, order_by="creation asc")[0]


def holiday_list(name: str, *holidays: dict[str, str]) -> str:
	"""A holiday list from the year before this one to the year after."""
	year = date.today().year
	made = insert(
		"Holiday List",
		holiday_list_name=name,
		from_date=f"{year - 1}-01-01",
		to_date=f"{year + 1}-12-31",
		holidays=list(holidays),
	)
	return made.name


def employee(user: str, chief: str | None = None, **fields: Any) -> str:
	"""An active employee of ERPNext with this user."""
	made = insert(
		"Employee",
		first_name=user.partition("@")[0],
		user_id=user,
		company=company(),
		gender="Other",
		date_of_birth="1990-01-01",
		date_of_joining="2020-01-01",
		reports_to=chief,
		create_user_permission=0,
		**fields,
	)
	return made.name

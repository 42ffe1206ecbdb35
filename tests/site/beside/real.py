"""Records of other apps, made by their own rules."""

from typing import Any

import frappe


def insert(doctype: str, **fields: Any) -> Any:
	"""A record as its app makes it; of those that are submitted, a draft."""
	return frappe.get_doc(doctype=doctype, **fields).insert()


def company() -> str:
	"""The company that the set-up wizard has made."""
	return frappe.get_all("Company", pluck="name", limit=1, order_by="creation asc")[0]


def employee(user: str, chief: str | None = None) -> str:
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
	)
	return made.name

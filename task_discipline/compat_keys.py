"""Indexes and unique keys: on PostgreSQL their names are the database's, not the table's."""

from collections.abc import Sequence

import frappe


def add_index(doctype: str, columns: Sequence[str], name: str | None = None) -> None:
	"""An index over ``columns`` of a doctype, where it has none of that name. Commits where DDL does."""
	frappe.db.add_index(doctype, list(columns), name or _name_of_key(doctype, columns, "index"))


def add_unique(doctype: str, columns: Sequence[str], name: str | None = None) -> None:
	"""A unique key over ``columns`` of a doctype, where it has none of that name. Commits where DDL does."""
	fields = list(columns)
	if frappe.db.db_type == "postgres":
		# The host does not quote them there, and ``user`` means something else.
		name, fields = _name_of_key(doctype, columns, "key"), [f'"{column}"' for column in columns]
	frappe.db.add_unique(doctype, fields, name)


def drop_index(doctype: str, index: str) -> None:
	"""Drop an index by its name, where there is one."""
	# Where names of indexes are the database's, another table may have one of this name.
	if not frappe.db.has_index(f"tab{doctype}", index):
		return
	on_table = f"alter table `tab{doctype}` " if frappe.db.db_type == "mariadb" else ""
	frappe.db.sql_ddl(f"{on_table}drop index `{index}`")


def _name_of_key(doctype: str, columns: Sequence[str], ending: str) -> str | None:
	"""On PostgreSQL names of indexes are the database's, in 63 letters, and the host would leave out the second of a name."""
	if frappe.db.db_type != "postgres":
		return None
	return f"{frappe.scrub(doctype)}_{'_'.join(columns)}_{ending}"[:63]

"""What PostgreSQL wants done in its own way."""

import json
from collections.abc import Mapping, Sequence

import frappe


def insert(
	doctype: str, columns: Sequence[str], values: Sequence[Sequence[object]], ending: str = ""
) -> None:
	"""Insert rows in few statements; ``ending`` says what becomes of those whose unique keys are taken."""
	from psycopg2.extras import execute_values

	quoted = ", ".join(f'"{column}"' for column in columns)
	plain = [[_as_number(value) for value in row] for row in values]
	statement = f'insert into "tab{doctype}" ({quoted}) values %s {ending}'
	execute_values(frappe.db._cursor, statement, plain, page_size=1_000)
	frappe.db.transaction_writes += 1  # as the host counts its own


def update(doctype: str, rows: Mapping[str, Mapping[str, object]], columns: Sequence[str]) -> None:
	"""Set values of rows by their names in one statement, out of one text whose values take the types of the table."""
	if not columns:
		return
	changed = [
		{"name": name} | {column: _as_number(row[column]) for column in columns} for name, row in rows.items()
	]
	assignments = ", ".join(f"`{column}` = changed.`{column}`" for column in columns)
	source = f"json_populate_recordset(null::`tab{doctype}`, %s)"
	frappe.db.sql(
		f"update `tab{doctype}` set {assignments} from {source} changed where changed.name = `tab{doctype}`.name",
		(json.dumps(changed, default=str),),
	)


def _as_number(value: object) -> object:
	"""PostgreSQL takes no truth where a column holds numbers."""
	return int(value) if isinstance(value, bool) else value


def unreadable(error: Exception) -> str:
	"""What of a value the database cannot read, in its words; empty where that is not the error.

	PostgreSQL refuses NULs, numbers beyond its range and words for numbers, which other databases find nowhere.
	"""
	if frappe.db.db_type != "postgres":
		return ""
	if isinstance(error, ValueError) and "NUL" in str(error):
		return str(error)
	is_of_data = isinstance(error, frappe.db.DataError)
	return str(error.diag.message_primary) if is_of_data else ""  # type: ignore[attr-defined]

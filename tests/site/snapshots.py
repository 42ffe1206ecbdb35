"""What a site holds, table by table, to compare it before and after."""

import os
from pathlib import Path

import frappe

Row = dict[str, object]
Snapshot = dict[str, list[Row]]

_COUNTERS = {"tabSeries"}
_REWRITTEN = {"tabDefaultValue"}
"""The host writes defaults anew, so rows are told apart by what they say."""
_HOSTS_OWN = {"email_user_password"}
"""A default that the host writes, empty, whenever any user is saved."""


def take() -> Snapshot:
	"""All rows of all tables."""
	# The host's list names the database server's own tables too.
	tables = [table for table in frappe.db.get_tables(cached=False) if table.startswith(("tab", "__"))]
	return {table: frappe.db.sql(f"select * from `{table}`", as_dict=True) for table in tables}


def differences(before: Snapshot, after: Snapshot) -> dict[str, tuple[list[str], list[str]]]:
	"""Rows that are gone and rows that have come, by table; counters that only go on are left out."""
	found = {}
	for table in sorted((set(before) | set(after)) - _COUNTERS):
		was, now = _told_apart(table, before.get(table)), _told_apart(table, after.get(table))
		if was != now:
			found[table] = (sorted(was - now), sorted(now - was))
	return found


def files() -> set[str]:
	"""Every uploaded file of the site that lies on the disk."""
	roots = [Path(frappe.get_site_path(kind, "files")) for kind in ("private", "public")]
	return {os.fspath(path) for root in roots for path in root.rglob("*") if path.is_file()}


def _told_apart(table: str, rows: list[Row] | None) -> set[str]:
	if rows is None:
		return {"the table itself"}
	dropped = {"name", "creation", "modified"} if table in _REWRITTEN else set()
	return {
		repr({key: value for key, value in row.items() if key not in dropped})
		for row in rows
		if row.get("defkey") not in _HOSTS_OWN
	}

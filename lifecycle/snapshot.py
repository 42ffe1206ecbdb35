"""Everything that a site holds: the columns and indexes of each table, all rows, and the files on the disk."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import frappe

Row = tuple[tuple[str, str], ...]
"""A row as text, by column."""
_COUNTER = re.compile(r" AUTO_INCREMENT=\d+")
_FOLDERS = ("private/files", "public/files")


@dataclass(frozen=True)
class Snapshot:
	"""A site at one moment."""

	schema: Mapping[str, frozenset[str]]
	"""Lines of each table's definition."""
	rows: Mapping[str, Counter[Row]]
	files: Mapping[str, str]
	"""Digests of the files on the disk, by path."""


def take() -> Snapshot:
	"""The connected site as it is."""
	tables = [name for (name,) in frappe.db.sql("show tables")]
	return Snapshot(
		schema={table: _schema(table) for table in tables},
		rows={table: _rows(table) for table in tables if not _is_sequence(table)},
		files=_files(),
	)


def _schema(table: str) -> frozenset[str]:
	text = frappe.db.sql(f"show create table `{table}`")[0][1]
	return frozenset(line.strip(" ,") for line in _COUNTER.sub("", text).splitlines()[1:])


def _is_sequence(table: str) -> bool:
	return table.endswith("_id_seq")


def _rows(table: str) -> Counter[Row]:
	rows = frappe.db.sql(f"select * from `{table}`", as_dict=True)
	return Counter(tuple(sorted((column, str(value)) for column, value in row.items())) for row in rows)


def _files() -> dict[str, str]:
	found = {}
	for folder in _FOLDERS:
		root = Path(frappe.get_site_path(folder))
		for path in root.rglob("*"):
			if path.is_file():
				name = os.fspath(Path(folder, path.relative_to(root)))
				found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
	return found

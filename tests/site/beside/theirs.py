"""What a site holds, so that it can be compared before and after the app came: ``python -m tests.site.beside.theirs SITE FILE``."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import frappe
from frappe.desk.form.meta import FormMeta

from tests.site import snapshots

Taken = dict[str, dict[str, Any]]
"""Rows, schema and forms; each by the name of its table or doctype."""

OURS = ("TD ", "task_discipline", "Task Discipline")
"""One of these stands in whatever is ours, or in the record that it is a row of."""


def take() -> Taken:
	"""All rows, the schema of all tables, and what the desk is told of every form."""
	rows = {table: [_row(row) for row in rows] for table, rows in snapshots.take().items()}
	return {"rows": rows, "schema": {table: _schema(table) for table in rows}, "forms": _forms()}


def read(moment: str) -> Taken:
	"""What was taken ``before`` or ``after`` the installation."""
	return json.loads((Path(os.environ["TD_THEIRS"]) / f"{moment}.json").read_text())


def _row(row: snapshots.Row) -> dict[str, str]:
	# The host saves some of its records anew whenever an app is installed.
	kept = {key: str(value) for key, value in row.items() if key not in ("modified", "modified_by")}
	return {} if kept.get("field") == "modified" else kept


def _schema(table: str) -> str:
	(_name, statement) = frappe.db.sql(f"show create table `{table}`")[0]
	return re.sub(r" AUTO_INCREMENT=\d+", "", statement)


def _forms() -> dict[str, Any]:
	names = frappe.get_all("DocType", {"name": ("not like", "TD %")}, pluck="name", order_by=None)
	return {name: _form(name) for name in names}


def _form(doctype: str) -> dict[str, Any]:
	try:
		return json.loads(frappe.as_json(FormMeta(doctype).as_dict()))
	except frappe.ValidationError as error:  # some name doctypes of apps that are not here
		return {"fails": str(error)}


def main(site: str, file: str) -> None:
	os.chdir(os.environ["TD_SITES_PATH"])
	frappe.init(site=site, sites_path=os.environ["TD_SITES_PATH"])
	frappe.connect()
	frappe.clear_cache()
	Path(file).write_text(json.dumps(take()))
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])

"""Indexes and unique keys stay where an administrator adds a field of his own to a form."""

import frappe
import pytest

pytestmark = pytest.mark.only_on("mariadb", because="its list of indexes is read")


def indexes(doctype: str) -> dict[str, list[str]]:
	"""Columns of each index, by its name."""
	found: dict[str, list[str]] = {}
	for row in frappe.db.sql(f"show index from `tab{doctype}`", as_dict=True):
		found.setdefault(row.Key_name, []).append(row.Column_name)
	return found


def test_bringing_tables_in_line_with_their_forms_drops_no_index() -> None:
	"""The host drops indexes and keys of one column that the form does not name (frappe/database/mariadb/schema.py)."""
	doctypes = frappe.get_all(
		"DocType", {"module": "Task Discipline", "issingle": 0, "is_virtual": 0}, pluck="name"
	)
	before = {doctype: indexes(doctype) for doctype in doctypes}
	for doctype in doctypes:
		frappe.db.updatedb(doctype)
	# It may add one: by creation, where a list is sorted so.
	assert [name for name in doctypes if not before[name].items() <= indexes(name).items()] == []


@pytest.mark.parametrize(
	("doctype", "column"), [("TD Discipline Entry", "entry_key"), ("TD Task", "imported_from")]
)
def test_what_may_be_written_once_has_a_key_for_it(doctype: str, column: str) -> None:
	assert frappe.db.get_column_index(f"tab{doctype}", column, unique=True)

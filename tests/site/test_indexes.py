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


def own_doctypes() -> list[str]:
	return frappe.get_all(
		"DocType", {"module": "Task Discipline", "issingle": 0, "is_virtual": 0}, pluck="name"
	)


def test_a_form_that_changes_finds_its_indexes_as_they_are() -> None:
	"""As an installation or an update does for each form."""
	before = {doctype: indexes(doctype) for doctype in own_doctypes()}
	for doctype in before:
		frappe.get_doc("DocType", doctype).run_module_method("on_doctype_update")
	assert {doctype: indexes(doctype) for doctype in before} == before


def test_bringing_tables_in_line_with_their_forms_drops_no_index() -> None:
	"""The host drops indexes and keys of one column that the form does not name (frappe/database/mariadb/schema.py)."""
	before = {doctype: indexes(doctype) for doctype in own_doctypes()}
	for doctype in before:
		frappe.db.updatedb(doctype)
	# It may add one: by creation, where a list is sorted so.
	assert [name for name in before if not before[name].items() <= indexes(name).items()] == []


@pytest.mark.parametrize(
	("doctype", "column"), [("TD Discipline Entry", "entry_key"), ("TD Task", "imported_from")]
)
def test_what_may_be_written_once_has_a_key_for_it(doctype: str, column: str) -> None:
	assert frappe.db.get_column_index(f"tab{doctype}", column, unique=True)


def test_open_tasks_are_found_by_the_index_of_fewer_columns() -> None:
	"""Of two that hold the order of a list MariaDB takes that one, though the other walks through all that is closed."""
	found = indexes("TD Task")
	assert len(found["td_task_open_index"]) < len(found["td_task_due_index"])

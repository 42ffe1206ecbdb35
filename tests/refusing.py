"""A database that refuses some rows of a table, as one that is out of order does."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

_NAME = "td_tests_refusal"


@contextmanager
def refused(doctype: str, condition: str, words: str) -> Iterator[None]:
	"""Rows of ``doctype`` that meet ``condition``, which calls them ``new``, cannot be inserted. Commits."""
	table = f"`tab{doctype}`"
	if frappe.db.db_type == "postgres":
		frappe.db.sql_ddl(
			f"""create or replace function {_NAME}() returns trigger language plpgsql as $$
			begin if {condition} then raise exception '{words}'; end if; return new; end $$;
			create or replace trigger {_NAME} before insert on {table} for each row execute function {_NAME}()"""
		)
	else:
		frappe.db.sql_ddl(
			f"""create or replace trigger {_NAME} before insert on {table} for each row
			if {condition} then signal sqlstate '45000' set message_text = '{words}'; end if"""
		)
	frappe.db.commit()
	try:
		yield
	finally:
		frappe.db.rollback()
		relent(doctype)


def relent(doctype: str) -> None:
	"""Let the database take all rows of ``doctype`` again. Commits."""
	on_table = f" on `tab{doctype}`" if frappe.db.db_type == "postgres" else ""
	frappe.db.sql_ddl(f"drop trigger if exists {_NAME}{on_table}")
	frappe.db.commit()  # where a rollback takes DDL back, too

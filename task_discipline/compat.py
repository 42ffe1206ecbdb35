"""Every difference between versions of the host, and nowhere else."""

from collections.abc import Iterable

import frappe

FRAPPE_MAJOR = int(frappe.__version__.split(".")[0])


def undecided() -> bool | None:
	"""Answer of a ``has_permission`` hook that leaves the decision to the host.

	Version 15 asks the next hook after None; from version 16 on every hook must say True.
	"""
	return None if FRAPPE_MAJOR < 16 else True


def count_permitted(doctype: str, filters: object) -> int:
	"""Number of records of ``doctype`` that the session's user may read and that match ``filters``."""
	# A filter on a child table joins its rows, so names are counted once, and with their table.
	before_16 = f"count(distinct `tab{doctype}`.`name`) as total"
	counted = before_16 if FRAPPE_MAJOR < 16 else {"COUNT": "name", "as": "total"}
	rows = frappe.get_list(doctype, filters=filters, fields=[counted], order_by="", limit=1)
	return rows[0].total if rows else 0


def next_serials(doctype: str, count: int) -> list[int]:
	"""``count`` new names for a doctype that is named by autoincrement, in one statement where possible."""
	sequence = frappe.scrub(f"{doctype}_id_seq")
	if frappe.db.db_type == "mariadb":
		rows = frappe.db.sql(f"select nextval(`{sequence}`) from seq_1_to_{int(count)}")
	elif frappe.db.db_type == "postgres":
		rows = frappe.db.sql(f"select nextval('\"{sequence}\"') from generate_series(1, {int(count)})")
	else:
		rows = [(frappe.db.get_next_sequence_val(doctype),) for _unused in range(count)]
	return [int(row[0]) for row in rows]


def drop_serials(doctype: str) -> None:
	"""Drop the counter of a doctype that was named by autoincrement; the host leaves it. Commits where DDL does."""
	if frappe.db.db_type in ("mariadb", "postgres"):
		frappe.db.sql_ddl(f"drop sequence if exists {frappe.scrub(f'{doctype}_id_seq')}")


def readdress_realtime(event: str, room: str, rooms: Iterable[str]) -> None:
	"""Send what waits for the commit as ``event`` to ``room`` to ``rooms`` instead."""
	waiting, others = getattr(frappe.local, "_realtime_log", []), list(rooms)
	for entry in [entry for entry in waiting if (entry[0], entry[2]) == (event, room)]:
		waiting.remove(entry)
		waiting.extend([event, entry[1], other] for other in others)

"""Every difference between versions of the host, and nowhere else but in ``compat_keys``, ``compat_words`` and ``postgres``."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

import frappe
from frappe.database import query
from frappe.model.naming import NamingSeries

from task_discipline import postgres

FRAPPE_MAJOR = int(frappe.__version__.split(".")[0])
_COUNTS_IN_WORDS = not hasattr(query, "SQLFunctionParser")
"""Lists take what is counted as SQL; from version 16 on as a dictionary, though not yet in what led up to it."""

_INDEXES = {"name": "primary", "parent": "parent"}
"""Indexes of the host by the field that they lead with."""


def undecided() -> bool | None:
	"""Answer of a ``has_permission`` hook that leaves the decision to the host.

	Version 15 asks the next hook after None; from version 16 on every hook must say True.
	"""
	return None if FRAPPE_MAJOR < 16 else True


def count_permitted(doctype: str, filters: object) -> int:
	"""Number of records of ``doctype`` that the session's user may read and that match ``filters``."""
	# A filter on a child table joins its rows, so names are counted once, and with their table.
	in_words = f"count(distinct `tab{doctype}`.`name`) as total"
	counted = in_words if _COUNTS_IN_WORDS else {"COUNT": "name", "as": "total"}
	rows = frappe.get_list(doctype, filters=filters, fields=[counted], order_by="", limit=1)
	return rows[0].total if rows else 0


def count_permitted_by(
	doctype: str, filters: Mapping[str, object], columns: Sequence[str]
) -> list[frappe._dict]:
	"""How many records (``total``) the session's user may read among ``filters``, for each value of ``columns``."""
	counted = "count(*) as total" if _COUNTS_IN_WORDS else {"COUNT": "name", "as": "total"}
	return frappe.get_list(
		doctype,
		filters=filters,
		fields=[*columns, counted],
		group_by=", ".join(columns),
		order_by=None,
		limit=0,
	)


def desk_filter(parts: Sequence[object]) -> list[object]:
	"""A filter as the desk writes it into a saved report: version 15 says besides whether it is hidden."""
	# What stands in a field of its own above the list has no such mark.
	is_standard = parts[2] == "="
	return [*parts] if FRAPPE_MAJOR >= 16 or is_standard else [*parts, False]


def next_serials(doctype: str, count: int) -> list[int]:
	"""``count`` new names for a doctype that is named by autoincrement, in one statement where possible."""
	sequence = frappe.scrub(f"{doctype}_id_seq")
	if frappe.db.db_type == "mariadb":
		# One long row, for the driver spends more on many short ones than the server.
		(names,) = frappe.db.sql(f"select group_concat(nextval(`{sequence}`)) from seq_1_to_{int(count)}")[0]
		return [int(name) for name in names.split(",")]
	if frappe.db.db_type == "postgres":
		rows = frappe.db.sql(f"select nextval('\"{sequence}\"') from generate_series(1, {int(count)})")
	else:
		rows = [(frappe.db.get_next_sequence_val(doctype),) for _unused in range(count)]
	return [int(row[0]) for row in rows]


def many_rows(
	columns: Sequence[str], source: str, values: object, order: str, lock: str = ""
) -> list[frappe._dict]:
	"""Rows of ``columns`` of numbers and short texts out of ``source`` (``from ... where ...``), by ``order``.

	One long row, as above, unless it gets longer than the database makes one.
	"""
	quoted = ", ".join(f"`{column}`" for column in columns)
	if frappe.db.db_type == "mariadb":
		packed = f"select json_arrayagg(json_array({quoted}) order by `{order}`) {source} {lock}"
		with suppress(json.JSONDecodeError):
			found = json.loads(frappe.db.sql(packed, values)[0][0] or "[]")
			return [frappe._dict(zip(columns, row, strict=True)) for row in found]
	return frappe.db.sql(f"select {quoted} {source} order by `{order}` {lock}", values, as_dict=True)


def insert_many(doctype: str, columns: Sequence[str], values: Sequence[Sequence[object]]) -> None:
	"""Insert rows by one prepared statement; the host's own way spends twenty times longer on the SQL text."""
	if frappe.db.db_type == "postgres":
		postgres.insert(doctype, columns, values)
		return
	if frappe.db.db_type != "mariadb":
		frappe.db.bulk_insert(doctype, list(columns), values)
		return
	quoted = ", ".join(f"`{column}`" for column in columns)
	marks = ", ".join(["%s"] * len(columns))
	statement = f"insert into `tab{doctype}` ({quoted}) values ({marks})"
	frappe.db._cursor.executemany(statement, values)


def insert_missing(doctype: str, columns: Sequence[str], values: Sequence[Sequence[object]]) -> None:
	"""Insert those rows whose unique keys are free."""
	if frappe.db.db_type == "postgres":
		postgres.insert(doctype, columns, values, "on conflict do nothing")
		return
	if frappe.db.db_type != "mariadb":
		frappe.db.bulk_insert(doctype, list(columns), values, ignore_duplicates=True)
		return
	quoted = ", ".join(f"`{column}`" for column in columns)
	marks = ", ".join(["%s"] * len(columns))
	statement = f"insert ignore into `tab{doctype}` ({quoted}) values ({marks})"
	frappe.db._cursor.executemany(statement, values)


def insert_or_mark(
	doctype: str, columns: Sequence[str], values: Sequence[Sequence[object]], column: str
) -> None:
	"""Insert rows; where the unique key of one is taken, set ``column`` of the row that has it to 1.

	One statement that looks at nothing before it writes: two that meet do not wait for each other.
	"""
	if frappe.db.db_type == "postgres":
		mark = f'on conflict ("task", "user") do update set "{column}" = 1'
		postgres.insert(doctype, columns, values, mark)
		return
	if frappe.db.db_type != "mariadb":
		insert_missing(doctype, columns, values)
		for row in values:
			found = {name: row[columns.index(name)] for name in ("task", "user")}
			frappe.db.set_value(doctype, found, column, 1, update_modified=False)
		return
	quoted = ", ".join(f"`{name}`" for name in columns)
	marks = ", ".join(["%s"] * len(columns))
	statement = (
		f"insert into `tab{doctype}` ({quoted}) values ({marks}) on duplicate key update `{column}` = 1"
	)
	frappe.db._cursor.executemany(statement, values)


def free_rows(
	doctype: str, columns: Sequence[str], where: Mapping[str, Sequence[object]]
) -> list[frappe._dict]:
	"""Rows with these values that nobody else is changing, as committed now and until the transaction ends.

	Waits for nobody.
	"""
	return _shared(doctype, columns, where, "skip locked")


def as_committed() -> str:
	"""What ends a select that sees what is committed now, not when the transaction began, and holds it until the end."""
	# SQLite has one writer at a time and no locks on rows.
	return "" if frappe.db.db_type == "sqlite" else "for update"


def as_committed_shared() -> str:
	"""The same, held together with others who only look."""
	return {"mariadb": "lock in share mode", "postgres": "for share"}.get(frappe.db.db_type, "")


def children_now(doctype: str, columns: Sequence[str], parent: str) -> list[frappe._dict]:
	"""Child rows of a document in their order, as committed now and until the transaction ends."""
	rows = _shared(doctype, [*columns, "parenttype", "idx"], {"parent": (parent,)}, "")
	return sorted(rows, key=lambda row: row.idx)


def rows_now(
	doctype: str, columns: Sequence[str], where: Mapping[str, Sequence[object]]
) -> list[frappe._dict]:
	"""Rows with these values, as committed now and until the transaction ends; waits for whoever changes them."""
	return _shared(doctype, columns, where, "")


def _shared(
	doctype: str, columns: Sequence[str], where: Mapping[str, Sequence[object]], waiting: str
) -> list[frappe._dict]:
	share = {"mariadb": f"lock in share mode {waiting}", "postgres": f"for share {waiting}"}
	# A small table would be read, and locked, as a whole.
	index = next((key for field, key in _INDEXES.items() if field in where), "")
	forced = f"force index ({index})" if index and frappe.db.db_type == "mariadb" else ""
	quoted = ", ".join(f"`{name}`" for name in columns)
	conditions = " and ".join(f"`{name}` in %s" for name in where)
	statement = f"select {quoted} from `tab{doctype}` {forced} where {conditions}"
	values = tuple(map(tuple, where.values()))
	return frappe.db.sql(f"{statement} {share.get(frappe.db.db_type, '')}", values, as_dict=True)


def update_many(doctype: str, rows: Mapping[str, Mapping[str, object]]) -> None:
	"""Set values of rows by their names, in one statement where the database takes them untyped."""
	columns = list(next(iter(rows.values()), {}))
	if frappe.db.db_type == "postgres":
		postgres.update(doctype, rows, columns)
	elif columns:
		cases = " ".join(["when %s then %s"] * len(rows))
		assignments = ", ".join(f"`{column}` = case name {cases} end" for column in columns)
		values = [part for column in columns for name, row in rows.items() for part in (name, row[column])]
		frappe.db.sql(f"update `tab{doctype}` set {assignments} where name in %s", (*values, tuple(rows)))


def next_in_series(series: str, number: int) -> list[str]:
	"""``number`` names of a series such as ``TD-.#####``; its counter stays locked until the transaction ends."""
	naming = NamingSeries(series)
	prefix, digits = naming.get_prefix(), series.count("#")
	counter = frappe.qb.DocType("Series")
	held = frappe.qb.from_(counter).where(counter.name == prefix).select(counter.current).for_update().run()
	if not held:
		frappe.qb.into(counter).columns("name", "current").insert(prefix, number).run()
	else:
		frappe.qb.update(counter).set(counter.current, counter.current + number).where(
			counter.name == prefix
		).run()
	first = (held[0][0] or 0) + 1 if held else 1
	return [f"{prefix}{serial:0{digits}d}" for serial in range(first, first + number)]


def lock_free_rows(doctype: str, names: Sequence[str]) -> list[frappe._dict]:
	"""Those of the rows that nobody else holds, in their newest state, locked until the transaction ends."""
	# SQLite has one writer at a time and no locks on rows.
	skip = "" if frappe.db.db_type == "sqlite" else "for update skip locked"
	# A small table would be read, and locked, as a whole.
	by_name = "force index (primary)" if frappe.db.db_type == "mariadb" else ""
	statement = f"select * from `tab{doctype}` {by_name} where name in %s {skip}"
	return frappe.db.sql(statement, (tuple(names),), as_dict=True)


def drop_serials(doctype: str) -> None:
	"""Drop the counter of a doctype that was named by autoincrement; the host leaves it. Commits where DDL does."""
	if frappe.db.db_type in ("mariadb", "postgres"):
		frappe.db.sql_ddl(f"drop sequence if exists {frappe.scrub(f'{doctype}_id_seq')}")


def is_deadlock(error: Exception) -> bool:
	"""Whether the database has undone the transaction for another's sake.

	The host's own question knows the driver's errors only, not those that it makes of them, and breaks on a bare one.
	"""
	wrapped = isinstance(error, frappe.QueryDeadlockError)
	# PostgreSQL's word for a row that somebody changed after the transaction had its first look.
	outrun = getattr(error, "pgcode", None) == "40001"
	return wrapped or outrun or (bool(error.args) and bool(frappe.db.is_deadlocked(error)))


def is_lock_error(error: Exception) -> bool:
	"""Whether others held what was wanted: a deadlock, or a lock that was waited for too long."""
	timed_out = isinstance(error, frappe.QueryTimeoutError) or (
		bool(error.args) and bool(frappe.db.is_timedout(error))
	)
	return timed_out or is_deadlock(error)


def is_unique_key_violation(error: Exception) -> bool:
	"""Whether a row exists that a unique key allows once."""
	if frappe.db.db_type == "postgres":  # the host goes by the names of keys, and gives some of them another
		return frappe.db.is_duplicate_entry(error) and not frappe.db.is_primary_key_violation(error)
	return bool(error.args) and bool(frappe.db.is_unique_key_violation(error))


def close_view() -> None:
	"""After a commit, let what was read since then show nobody an old state: the next statement sees what is committed then.

	Not the host's own rollback, which would forget what else waits for that commit.
	"""
	if not frappe.db.transaction_writes:
		frappe.db.sql("rollback")
		if frappe.db.db_type == "postgres":  # each statement would be a transaction of its own
			frappe.db.begin()


def look_afresh(**_of_a_job: object) -> None:
	"""Hook ``before_request`` and ``before_job``: every statement sees what is committed by then.

	On PostgreSQL the host's first transaction keeps to one view, and breaks where it locks what others have changed
	since. Its later ones do not, and on other databases a lock shows what is committed.
	"""
	if frappe.db.db_type == "postgres":
		close_view()


def undo_transaction() -> None:
	"""Roll back, and forget the webhooks that wait for the commit.

	The host keeps them, and with some of them left it sends none of what comes later in this process.
	"""
	frappe.db.rollback()
	if hasattr(frappe.local, "_webhook_queue"):
		del frappe.local._webhook_queue


def readdress_realtime(event: str, room: str, rooms: Iterable[str]) -> None:
	"""Send what waits for the commit as ``event`` to ``room`` to ``rooms`` instead."""
	waiting, others = getattr(frappe.local, "_realtime_log", []), list(rooms)
	for entry in [entry for entry in waiting if (entry[0], entry[2]) == (event, room)]:
		waiting.remove(entry)
		waiting.extend([event, entry[1], other] for other in others)


def database_epoch() -> float:
	"""The present moment by the clock of the database, in seconds since 1970."""
	now = {
		"mariadb": "unix_timestamp()",
		"postgres": "extract(epoch from clock_timestamp())",
		"sqlite": "(julianday('now') - 2440587.5) * 86400",
	}
	return float(frappe.db.sql(f"select {now[frappe.db.db_type]}")[0][0])


def database_started() -> float:
	"""When the server of the database was started, in seconds since 1970; long ago where there is no server."""
	if frappe.db.db_type == "mariadb":
		return database_epoch() - float(frappe.db.sql("show global status like 'uptime'")[0][1])
	if frappe.db.db_type == "postgres":
		return float(frappe.db.sql("select extract(epoch from pg_postmaster_start_time())")[0][0])
	return 0.0


def by_index(index: str) -> str:
	"""What stands behind a table's name so that a statement looks at, and locks, no row but those it is about.

	MariaDB would read, and lock, a small table as a whole; others lock what they have found.
	"""
	return f"force index (`{index}`)" if frappe.db.db_type == "mariadb" else ""


def publish_to(event: str, message: Mapping[str, object], rooms: Sequence[str]) -> None:
	"""Send ``message`` to whoever is in one of ``rooms``, once each, when the transaction is through.

	One entry for all: the host's server of sockets hands what it gets on to socket.io, which takes many rooms.
	"""
	frappe.publish_realtime(event, message, room=list(rooms), after_commit=True)

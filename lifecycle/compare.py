"""What differs between two snapshots, without what the host itself writes at every turn."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lifecycle.snapshot import Row, Snapshot

_NOISE = {
	"__global_search",
	"tabAccess Log",
	"tabActivity Log",
	"tabDefaultValue",
	"tabError Log",
	"tabInstalled Application",
	"tabPatch Log",
	"tabScheduled Job Log",
	"tabSeries",
	"tabSessions",
	"tabVersion",
}
"""Tables that the host writes while it migrates or installs anything; those of ours that name us are asked for apart."""
_VOLATILE = {"creation", "modified", "modified_by", "owner", "last_execution", "migration_hash"}
_RENAMED = {"tabHas Role"}
"""Child rows of fixtures, which the host deletes and writes again with every migration."""
_OURS = "tabTD "
_SHOWN = 4
_KEY_NAME = re.compile(r"KEY `\w+` (?=\()")
Schema = Mapping[str, frozenset[str]]


def same(before: Snapshot, after: Snapshot) -> Iterator[str]:
	"""What is not the same: definitions of tables, rows, files on the disk."""
	yield from _schema(before, after)
	for table in sorted({*before.rows, *after.rows} - _NOISE):
		was, now = (_told_apart(table, one) for one in (before, after))
		yield from _difference(table, was - now, now - was)
	yield from _files(before, after)


def beside(before: Snapshot, after: Snapshot) -> Iterator[str]:
	"""What an app has changed of what was there before it came."""
	for table in sorted(before.schema):
		if before.schema[table] != after.schema.get(table):
			yield f"{table} is defined otherwise"
	for table in sorted(set(before.rows) - _NOISE):
		was, now = (_told_apart(table, one) for one in (before, after))
		yield from _difference(table, was - now, Counter())
	gone = sorted(set(before.files) - set(after.files))
	if gone:
		yield f"files are gone: {gone[:_SHOWN]}"


def defined(before: Snapshot, after: Snapshot) -> Iterator[str]:
	"""What is defined otherwise on two sites, whatever the keys are called.

	The host names keys of one column in one way where it makes a table, in another where it alters one; and it indexes the
	moment of creation where it alters a table whose list is sorted so (``frappe/database/mariadb/schema.py``).
	"""
	yield from _schema_of(_without_key_names(before), _without_key_names(after))


def kept(before: Snapshot, after: Snapshot) -> Iterator[str]:
	"""What an upgrade has lost: rows of ours that are gone, and values in columns that are still there."""
	for table in sorted(table for table in before.rows if table.startswith(_OURS)):
		if table not in after.rows:
			yield f"{table} is gone with {before.rows[table].total()} rows"
			continue
		was, now = _by_name(before.rows[table]), _by_name(after.rows[table])
		lost = sorted(set(was) - set(now))
		if lost:
			yield f"{table}: {len(lost)} rows are gone, {lost[:_SHOWN]}"
		yield from _changed(table, was, now)
	gone = sorted(set(before.files) - set(after.files))
	if gone:
		yield f"files are gone: {gone[:_SHOWN]}"


def no_trace(before: Snapshot, after: Snapshot, words: tuple[str, ...]) -> Iterator[str]:
	"""What an app has left that is gone: whatever differs, and rows that name it wherever they are."""
	yield from same(before, after)
	for table in sorted(_NOISE & set(after.rows) - {"tabError Log"}):
		left = [row for row in after.rows[table] - before.rows.get(table, Counter()) if _names(row, words)]
		if left:
			yield f"{table}: {len(left)} rows name the app, {_short(left[0])}"


def _names(row: Row, words: tuple[str, ...]) -> bool:
	if ("ref_doctype", "Installed Applications") in row:  # the host's own history of its apps
		return False
	return any(word in value for _column, value in row for word in words)


def _without_key_names(site: Snapshot) -> Schema:
	return {
		table: frozenset(_KEY_NAME.sub("KEY ", line) for line in lines) - {"KEY (`creation`)"}
		for table, lines in site.schema.items()
	}


def _schema(before: Snapshot, after: Snapshot) -> Iterator[str]:
	yield from _schema_of(before.schema, after.schema)


def _schema_of(before: Schema, after: Schema) -> Iterator[str]:
	for table in sorted({*before, *after}):
		was, now = before.get(table), after.get(table)
		if was is None or now is None:
			yield f"{table} {'has come' if was is None else 'is gone'}"
		elif was != now:
			yield f"{table} is defined otherwise: {sorted(was ^ now)[:_SHOWN]}"


def _told_apart(table: str, site: Snapshot) -> Counter[Row]:
	left_out = _VOLATILE | ({"name"} if table in _RENAMED else set())
	found: Counter[Row] = Counter()
	for row, number in site.rows.get(table, Counter()).items():
		# A moment of a single record is a row of its own.
		if table != "tabSingles" or dict(row)["field"] not in _VOLATILE:
			found[tuple(pair for pair in row if pair[0] not in left_out)] += number
	return found


def _difference(table: str, gone: Counter[Row], come: Counter[Row]) -> Iterator[str]:
	for word, rows in (("gone", gone), ("new", come)):
		if rows:
			yield f"{table}: {rows.total()} rows {word}, {_short(next(iter(rows)))}"


def _by_name(rows: Counter[Row]) -> dict[str, dict[str, str]]:
	found = {}
	for row in rows:
		values = dict(row)
		found[values.get("name") or f"{values.get('doctype')} {values.get('field')}"] = values
	return found


def _changed(table: str, was: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> Iterator[str]:
	changed: Counter[str] = Counter()
	for name, values in was.items():
		for column in set(values) & set(now.get(name, {})) - _VOLATILE:
			changed[column] += values[column] != now[name][column]
	told = {column: number for column, number in changed.items() if number}
	if told:
		yield f"{table}: values changed, by column {told}"


def _files(before: Snapshot, after: Snapshot) -> Iterator[str]:
	for word, one, other in (("gone", before, after), ("new", after, before)):
		names = sorted(path for path, digest in one.files.items() if other.files.get(path) != digest)
		if names:
			yield f"files {word}: {names[:_SHOWN]}"


def _short(row: Row) -> str:
	told = {
		column: value for column, value in row if value not in ("None", "", "0", "0.0") and column != "idx"
	}
	return str(told)[:300]

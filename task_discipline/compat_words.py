"""SQL, and filters of lists, that each database wants in words of its own."""

import frappe

from task_discipline.compat import FRAPPE_MAJOR


def like(column: str, place: str) -> str:
	"""SQL for a text that looks like ``place``, in which a backslash stands before signs that mean themselves.

	Small and capital letters make no difference.
	"""
	word = "ilike" if frappe.db.db_type == "postgres" else "like"
	return f"{column} {word} {place}" + (" escape '\\'" if frappe.db.db_type == "sqlite" else "")


def text_as_number(column: str) -> str:
	"""SQL for the number that stands in a ``column`` of text; where none does, nothing that is the name of a row."""
	ways = {
		"mariadb": f"cast({column} as signed)",
		"postgres": f"case when {column} ~ '^[0-9]{{1,18}}$' then cast({column} as bigint) end",
		"sqlite": f"cast({column} as integer)",
	}
	return ways[frappe.db.db_type]


def newest_first(column: str) -> str:
	"""Order by a moment, the newest first; rows without one come last."""
	return f"{column} desc nulls last" if frappe.db.db_type == "postgres" else f"{column} desc"


def dated(*, is_set: bool) -> tuple[str, str]:
	"""Filter of a list for a moment that is set, or is not."""
	if frappe.db.db_type == "postgres" and FRAPPE_MAJOR < 16:  # the host would compare it with an empty text
		return (">" if is_set else "<", "0001-01-02")
	return ("is", "set" if is_set else "not set")


def moment_as_text(column: str) -> str:
	"""SQL for a moment as ISO text, which Python reads twenty times faster than what the host's driver makes of moments."""
	ways = {
		"mariadb": f"cast({column} as char)",
		"postgres": f"to_char({column}, 'YYYY-MM-DD HH24:MI:SS.US')",
		"sqlite": f"cast({column} as text)",
	}
	return ways[frappe.db.db_type]


def moved(expression: str, number: int, unit: str) -> str:
	"""SQL for a moment or a day that lies ``number`` of ``unit``, such as ``minute``, later; earlier where it is negative."""
	if frappe.db.db_type == "sqlite":
		return f"datetime({expression}, '{number:+d} {unit}s')"
	sign = "-" if number < 0 else "+"
	return f"({expression} {sign} interval '{abs(number)}' {unit})"


def joined(text: str, column: str) -> str:
	"""SQL for ``text``, which holds no quotes, followed by the value of ``column``."""
	if frappe.db.db_type == "sqlite":
		return f"'{text}' || {column}"
	return f"concat('{text}', {column})"


def minutes_between(start: str, end: str) -> str:
	"""SQL for the whole minutes from one expression of a moment to another."""
	ways = {
		"mariadb": f"timestampdiff(minute, {start}, {end})",
		"postgres": f"cast(trunc(extract(epoch from ({end} - {start})) / 60) as bigint)",
		"sqlite": f"cast(round((julianday({end}) - julianday({start})) * 86400) / 60 as integer)",
	}
	return ways[frappe.db.db_type]


def digest(expression: str) -> str:
	"""SQL to group by: short, equal where ``expression`` is equal, and not otherwise."""
	if frappe.db.db_type != "mariadb":
		return expression
	# Two sums of 32 bits that fail independently; one digest of as many bits takes three times as long.
	return f"crc32({expression}), crc32(reverse({expression}))"


def strung(expression: str) -> str:
	"""SQL for the values of a group in one text, parted by commas; nulls are left out. See ``unshortened``."""
	if frappe.db.db_type == "postgres":
		return f"string_agg(cast({expression} as text), ',')"
	return f"group_concat({expression})"


def unshortened(statement: str) -> str:
	"""A ``select`` whose ``strung`` texts are whole however long they get."""
	longest = "set statement group_concat_max_len = 4294967295 for "
	return (longest if frappe.db.db_type == "mariadb" else "") + statement

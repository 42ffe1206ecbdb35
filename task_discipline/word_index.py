"""Finds texts by their words: by an index where the database has one that needs no setup, else by looking at each."""

import re
from collections.abc import Sequence

import frappe

_UNSPACED = re.compile(
	"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
"""Scripts whose words have no spaces between them, so that no index of words knows where one begins."""
# The server's own list of words that it does not index.
_UNINDEXED = frozenset(
	"a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where who"
	" will with und www".split()
)
_SHORTEST_WORD, _LONGEST_WORD = 3, 84


def add(doctype: str, column: str, index: str) -> None:
	"""An index by which words in a text are found, where the database has one that needs no setup."""
	if frappe.db.db_type == "mariadb" and not frappe.db.has_index(f"tab{doctype}", index):
		frappe.db.sql_ddl(f"alter table `tab{doctype}` add fulltext index `{index}` (`{column}`)")


def rebuild(doctype: str, column: str, index: str) -> None:
	"""Make the index anew, which takes as long as reading all texts; nothing is written to the table meanwhile.

	After a crash InnoDB may give new rows the numbers of rows that were deleted last before it, and then hides the
	new ones from every search.
	"""
	if frappe.db.db_type == "mariadb" and frappe.db.has_index(f"tab{doctype}", index):
		frappe.db.sql_ddl(f"alter table `tab{doctype}` drop index `{index}`")
	add(doctype, column, index)


def condition(column: str, words: Sequence[str]) -> tuple[str, dict[str, str]]:
	"""SQL, and its values, for texts that hold words beginning with each of ``words``, out of the index where it can."""
	indexed = [word for word in words if frappe.db.db_type == "mariadb" and _is_indexed(word)]
	others = {f"word{number}": word for number, word in enumerate(words) if word not in indexed}
	parts = [f"{column} like %({key})s" for key in others]
	values = {key: "%" + word.replace("_", "\\_") + "%" for key, word in others.items()}
	if indexed:
		parts.append(f"match ({column}) against (%(words)s in boolean mode)")
		values["words"] = " ".join(f"+{word}*" for word in indexed)
	return f"({' and '.join(parts)})", values


def _is_indexed(word: str) -> bool:
	is_known = _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.lower() not in _UNINDEXED
	return is_known and not _UNSPACED.search(word)

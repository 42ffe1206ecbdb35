"""Finds texts by their words: by an index where the database has one that needs no setup, else by looking at each."""

import re
from collections.abc import Iterable, Sequence

import frappe

from task_discipline import compat_words

_UNSPACED = re.compile(
	"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
"""Scripts whose words have no spaces between them, so that no index of words knows where one begins."""
_WORD = re.compile(r"(?<![\w'’])\w+(?![\w'’])")
"""Where a word ends at an apostrophe is another question for each server."""
# The server's own list of words that it does not index.
_UNINDEXED = frozenset(
	"a about an are as at be by com de en for from how i in is it la of on or that the this to was what when where who"
	" will with und www".split()
)
_SHORTEST_WORD, _LONGEST_WORD = 3, 84
_LONGEST_LOCK = 64


def add(doctype: str, column: str, index: str) -> None:
	"""An index by which words in a text are found, where the database has one that needs no setup."""
	if frappe.db.db_type == "mariadb" and not frappe.db.has_index(f"tab{doctype}", index):
		frappe.db.sql_ddl(f"alter table `tab{doctype}` add fulltext index `{index}` (`{column}`)")


def rebuild(doctype: str, column: str, index: str) -> bool:
	"""Make the table and its index anew: some seconds for 100,000 texts, in which nothing is written to it.

	After a crash InnoDB may give new rows the numbers of rows that were deleted last before it, and then hides the
	new ones from every search. Returns False where somebody else is at it.
	"""
	if frappe.db.db_type != "mariadb":
		return False
	lock = f"{frappe.conf.db_name} {index}"[:_LONGEST_LOCK]
	if not frappe.db.sql("select get_lock(%s, 0)", lock)[0][0]:
		return False
	try:
		add(doctype, column, index)
		# Dropping the index and adding it would not do: the list of deleted numbers belongs to the table.
		frappe.db.sql_ddl(f"alter table `tab{doctype}` force")
	finally:
		frappe.db.sql("select release_lock(%s)", lock)
	return True


def hidden(doctype: str, column: str, index: str, texts: Iterable[tuple[int, str]]) -> list[int]:
	"""Names of those rows that the index does not find by their words, as all of them where there is no index.

	One question for all of them, by one long word of each, which is in few other texts: a common word would have the
	database go through half of an archive.
	"""
	words = {name: max(found, key=len) for name, text in texts if (found := _indexed(text))}
	if frappe.db.db_type != "mariadb" or not words:
		return []
	if not frappe.db.has_index(f"tab{doctype}", index):
		return list(words)
	found = frappe.db.sql(
		f"select name from `tab{doctype}` where match (`{column}`) against (%s in boolean mode) and name in %s",
		(" ".join(f"{word}*" for word in dict.fromkeys(words.values())), tuple(words)),
		pluck=True,
	)
	return sorted(words.keys() - set(found))


def _indexed(text: str) -> list[str]:
	return [word for word in _WORD.findall(text) if _is_indexed(word)]


def condition(column: str, words: Sequence[str]) -> tuple[str, dict[str, str]]:
	"""SQL, and its values, for texts that hold words beginning with each of ``words``, out of the index where it can."""
	indexed = [word for word in words if frappe.db.db_type == "mariadb" and _is_indexed(word)]
	others = {f"word{number}": word for number, word in enumerate(words) if word not in indexed}
	parts = [compat_words.like(column, f"%({key})s") for key in others]
	values = {key: "%" + word.replace("_", "\\_") + "%" for key, word in others.items()}
	if indexed:
		parts.append(f"match ({column}) against (%(words)s in boolean mode)")
		values["words"] = " ".join(f"+{word}*" for word in indexed)
	return f"({' and '.join(parts)})", values


def _is_indexed(word: str) -> bool:
	is_known = _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.lower() not in _UNINDEXED
	return is_known and not _UNSPACED.search(word)

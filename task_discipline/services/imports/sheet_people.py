"""Finds the people of a sheet among the users of the site: by e-mail, by login, or by the words of their names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import frappe
from frappe import _

from task_discipline import people

Unknown = Mapping[str, tuple[str, list[int]]]
"""What to do about words that mean nobody, and the rows in which they stand, by the words."""

_NUMBER = re.compile(r"\s*\[\d+\]\s*$")


@dataclass(frozen=True)
class Found:
	"""The user whom words in a sheet mean, or why nobody is meant and what to do."""

	user: str | None = None
	trouble: str | None = None


class Directory:
	"""Everybody who may be given a task, looked up once for the whole sheet."""

	def __init__(self) -> None:
		self._by_key: dict[str, set[str]] = {}
		self._by_name: dict[tuple[str, ...], set[str]] = {}
		self._by_short: dict[tuple[str, str], set[str]] = {}
		self._usable: set[str] = set()
		for row in _users():
			self._learn(row)

	def find(self, words: str) -> Found:
		"""Whom ``words`` mean: an e-mail, ``Ivan Petrov``, ``Petrov Ivan Ivanovich`` or ``Petrov I.``"""
		users = self._candidates(_NUMBER.sub("", words))
		usable = users & self._usable
		if len(usable) == 1:
			return Found(user=min(usable))
		return Found(trouble=_trouble(users, usable))

	def _candidates(self, words: str) -> set[str]:
		if users := self._by_key.get(_plain(words)):
			return users
		name = _words(words)
		if users := self._by_name.get(tuple(sorted(name))):
			return users
		# With a father's name that the site does not keep; else by one name and the first letter of the other.
		pairs = combinations(sorted(name), 2) if len(name) == 3 else ()
		if users := set().union(*(self._by_name.get(pair, set()) for pair in pairs)):
			return users
		return self._by_initial(name)

	def _by_initial(self, name: list[str]) -> set[str]:
		long = [word for word in name if len(word) > 1]
		short = [word for word in name if len(word) == 1]
		if len(long) != 1 or not short:
			return set()
		return self._by_short.get((long[0], short[0]), set())

	def _learn(self, row: frappe._dict) -> None:
		if row.enabled and row.user_type != people.WITHOUT_DESK:
			self._usable.add(row.name)
		for key in (row.name, row.email, row.username):
			if key:
				self._by_key.setdefault(_plain(key), set()).add(row.name)
		name = _words(row.full_name or "")
		self._by_name.setdefault(tuple(sorted(name)), set()).add(row.name)
		if len(name) == 2:
			for one, other in (name, name[::-1]):
				self._by_short.setdefault((one, other[0]), set()).add(row.name)


def _users() -> Iterable[frappe._dict]:
	fields = ["name", "email", "username", "full_name", "enabled", "user_type"]
	return frappe.get_all(
		"User", filters={"name": ("not in", ["Guest"])}, fields=fields, order_by=None, limit=0
	)


def _plain(words: str) -> str:
	return " ".join(words.casefold().replace("ё", "е").split())


def _words(name: str) -> list[str]:
	return [word for word in re.split(r"[\s.]+", _plain(name)) if word]


def _trouble(users: set[str], usable: set[str]) -> str:
	if len(usable) > 1:
		return _("Several people have this name: {0}. Write the e-mail of the one who is meant.").format(
			", ".join(sorted(usable)[:5])
		)
	if users:
		return _("The account is disabled or has no desk. Enable it, or write somebody else.")
	return _("There is no such user. Write the e-mail of the account, or make the account first.")


def troubles(unknown: Unknown) -> list[dict[str, object]]:
	"""People who were not found, as the dry run shows them: the words, what to do, and the rows that name them."""
	return [
		{"name": words, "advice": advice, "rows": rows, "number": len(rows)}
		for words, (advice, rows) in sorted(unknown.items(), key=lambda one: -len(one[1][1]))
	]

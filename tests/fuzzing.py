"""All functions that the app opens to requests, and arguments for them: fitting, odd and hostile ones."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.database.database import Database
from frappe.model.base_document import get_controller
from hypothesis import strategies as st

import task_discipline
from tests import factories

MARKUP = '<img src=x onerror="alert(1)">'
ODD: tuple[Any, ...] = (
	*(
		None,
		"",
		" ",
		"\u0000",
		"\ud83d\udc4d",
		"\u202e",
		MARKUP,
		"x" * 5_000,
		"'; drop table x -- ",
		"%s %(x)s {0}",
	),
	*(0, -1, 10**20, 1.5, True, "1e3", "nan", "9" * 40),
	*([], [None], [["a"]], [{"name": 1}], {}, {"a": {"b": [1]}}, [{}] * 300),
	*("[]", "{}", "[1", "null", '["x"]', '{"doctype": "User"}', '[["name", "like", "%"]]'),
	*("2031-02-30", "0001-01-01", "9999-12-31 23:59:59", "2031-03-03 10:00:00", "2031-03-03T10:00:00+99:00"),
)


@dataclass(frozen=True)
class Opened:
	"""A function that a request may call; one of a document has the doctype of it."""

	path: str
	arguments: tuple[str, ...]
	doctype: str | None
	writes: bool

	def request(self, name: object, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
		"""Address and body of a call; ``name`` is that of the document."""
		if self.doctype is None:
			return f"/api/method/{self.path}", given
		body = {"dt": self.doctype, "dn": name, "method": self.path, "args": json.dumps(given)}
		return "/api/method/run_doc_method", body


def doors() -> dict[str, Callable[..., Any]]:
	"""Every function and method of ours that the host lets a client call, by its path."""
	for module in pkgutil.walk_packages(task_discipline.__path__, "task_discipline."):
		if not module.name.startswith(("task_discipline.patches", "task_discipline.hooks")):
			importlib.import_module(module.name)
	ours = (door for door in frappe.whitelisted if door.__module__.startswith("task_discipline."))
	return {f"{door.__module__}.{door.__qualname__}": door for door in ours}


def opened() -> Iterator[Opened]:
	"""Each of them as requests call it."""
	by_class = {get_controller(name).__qualname__: name for name in _doctypes()}
	for path, door in sorted(doors().items()):
		kind, _dot, method = door.__qualname__.rpartition(".")
		names = tuple(name for name in inspect.signature(door).parameters if name != "self")
		writes = "GET" not in frappe.allowed_http_methods_for_whitelisted_func[door]
		yield Opened(method if kind else path, names, by_class[kind] if kind else None, writes)


def _doctypes() -> list[str]:
	return frappe.get_all("DocType", {"module": "Task Discipline"}, pluck="name")


def arguments(names: tuple[str, ...], known: dict[str, tuple[Any, ...]]) -> st.SearchStrategy[dict[str, Any]]:
	"""Some of the arguments, each as it should be or not at all so; now and then one that nobody knows."""
	people = tuple(factories.PEOPLE)
	fitting = {name: st.sampled_from((*known.get(name, ()), *people[:3], *ODD)) for name in names}
	likely = {name: st.sampled_from(known[name]) for name in names if name in known}
	return st.one_of(
		st.fixed_dictionaries({**fitting, **likely}),
		st.fixed_dictionaries({}, optional=fitting),
		st.fixed_dictionaries({}, optional={**fitting, "nobody_knows": st.sampled_from(ODD)}),
	)


class Takings:
	"""What requests would have stored; nothing of it is."""

	def __init__(self) -> None:
		self.writes = 0

	def take_back(self, database: Database) -> None:
		self.writes += database.transaction_writes
		database.rollback()


@contextmanager
def nothing_kept(patch: Callable[[object, str, object], None]) -> Iterator[Takings]:
	"""Each commit is counted with the writes before it, and taken back: a thousand odd requests change no site."""
	takings = Takings()
	patch(Database, "commit", lambda database: takings.take_back(database))
	yield takings

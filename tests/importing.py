"""Runs the host's Data Import as its form does, and reads what it said of each row."""

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import frappe
from frappe.core.doctype.data_import.data_import import start_import

from tests import workers
from tests.factories import MANAGER, acting_as, make_file
from tests.web import allow_api

SAMPLES = Path(__file__).resolve().parents[1] / "docs" / "samples"


def run(content: str, *, user: str = MANAGER, muted: int = 0) -> Any:
	"""A finished Data Import of ``content`` by ``user``; it commits row by row, as the host does."""
	return start_import_again(prepare(content, muted=muted), user)


def prepare(content: str, *, muted: int = 0) -> Any:
	"""A stored Data Import of ``content`` that nobody has started."""
	with acting_as("Administrator"):
		file = make_file(None, "td-tests-import.csv", content)
		made = frappe.get_doc(
			doctype="Data Import",
			reference_doctype="TD Task",
			import_type="Insert New Records",
			import_file=file.file_url,
			mute_emails=muted,
		).insert()
	frappe.db.commit()  # the host takes back everything since the last commit where a row is refused
	return made


def start_and_kill(made: Any, rows: int) -> int:
	"""Let a worker of its own import, and kill it after so many rows or soon after; returns how many came."""

	def work() -> None:
		frappe.set_user(MANAGER)
		start_import(made.name)

	(worker,) = workers.start(work, 1)
	while _came(made) < rows and worker.is_alive():
		time.sleep(0.01)
	workers.kill([worker], random.Random(1), 0)
	time.sleep(0.5)  # the database may still end what the worker had asked for
	came = _came(made)
	frappe.db.rollback()
	return came


def _came(made: Any) -> int:
	frappe.db.rollback()  # what others have committed meanwhile
	return frappe.db.count("Data Import Log", {"data_import": made.name, "success": 1})


def start_import_again(made: Any, user: str = MANAGER) -> Any:
	"""Press Start, or Retry, on a Data Import."""
	with acting_as(user):
		start_import(made.name)
	return made.reload()


def said(made: Any) -> list[str]:
	"""What the host notes of each row, in order: nothing where it came."""
	logs = frappe.get_all(
		"Data Import Log", {"data_import": made.name}, ["success", "messages"], order_by="log_index asc"
	)
	return [
		"" if log.success else "; ".join(_message(one) for one in json.loads(log.messages)) for log in logs
	]


def _message(entry: Any) -> str:
	return str((json.loads(entry) if isinstance(entry, str) else entry).get("message"))


@contextmanager
def holding(user: str, role: str) -> Iterator[None]:
	"""``user`` has the role meanwhile; stored at once, as an import commits what it finds."""
	frappe.get_doc("User", user).add_roles(role)
	frappe.db.commit()
	try:
		yield
	finally:
		frappe.db.rollback()
		with acting_as("Administrator"):
			frappe.get_doc("User", user).remove_roles(role)
		allow_api([user])  # the host forgets the secret of an account that it saves
		frappe.db.delete("Version", {"ref_doctype": "User", "docname": user})
		frappe.db.commit()


def remove() -> None:
	"""Remove what imports of the tests left, but for the tasks themselves."""
	frappe.set_user("Administrator")
	names = frappe.get_all("Data Import", {"reference_doctype": "TD Task"}, pluck="name")
	for file in frappe.get_all("File", {"file_name": ("like", "td-tests-import%")}, pluck="name"):
		frappe.delete_doc("File", file, force=True)
	frappe.db.delete(
		"File", {"attached_to_doctype": "Data Import", "attached_to_name": ("in", names or [""])}
	)
	frappe.db.delete("Data Import", {"name": ("in", names or [""])})
	frappe.db.delete("Data Import Log", {"data_import": ("like", "TD Task Import on %")})
	frappe.db.delete("Comment", {"reference_doctype": "Data Import"})
	frappe.db.delete("Deleted Document", {"data": ("like", '%"TD Task Import on %')})
	frappe.flags.in_import = frappe.flags.mute_emails = False

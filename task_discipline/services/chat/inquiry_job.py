"""The copy of a group as a private file of whoever took it: a small one at once, a large one by a worker, with progress.

Copies are deleted in the night after the day on which they were taken.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_files_path

from task_discipline.chat_names import GROUP
from task_discipline.domain import talk_export
from task_discipline.services import background, clock, rows
from task_discipline.services.batches import Commit
from task_discipline.services.chat import inquiry, posting

JOB = "task_discipline.td_jobs.copy_talk"
MARK = "td_chat_copy"
"""In the field of a File that says where in a record it is attached: such a file belongs to no record."""
_WORK = "copy_talk"
_AT_ONCE = 2_000
"""Messages that are copied while the manager waits."""
_TOLD_EACH = 1_000
_KEPT = timedelta(days=1)


def start(group: object, reason: object, file_type: object) -> background.State:
	"""Take a copy of a group, on record and told to its people; returns how far it is, or the file.

	Raises ``frappe.PermissionError`` for whoever is no manager, and for a group that does not exist.
	"""
	inquiry.require_manager()
	if file_type not in talk_export.FILE_TYPES:
		frappe.throw(_("Choose CSV or JSON."))
	why = inquiry.checked_reason(reason)
	about = isinstance(group, str) and frappe.db.get_value(
		GROUP, group, ["name", "message_count", "last_message"], as_dict=True
	)
	if not about:
		frappe.throw(_("There is no such group. Search for it again."), frappe.DoesNotExistError)
	if state()["state"] == "running":
		frappe.throw(_("A copy is being made for you. Wait until it is ready."))
	inquiry.record(about.name, why, str(file_type))
	copy = {"group": about.name, "reason": why, "file_type": str(file_type), "upto": about.last_message or 0}
	# Last, for the group is held from here on.
	posting.note(about.name, "copied")
	if about.message_count > _AT_ONCE:
		return background.start(JOB, _WORK, **copy)
	background.note(_WORK, "done", **_make(**copy))
	return state()


def state() -> background.State:
	"""How far the caller's last copy is; with ``file_url`` and ``file_name`` when it is ready."""
	inquiry.require_manager()
	return background.state(_WORK)


def run(group: str, reason: str, file_type: str, upto: int, commit: Commit) -> None:
	"""Make a large copy in the name of the manager who asked for it."""
	inquiry.require_manager()
	try:
		made = _make(group, reason, file_type, upto)
		commit()  # before anybody hears that he may fetch it
	except Exception:
		background.note(_WORK, "failed")
		raise
	background.note(_WORK, "done", **made)


def _make(group: str, reason: str, file_type: str, upto: int) -> dict[str, Any]:
	total = cint(frappe.db.get_value(GROUP, group, "message_count"))
	records = _counted(inquiry.records(group, upto), total)
	name = f"{group}-{frappe.generate_hash(length=20)}.{file_type.lower()}"
	_write(name, talk_export.lines(file_type, inquiry.head(group, reason), records))
	return {"file_url": _own(name), "file_name": name, "done": total, "total": total}


def _counted(records: Iterable[dict[str, object]], total: int) -> Iterator[dict[str, object]]:
	for number, record in enumerate(records):
		if number % _TOLD_EACH == 0:
			background.note(_WORK, "running", number, total)
		yield record


def _write(name: str, parts: Iterable[str]) -> None:
	# Piece by piece: a talk of a million messages does not fit into a worker. Where anything fails, nothing stays.
	path = get_files_path(name, is_private=1)
	frappe.db.after_rollback.add(lambda: _remove(name))
	with open(path, "w", encoding="utf-8", newline="") as file:
		file.writelines(parts)


def _own(name: str) -> str:
	"""A row of the host's File by which the manager alone may fetch the copy; returns the address."""
	url = f"/private/files/{name}"
	rows.insert(
		"File",
		[
			{
				"file_name": name,
				"file_url": url,
				"is_private": 1,
				"file_size": os.path.getsize(get_files_path(name, is_private=1)),
				"attached_to_field": MARK,
				"folder": "Home",
			}
		],
	)
	return url


def drop_old() -> int:
	"""Delete copies that have lain a day; returns how many went."""
	old = frappe.get_all(
		"File",
		{"attached_to_field": MARK, "creation": ("<", clock.now() - _KEPT)},
		["name", "file_name"],
		order_by=None,
		limit=0,
	)
	frappe.db.delete("File", {"name": ("in", [file.name for file in old] or [""])})
	for file in old:
		frappe.db.after_commit.add(lambda name=file.file_name: _remove(name))
	return len(old)


def _remove(name: str) -> None:
	path = get_files_path(os.path.basename(name), is_private=1)
	if os.path.isfile(path):
		os.remove(path)

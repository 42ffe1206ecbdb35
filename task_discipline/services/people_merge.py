"""Of two accounts that become one, what both have on the same tasks becomes the one person's."""

from collections.abc import Sequence

import frappe
from frappe.model.document import Document

from task_discipline.domain.people import Cast
from task_discipline.permissions import TASK
from task_discipline.services import access

_BESIDE = "TD Task User"
_PLACE = ("about", "step")


def make_room(old: str, new: str) -> None:
	"""Before the host puts the name ``new`` wherever ``old`` stands, which no row may then hold twice.

	On each task the person keeps the place of more duty; of two equal reminders one is left.
	"""
	equal = " and ".join(
		f"(kept.{one} = gone.{one} or (kept.{one} is null and gone.{one} is null))" for one in _PLACE
	)
	_drop("TD Reminder", f"kept.task = gone.task and kept.kind = gone.kind and {equal}", old, new)
	_drop("TD Task Rating", "kept.task = gone.task", old, new)
	for name in _shared(old, new):  # a few tasks, once in the life of an account
		_make_one(frappe.get_doc(TASK, name), old, new)


def _drop(doctype: str, alike: str, old: str, new: str) -> None:
	"""Delete the rows of the old account beside which the new one has its own."""
	names = frappe.db.sql(
		f"""select gone.name from `tab{doctype}` gone join `tab{doctype}` kept on {alike}
		where gone.`user` = %s and kept.`user` = %s""",
		(old, new),
		pluck=True,
	)
	frappe.db.delete(doctype, {"name": ("in", [*names, 0])})


def _shared(old: str, new: str) -> Sequence[str]:
	return frappe.db.sql(
		"""select one.task from `tabTD Task Access` one join `tabTD Task Access` other on other.task = one.task
		where one.`user` = %s and other.`user` = %s""",
		(old, new),
		pluck=True,
	)


def _make_one(task: Document, old: str, new: str) -> None:
	both = (old, new)
	taken, doubled = task.responsible in both, []
	for row in (*task.co_assignees, *task.observers):
		if row.user in both:
			doubled += [row.name] if taken else []
			taken = True
	frappe.db.delete(_BESIDE, {"name": ("in", [*doubled, ""])})
	access.sync(task.name, _cast(task, set(doubled), {old: new}))
	_join_project(task.name, old, new)


def _join_project(task: str, old: str, new: str) -> None:
	"""What the old account saw through a project the new one sees."""
	row = {"task": task, "user": old}
	if frappe.db.get_value(access.ACCESS, row, access.PROJECT_COLUMN):
		frappe.db.set_value(access.ACCESS, {"task": task, "user": new}, access.PROJECT_COLUMN, 1)
	frappe.db.delete(access.ACCESS, row)


def _cast(task: Document, doubled: set[str], renamed: dict[str, str]) -> Cast:
	def named(rows: Sequence[Document]) -> tuple[str, ...]:
		return tuple(renamed.get(row.user, row.user) for row in rows if row.name not in doubled)

	return Cast(
		assigner=renamed.get(task.assigner, task.assigner),
		responsible=renamed.get(task.responsible, task.responsible),
		co_assignees=named(task.co_assignees),
		observers=named(task.observers),
	)

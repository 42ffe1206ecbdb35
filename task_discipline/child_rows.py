"""Base of our child tables: a row is no door of its own.

The host checks a child row that is loaded or saved by itself with nothing but the right on the parent's
doctype, so each such row asks for its parent's permission here.
"""

import frappe
from frappe import _

from task_discipline.own_documents import OwnDocument
from task_discipline.permissions import deny_read


class ParentGuardedRow(OwnDocument):
	"""A child row that is read with its parent's right and written only through its parent."""

	def load_from_db(self) -> "ParentGuardedRow":
		"""Load the row by itself. Raises ``frappe.PermissionError`` where the parent may not be read."""
		row = super().load_from_db()
		if not frappe.db.exists(self.parenttype or "", self.parent or ""):
			deny_read(str(self.parent))
		parent = frappe.get_doc(self.parenttype, self.parent)
		parent.check_permission("read")
		self.parent_doc = parent
		return row

	def validate(self) -> None:
		"""Runs only where the row is saved by itself, which is never right."""
		self._refuse()

	def before_insert(self) -> None:
		"""Runs only where the row is inserted by itself."""
		self._refuse()

	def on_trash(self) -> None:
		"""Runs only where the row is deleted by itself."""
		self._refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		"""Runs where somebody renames the row."""
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(
			_("Change this in the document it belongs to: {0}.").format(
				frappe.utils.escape_html(str(self.parent))
			),
			frappe.PermissionError,
		)


class RowWithHours(ParentGuardedRow):
	"""A child row whose times of day stay empty where they are left out."""

	def __init__(self, *args: object, **values: object) -> None:
		super().__init__(*args, **values)
		# The host fills an empty time of day with the present one (frappe/model/create_new.py).
		self.dont_update_if_missing = ["starts_at", "ends_at"]

"""Ledger of morning digests: services write rows in bulk, and the host clears old ones by its log settings."""

import frappe
from frappe import _lt
from frappe.utils import add_days, now_datetime

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDDigest(SystemRow):
	refusal = _lt("Morning digests are sent by the system. Change the hour in your preferences instead.")

	@staticmethod
	def clear_old_logs(days: int = 90) -> None:
		"""Called by the host's Log Settings."""
		digest = frappe.qb.DocType("TD Digest")
		frappe.db.delete(digest, filters=digest.day < add_days(now_datetime(), -days))


def on_doctype_update() -> None:
	"""The key that lets one digest of a day reach a person, and who had that of a day."""
	compat_keys.add_unique("TD Digest", ["user", "day"])
	compat_keys.add_index("TD Digest", ["day", "user"])

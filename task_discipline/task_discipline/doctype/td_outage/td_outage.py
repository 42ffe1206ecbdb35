"""A time in which the scheduler or the mail did not work. Services write the rows; nobody changes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDOutage(SystemRow):
	refusal = _lt("Outages are written down by the system and cannot be changed.")


def on_doctype_update() -> None:
	"""One row for one outage however many workers see it."""
	compat_keys.add_unique("TD Outage", ["what", "started_at"], "td_outage_once")

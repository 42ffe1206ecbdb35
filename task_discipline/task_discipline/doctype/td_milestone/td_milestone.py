"""An important point of a task with its own date."""

import frappe
from frappe import _lt

from task_discipline.system_rows import SystemRow


class TDMilestone(SystemRow):
	refusal = _lt("Milestones come with their task and cannot be changed by themselves.")


def on_doctype_update() -> None:
	"""What a person has open of other people's tasks."""
	frappe.db.add_index("TD Milestone", ["responsible", "state", "due_date"])

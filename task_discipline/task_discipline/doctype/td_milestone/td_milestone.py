"""An important point of a task with its own date."""

from frappe import _lt

from task_discipline.system_rows import SystemRow


class TDMilestone(SystemRow):
	refusal = _lt("Milestones come with their task and cannot be changed by themselves.")

"""An important point of a task with its own date."""

from frappe import _

from task_discipline.system_rows import SystemRow


class TDMilestone(SystemRow):
	def why_not(self) -> str:
		return _("Milestones come with their task and cannot be changed by themselves.")

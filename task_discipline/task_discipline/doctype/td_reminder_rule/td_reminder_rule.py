"""One line of the site's policy of reminders."""

from task_discipline.child_rows import ParentGuardedRow


class TDReminderRule(ParentGuardedRow):
	"""Read and written with the settings only, which check it."""

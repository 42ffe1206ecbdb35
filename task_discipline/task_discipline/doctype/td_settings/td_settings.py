"""The site's defaults for tasks; services read them through ``services.settings``."""

from task_discipline.own_documents import OwnDocument
from task_discipline.services import heartbeat, record_lists, settings, watermarks
from task_discipline.services.chat import blocked
from task_discipline.services.generation import schedule
from task_discipline.services.money import payroll
from task_discipline.services.ratings import archive
from task_discipline.services.ratings import renewal as ratings
from task_discipline.services.reminders import policy, renewal


class TDSettings(OwnDocument):
	"""Plain values: every rule that hangs on them lives in services and domain."""

	def validate(self) -> None:
		settings.check(self)
		blocked.check(self)
		record_lists.check(self)
		payroll.check_settings(self)
		policy.check(self.reminder_rules, self.most_repeats, self.morning_hour)

	def before_save(self) -> None:
		heartbeat.keep(self)
		renewal.note(self)
		watermarks.keep(self, archive.FIELD)

	def on_update(self) -> None:
		before = self.get_doc_before_save()
		if not before or before.work_calendar != self.work_calendar:
			schedule.reconsider(None)
			ratings.call(ratings.recent())
		renewal.follow(self)

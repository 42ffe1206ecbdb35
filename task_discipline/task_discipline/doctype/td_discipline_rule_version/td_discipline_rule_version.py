"""The terms of a rule from a moment on. Append-only: services write rows, and nobody changes or deletes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.system_rows import SystemRow


class TDDisciplineRuleVersion(SystemRow):
	refusal = _lt(
		"The versions of a rule are kept by the system. Change the rule itself: that makes a new one."
	)


def on_doctype_update() -> None:
	"""Each version of a rule once."""
	compat_keys.add_unique("TD Discipline Rule Version", ["rule", "version"])

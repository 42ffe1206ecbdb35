"""People who discuss work together. Groups are made, joined and named by services; no form changes one."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.chat_names import GROUP
from task_discipline.system_rows import SystemRow


class TDChatGroup(SystemRow):
	refusal = _lt("Groups are made and changed in the chat.")


def on_doctype_update() -> None:
	"""The index behind the search for open groups; that of one group for each record comes with its field."""
	compat_keys.add_index(GROUP, ["kind", "title"])

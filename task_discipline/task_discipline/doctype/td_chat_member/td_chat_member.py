"""A person of a chat group, and how far he has read. Written by services in bulk; no door leads to it."""

from frappe import _lt

from task_discipline import compat_keys
from task_discipline.chat_names import MEMBER
from task_discipline.system_rows import SystemRow


class TDChatMember(SystemRow):
	refusal = _lt("People join, leave and are added in the chat.")


def on_doctype_update() -> None:
	"""One row per group and person, found quickly from both sides."""
	compat_keys.add_unique(MEMBER, ["chat_group", "user"])
	compat_keys.add_index(MEMBER, ["user", "chat_group"])

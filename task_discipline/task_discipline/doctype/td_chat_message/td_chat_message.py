"""What was said in a chat group. Written by services past all documents; no door of the host changes it."""

from frappe import _lt

from task_discipline import compat_keys, word_index
from task_discipline.chat_names import MESSAGE
from task_discipline.services.chat import word_care
from task_discipline.system_rows import SystemRow


class TDChatMessage(SystemRow):
	refusal = _lt("Messages are written, edited and deleted in the chat.")


def on_doctype_update() -> None:
	"""Pages of a group, what changed in it, the key by which nothing is stored twice, questions, and search."""
	compat_keys.add_index(MESSAGE, ["chat_group", "name"])
	compat_keys.add_index(MESSAGE, ["chat_group", "modified"])
	compat_keys.add_unique(MESSAGE, ["author", "client_id"])
	compat_keys.add_index(MESSAGE, ["question_to", "question_state", "answer_by"])
	compat_keys.add_index(MESSAGE, ["question_state", "answer_by"])
	word_index.add(MESSAGE, *word_care.WORDS)

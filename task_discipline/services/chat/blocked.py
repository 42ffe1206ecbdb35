"""The site's blocked words, in the settings and in what people write."""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from task_discipline.domain import blocked_words
from task_discipline.services import settings

FIELD = "chat_blocked_words"
_MOST, _LONGEST = 1_000, 100


def mask(text: str, mentioned: Collection[str] = ()) -> str:
	"""``text`` as it is stored: blocked words as asterisks, names of people who are ``mentioned`` as they are."""
	return blocked_words.mask(text, settings.load().chat.blocked_words, mentioned)


def check(stored: Document) -> None:
	"""Clean the setting. Raises ``frappe.ValidationError`` for more, or longer, lines than anybody means."""
	lines = dict.fromkeys(" ".join(line.split()) for line in cstr(stored.get(FIELD)).splitlines())
	lines.pop("", None)
	if len(lines) > _MOST:
		frappe.throw(_("Block at most {0} words.").format(_MOST), title=_("Blocked words"))
	if max(map(len, lines), default=0) > _LONGEST:
		frappe.throw(
			_("A blocked word has at most {0} letters. Write one word or phrase in each line.").format(
				_LONGEST
			),
			title=_("Blocked words"),
		)
	stored.set(FIELD, "\n".join(lines))

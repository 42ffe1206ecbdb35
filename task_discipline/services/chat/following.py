"""What follows a message that was just put into a group, while the group is held: bells, and questions and answers."""

from collections.abc import Collection, Sequence

import frappe

from task_discipline.services.chat import answers, notices

Row = frappe._dict


def said(group: Row, message: Row, members: Sequence[Row], mentioned: Collection[str]) -> None:
	"""Let follow what hangs on a new ``message`` of a person; ``group`` and ``members`` as they are held."""
	# Whoever writes has read what is there, so his bell may ring for what comes next.
	if any(one.user == message.author and (one.unread or one.mentions) for one in members):
		notices.seen(group.name, message.author)
	notices.follow(group, message, members, mentioned)
	if message.kind == "Question":
		answers.asked(group, message)
	elif message.reply_to:
		answers.answered_by(group, message)

"""Tells the open desks of members what happens. A hint, never the truth: whoever missed one asks again.

What is sent goes to the rooms of persons, one for each account, and never to the room of a record: those are checked
at the door only, and whoever was removed would hear on.
"""

from collections.abc import Collection, Mapping

import frappe
from frappe import realtime

from task_discipline import compat

EVENT = "td_chat"
MOST_CHARACTERS = 1_000
"""Of a message that is sent whole; of a longer one its id tells that it is there."""


def tell(users: Collection[str], payload: Mapping[str, object]) -> None:
	"""Send ``payload`` ({what, group, ...}) to the desks of ``users`` when the transaction is through."""
	awake = _with_desk(users)
	if awake:
		compat.publish_to(EVENT, payload, [realtime.get_user_room(user) for user in awake])


def tell_message(users: Collection[str], what: str, message: Mapping[str, object], people: object) -> None:
	"""Tell of a message, ``what`` being "message" for a new one and "changed" for another."""
	# The words of a quiet line depend on the reader's language, so each one asks for them.
	whole = message["kind"] != "Event" and len(str(message["text"] or "")) <= MOST_CHARACTERS
	told = {"message": message, "people": people} if whole else {"message": message["name"]}
	tell(users, {"what": what, "group": message["chat_group"], **told})


def _with_desk(users: Collection[str]) -> list[str]:
	"""Those of ``users`` who may chat: an account that was disabled may have a window open still."""
	if not users:
		return []
	# Nearly everybody may, so the others are the shorter answer.
	asleep = frappe.db.sql(
		"select name from `tabUser` where name in %s and (enabled = 0 or user_type != 'System User')",
		(tuple(users),),
		pluck=True,
	)
	return [user for user in users if user not in asleep]

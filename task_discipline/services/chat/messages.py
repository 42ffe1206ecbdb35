"""What a member says, edits, takes back and answers to with a picture."""

from collections.abc import Collection, Sequence

import frappe
from frappe import _

from task_discipline import compat
from task_discipline.chat_names import MEMBER, MESSAGE
from task_discipline.domain import chat_text
from task_discipline.services import clock, settings
from task_discipline.services.chat import (
	answers,
	blocked,
	changing,
	files,
	locks,
	notices,
	posting,
	rate,
	standing,
	unread,
	view,
)

Row = frappe._dict
Shown = dict[str, object]
_LONGEST_KEY = 64
_SAVEPOINT = "td_chat_message"
_MOST_REACTIONS = 20
"""Different pictures at one message."""


def send(
	group: object,
	text: object,
	client_id: object,
	reply_to: int | None = None,
	attached: Collection[object] = (),
	chosen: Collection[str] = (),
	**more: object,
) -> Shown:
	"""Say something in the name of the session's user; the same ``client_id`` twice is one message.

	``attached`` names files that he has uploaded, ``chosen`` the people whom he has picked for an @; ``more`` are
	columns of a message of another kind, a question for one.
	"""
	user = standing.person()
	key = _checked_key(client_id)
	about = standing.group_of(group, user)
	if known := _sent(user, key):
		return _again(known, group)
	standing.require_open(about)
	rate.count(rate.MESSAGES)
	claimed = files.claim(attached, user)
	record, mentioned = _record(about, user, text, chosen, is_file=bool(claimed))
	if reply_to:
		record["reply_to"] = _answered(about.name, reply_to)
	return _store(about.name, {**record, "client_id": key, **more}, mentioned, claimed)


def _store(group: str, record: Shown, mentioned: Sequence[str], claimed: Sequence[Row]) -> Shown:
	frappe.db.savepoint(_SAVEPOINT)
	try:
		message = posting.say(group, record | {"files": view.packed(files.described(claimed))}, mentioned)
	except Exception as error:
		if not compat.is_unique_key_violation(error):
			raise
		frappe.db.rollback(save_point=_SAVEPOINT)
		# The same message came twice at once, and the other was quicker.
		known = _sent(str(record["author"]), str(record["client_id"]), lock=compat.as_committed_shared())
		if not known:
			raise
		return _again(known, group)
	files.attach(claimed, int(str(message["name"])))
	return message


def _record(
	group: Row, user: str, text: object, chosen: Collection[str], *, is_file: bool
) -> tuple[Shown, tuple[str, ...]]:
	words, mentioned = _words(group.name, user, text, chosen)
	if not words and not is_file:
		frappe.throw(_("Write something, or attach a file."))
	return {"author": user, "kind": "Message", "text": words}, mentioned


def _words(group: str, user: str, text: object, chosen: Collection[str]) -> tuple[str, tuple[str, ...]]:
	"""What is stored of ``text``, and whom it addresses."""
	words = checked_text(text)
	people = _names_in(group) if "@" in words else {}
	mentioned = chat_text.mentions_in(words, people, chosen)
	names = [name for one in mentioned for name in (people[one], one)]
	return blocked.mask(words, names), tuple(one for one in mentioned if one != user)


def checked_text(text: object) -> str:
	"""Plain words as they are stored. Raises ``frappe.ValidationError`` for anything else, and for too many."""
	if text is not None and not isinstance(text, str):
		frappe.throw(_("Send the message as plain text."))
	if len(text or "") > 10 * chat_text.MOST_CHARACTERS:
		_refuse_length()
	words = chat_text.clean(text or "")
	if len(words) > chat_text.MOST_CHARACTERS:
		_refuse_length()
	return words


def _refuse_length() -> None:
	frappe.throw(
		_("A message has at most {0} characters. Shorten it, or attach it as a file.").format(
			chat_text.MOST_CHARACTERS
		),
		frappe.CharacterLengthExceededError,
	)


def _names_in(group: str) -> dict[str, str]:
	return dict(
		frappe.db.sql(
			f"""select member.`user`, coalesce(person.full_name, '') from `tab{MEMBER}` member
			join `tabUser` person on person.name = member.`user` where member.chat_group = %s""",
			group,
		)
	)


def _checked_key(key: object) -> str:
	if key in (None, ""):
		return frappe.generate_hash(length=20)
	if not isinstance(key, str) or len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
		frappe.throw(_("The key of the message could not be read. Reload the page and send it again."))
	return key


def _sent(user: str, key: str, lock: str = "") -> Row | None:
	"""What the author has stored under this key."""
	found = frappe.db.sql(
		f"""select {view.COLUMNS} from `tab{MESSAGE}` {compat.by_index("unique_author_client_id")}
		where author = %s and client_id = %s {lock}""",
		(user, key),
		as_dict=True,
	)
	return found[0] if found else None


def _again(known: Row, group: object) -> Shown:
	if known.chat_group != group:
		frappe.throw(_("This message was sent into another group. Reload the page and send it again."))
	return view.page([known])["messages"][0]


def _answered(group: str, message: object) -> int:
	name = number(message)
	found = frappe.db.get_value(MESSAGE, name, ["chat_group", "kind", "deleted"], as_dict=True)
	if not found or found.chat_group != group or found.kind == "Event":
		frappe.throw(
			_("The message that you reply to is not in this group. Reply there, or write without a reply.")
		)
	if found.deleted:
		frappe.throw(_("The message that you reply to was deleted meanwhile. Send yours without the reply."))
	return name


def number(message: object) -> int:
	"""The id of a message as a client sends it. Raises ``frappe.ValidationError`` for anything else."""
	text = str(message)
	if isinstance(message, bool) or not text.isascii() or not text.isdecimal() or len(text) > 18:
		frappe.throw(_("There is no such message. Reload the page and try again."))
	return int(text)


def edit(message: object, text: object) -> Shown:
	"""The author changes the words of his message, as long as the site lets him."""
	rate.count("changes")
	row, about, user = held(message)
	_check_edit(row, about, user)
	chosen = view.parsed(row.mentions, [])
	words, mentioned = _words(about.name, user, text, chosen)
	if not words and not row.files:
		frappe.throw(_("Write something. To take the message back, delete it."))
	members = locks.members(about.name)
	late = [one for one in members if one.last_read < row.name]
	unread.move_mentions(late, set(mentioned) - set(chosen), 1)
	unread.move_mentions(late, set(chosen) - set(mentioned), -1)
	notices.follow_edit(about, Row(row | {"text": words}), members, mentioned, chosen)
	return changing.change(row, text=words, mentions=view.packed(mentioned), edited_at=clock.now())


def _check_edit(row: Row, about: Row, user: str) -> None:
	_check_present(row, about)
	if row.author != user:
		frappe.throw(_("Only its author edits a message."), frappe.PermissionError)
	window = settings.load().chat.edit_time
	if clock.stamp() - row.creation > window:
		frappe.throw(
			_("A message is edited within {0} minutes. Write a new one.").format(
				int(window.total_seconds() // 60)
			)
		)


def _check_present(row: Row, about: Row) -> None:
	standing.require_open(about)
	if row.deleted:
		frappe.throw(_("This message was deleted."))
	if row.kind == "Event":
		frappe.throw(_("This line was written by the system and stays as it is."), frappe.PermissionError)


def delete(message: object) -> Shown:
	"""The author takes a message back, or an admin of the group does; a mark stays where it was."""
	rate.count("changes")
	row, about, user = held(message)
	if row.deleted:
		return view.page([row])["messages"][0]
	_check_present(row, about)
	may = row.author == user or (about.is_admin and about.kind not in ("Direct", "Record"))
	if not may:
		frappe.throw(_("Only its author and admins of the group delete a message."), frappe.PermissionError)
	return erase(row)


def erase(row: Row) -> Shown:
	"""Empty a message of a group that is held, with its files, and count it for nobody any more."""
	unread.take_back(locks.members(row.chat_group), row, view.parsed(row.mentions, []))
	files.drop([row.name])
	answers.close([row])
	notices.forget(row)
	return changing.change(row, deleted=1, text=None, files=None, reactions=None, mentions=None)


def react(message: object, emoji: object) -> Shown:
	"""Put a picture to a message, or take it away again."""
	if not isinstance(emoji, str) or not chat_text.is_emoji(emoji):
		frappe.throw(_("React with one emoji of the list."))
	rate.count("reactions")
	row, about, user = held(message)
	_check_present(row, about)
	given = view.parsed(row.reactions, {})
	users = [*(one for one in given.get(emoji, []) if one != user)]
	if user not in given.get(emoji, []):
		users.append(user)
	given = {**given, emoji: users}
	given = {one: people for one, people in given.items() if people}
	if len(given) > _MOST_REACTIONS:
		frappe.throw(
			_("A message has at most {0} different reactions. Choose one of them.").format(_MOST_REACTIONS)
		)
	return changing.change(row, reactions=view.packed(given))


def held(message: object) -> tuple[Row, Row, str]:
	"""A message for a change of its own: its row and its group, held, and the session's user, a member.

	Raises ``frappe.PermissionError`` for a stranger, in the same words whether there is such a message or not.
	"""
	user, name = standing.person(), number(message)
	group = frappe.db.get_value(MESSAGE, name, "chat_group")
	about = standing.group_of(group or "", user)
	locks.hold(about.name)
	return locks.message(name, view.COLUMNS), about, user

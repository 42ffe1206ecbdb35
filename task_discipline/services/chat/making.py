"""Makes groups: of people who were chosen, of two, or of those who are on a record."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

import frappe
from frappe import _

from task_discipline import compat
from task_discipline.chat_names import GROUP, MEMBER
from task_discipline.domain import chat_text
from task_discipline.services import rows, settings
from task_discipline.services.chat import blocked, groups, people, posting, rate, realtime, standing
from task_discipline.standing import USER_ROLE, is_manager

Shown = dict[str, object]
_SERIES = "TDG-.#####"
MOST_MEMBERS = 1_000
_LONGEST_TITLE, _LONGEST_DESCRIPTION = 140, 500


def make(kind: object, title: object, description: object = None, members: Collection[object] = ()) -> Shown:
	"""A group of the session's user, who becomes its admin, and ``members``; returns ``{group, people}``."""
	user = standing.person()
	_require_maker(user)
	if kind not in ("Open", "Private"):
		frappe.throw(_("Choose whether the group is open or private."))
	values = {"kind": kind, "title": checked_title(title), "description": checked_description(description)}
	invited = people.require([one for one in members if one != user])
	require_room(len(invited) + 1)
	rate.count("groups")
	name = insert(values, [user, *invited], admins={user})
	posting.note(name, "made")
	realtime.tell(invited, {"what": "groups", "group": name})
	return groups.of_group(name, user)


def _require_maker(user: str) -> None:
	makers = settings.load().chat.group_makers
	is_user = makers == "Everybody" or (makers == "Users" and USER_ROLE in frappe.get_roles(user))
	if not is_user and not is_manager(user):
		frappe.throw(
			_("You may not make groups on this site. Ask a Task Discipline Manager to make this one."),
			frappe.PermissionError,
		)


def require_room(number: int) -> None:
	"""Raises ``frappe.ValidationError`` for a group of more people than one can talk to."""
	if number > MOST_MEMBERS:
		frappe.throw(
			_("A group has at most {0} members. Make another one for the others.").format(MOST_MEMBERS)
		)


def checked_title(title: object) -> str:
	"""The name of a group in one line. Raises ``frappe.ValidationError`` for none and for one that is too long."""
	words = " ".join(chat_text.clean(title).split()) if isinstance(title, str) else ""
	if not words:
		frappe.throw(_("Give the group a name."), title=_("Name of the group"))
	if len(words) > _LONGEST_TITLE:
		frappe.throw(_("The name of a group has at most {0} characters.").format(_LONGEST_TITLE))
	return blocked.mask(words)


def checked_description(description: object) -> str:
	"""What the group is for, in plain words."""
	words = chat_text.clean(description) if isinstance(description, str) else ""
	if len(words) > _LONGEST_DESCRIPTION:
		frappe.throw(_("The description of a group has at most {0} characters.").format(_LONGEST_DESCRIPTION))
	return blocked.mask(words)


def insert(values: Mapping[str, object], members: Sequence[str], admins: Collection[str] = ()) -> str:
	"""A group with its members and nothing said yet; returns its name."""
	record = {"title": None, "description": None, "record_key": None, **values}
	(name,) = rows.insert(GROUP, [record], compat.next_in_series(_SERIES, 1))
	rows.insert(
		MEMBER, [{"chat_group": name, "user": user, "is_admin": int(user in admins)} for user in members]
	)
	return str(name)


def direct_with(other: object) -> Shown:
	"""The talk of the session's user with one other person, made where there is none; returns ``{group, people}``."""
	user = standing.person()
	if other == user:
		frappe.throw(_("Choose another person: a direct talk is between two."))
	name = isinstance(other, str) and frappe.db.get_value(GROUP, {"record_key": direct_key(user, other)})
	if not name:
		people.require([other])
		rate.count("groups")
		name = once({"kind": "Direct", "record_key": direct_key(user, str(other))}, [user, str(other)])
	return groups.of_group(str(name), user)


def direct_key(one: str, other: str) -> str:
	"""The key under which two people have one direct talk, whoever began it."""
	return "Direct:" + sha256("\n".join(sorted((one, other))).encode()).hexdigest()[:40]


def once(values: Mapping[str, object], members: Sequence[str]) -> str:
	"""A new group with this ``record_key``. Raises ``MadeMeanwhile`` where somebody else was quicker."""
	frappe.db.savepoint(_SAVEPOINT)
	try:
		return insert(values, members)
	except Exception as error:
		if not compat.is_unique_key_violation(error):
			raise
		frappe.db.rollback(save_point=_SAVEPOINT)
		raise MadeMeanwhile(_("Somebody else has just opened this talk. Open it again.")) from error


class MadeMeanwhile(frappe.ValidationError):
	"""The group is there, and this transaction does not see it: it began before."""


_SAVEPOINT = "td_chat_group"

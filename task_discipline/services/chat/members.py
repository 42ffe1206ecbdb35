"""Who belongs to a group: people join, leave, are added and removed, and some of them are its admins."""

from collections.abc import Collection, Sequence

import frappe
from frappe import _

from task_discipline import chat_rights, compat_words
from task_discipline.chat_names import GROUP, MEMBER
from task_discipline.services import rows
from task_discipline.services.chat import (
	answers,
	caretaking,
	groups,
	locks,
	making,
	people,
	posting,
	rate,
	realtime,
	standing,
)

Row = frappe._dict
Shown = dict[str, object]


def listed(group: object) -> Shown:
	"""``{members: [{user, is_admin}], people}``, admins first, for a member of the group."""
	about = standing.group_of(group, standing.person())
	found = frappe.db.sql(
		f"""select member.`user`, member.is_admin from `tab{MEMBER}` member
		left join `tabUser` person on person.name = member.`user`
		where member.chat_group = %s order by member.is_admin desc, person.full_name, member.`user`""",
		about.name,
		as_dict=True,
	)
	return {"members": found, "people": people.cards([row.user for row in found])}


def join(group: object) -> Shown:
	"""The session's user becomes a member of an open group."""
	user = standing.person()
	rate.count("people")
	held = locks.hold(group) if isinstance(group, str) else Row()
	# Whoever is in may come in again; nobody learns by trying whether there is a private group of that name.
	if not held or (held.kind != "Open" and not locks.member(held.name, user)):
		chat_rights.deny(group)
	standing.require_open(held)
	_require_room(held, [user])
	if add(held, [user]):
		posting.note(held.name, "joined")
	return groups.of_group(held.name, user)


def _require_room(held: Row, users: Sequence[str]) -> None:
	making.require_room(len({*users, *(member.user for member in locks.members(held.name))}))


def add(held: Row, users: Sequence[str]) -> list[str]:
	"""Make ``users`` members of a group that is held, from now on; returns those who were none."""
	known = {member.user for member in locks.members(held.name)}
	new = [user for user in users if user not in known]
	common = {"chat_group": held.name, "last_read": held.last_message or 0}
	rows.insert(MEMBER, [{**common, "user": user} for user in new], keep_existing=True)
	realtime.tell(new, {"what": "groups", "group": held.name})
	return new


def drop(held: Row, users: Collection[str]) -> list[str]:
	"""End the membership of ``users`` in a group that is held; returns those who were members."""
	gone = [member for member in locks.members(held.name) if member.user in users]
	if gone:
		frappe.db.delete(MEMBER, {"name": ("in", [member.name for member in gone])})
		realtime.tell([member.user for member in gone], {"what": "groups", "group": held.name})
		answers.of_leavers(held, [member.user for member in gone])
	return [member.user for member in gone]


def leave(group: object) -> None:
	"""The session's user is a member no more; the last admin names another one first, the last member closes it."""
	user = standing.person()
	about, held = _held(group, user)
	if about.kind in ("Direct", "Record"):
		standing.refuse_kind(about)
	if not held.archived:
		_require_admin_left(held, user)
	drop(held, [user])
	posting.note(held.name, "left")
	caretaking.settle(held)


def _held(group: object, user: str) -> tuple[Row, Row]:
	"""The group with what the person is in it, as committed now, and the same group, held."""
	about = standing.group_of(group, user)
	rate.count("people")  # each leaves a line, and tells everybody to look
	held = locks.hold(about.name)
	member = locks.member(about.name, user)
	if not held or not member:
		chat_rights.deny(group)
	return frappe._dict({**about, **held, "is_admin": member.is_admin}), held


def _require_admin_left(held: Row, user: str) -> None:
	if caretaking.is_only_admin(held, user):
		frappe.throw(
			_(
				"You are the only admin of this group. Make another member an admin first, or archive the group."
			)
		)


def invite(group: object, users: Collection[object]) -> Shown:
	"""Add people: to a private group its admins do, to an open one every member."""
	user = standing.person()
	about, held = _held(group, user)
	if about.kind != "Open":
		standing.require_admin(about)
	standing.require_open(about)
	wanted = people.require(users)
	if not wanted:
		frappe.throw(_("Choose whom to add."))
	_require_room(held, wanted)
	if new := add(held, wanted):
		posting.note(held.name, "added", people=new)
	return listed(held.name)


def remove(group: object, user: object) -> Shown:
	"""An admin takes somebody out of the group, who hears nothing more from then on."""
	about, held = _held(group, standing.person())
	standing.require_admin(about)
	if not held.archived:
		_require_admin_left(held, str(user))
	if not drop(held, [str(user)]):
		_refuse_absent()
	posting.note(held.name, "removed", people=[str(user)])
	caretaking.settle(held)
	return listed(held.name) if user != frappe.session.user else {"members": [], "people": {}}


def _refuse_absent() -> None:
	frappe.throw(_("This person is no member of the group. Reload the page."))


def set_admin(group: object, user: object, *, is_admin: bool) -> Shown:
	"""An admin makes a member an admin, too, or takes that from him."""
	about, held = _held(group, standing.person())
	standing.require_admin(about)
	member = locks.member(held.name, str(user))
	if not member:
		_refuse_absent()
	if not is_admin:
		_require_admin_left(held, str(user))
	if bool(member.is_admin) != is_admin:
		frappe.db.set_value(MEMBER, member.name, "is_admin", int(is_admin), update_modified=False)
		posting.note(held.name, "made_admin" if is_admin else "unmade_admin", people=[str(user)])
	return listed(held.name)


def set_muted(group: object, *, muted: bool) -> Shown:
	"""The session's user hears of this group only where he is addressed, or of all again."""
	user = standing.person()
	about, held = _held(group, user)
	name = {"chat_group": held.name, "user": user}
	frappe.db.set_value(MEMBER, name, "muted", int(muted), update_modified=False)
	realtime.tell([user], {"what": "groups", "group": about.name})
	return groups.of_group(about.name, user)


def rename(group: object, title: object, description: object = None) -> Shown:
	"""An admin gives the group another name and says what it is for."""
	user = standing.person()
	about, held = _held(group, user)
	standing.require_admin(about)
	standing.require_open(about)
	values = {"title": making.checked_title(title)}
	if description is not None:
		values["description"] = making.checked_description(description)
	frappe.db.set_value(GROUP, held.name, values)
	if values["title"] != about.title:
		posting.note(held.name, "renamed", title=values["title"])
	_tell_all(held.name)
	return groups.of_group(held.name, user)


def archive(group: object, *, archived: bool) -> Shown:
	"""An admin ends the talk of a group, which can be read on, or lets it go on."""
	user = standing.person()
	about, held = _held(group, user)
	standing.require_admin(about)
	if bool(held.archived) != archived:
		frappe.db.set_value(GROUP, held.name, "archived", int(archived))
		posting.note(held.name, "archived" if archived else "unarchived")
		_tell_all(held.name)
	return groups.of_group(held.name, user)


def _tell_all(group: str) -> None:
	realtime.tell([one.user for one in locks.members(group)], {"what": "groups", "group": group})


def find_open(text: object) -> Shown:
	"""``{groups: [{name, title, description, members, is_member}]}``: open groups whose name holds ``text``."""
	user = standing.person()
	words = str(text or "").strip()[:140].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
	found = frappe.db.sql(
		f"""select about.name, about.title, about.description,
		(select count(*) from `tab{MEMBER}` one where one.chat_group = about.name) members,
		exists (select 1 from `tab{MEMBER}` own where own.chat_group = about.name and own.`user` = %s) is_member
		from `tab{GROUP}` about where about.kind = 'Open' and about.archived = 0 and {compat_words.like("about.title", "%s")}
		order by about.title, about.name limit 50""",
		(user, f"%{words}%"),
		as_dict=True,
	)
	return {"groups": found}

"""Plays the talk of the demo through the doors of the chat, and removes it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from functools import partial

import frappe

from task_discipline.chat_names import GROUP, MEMBER, MESSAGE, RECORDS
from task_discipline.services import settings
from task_discipline.services.acting import acting_as
from task_discipline.services.chat import groups, making, messages, questions, records, unread
from task_discipline.setup import traces
from task_discipline.setup.demo.company import user_of
from task_discipline.setup.demo.stage import Deed
from task_discipline.setup.demo.talk import TALKS, Line, Talk

_SHORTLY_BEFORE = timedelta(minutes=5)
_UNREAD = 2
"""Messages at the end of each group that some have not seen yet."""


class Talks:
	"""The groups while they are played."""

	def __init__(self, today: date) -> None:
		self._today = today
		self._groups: dict[Talk, str] = {}
		self._said: dict[tuple[str, str], int] = {}

	def deeds(self) -> Iterator[Deed]:
		"""Everything that is said, with its moment; nothing on a site without a chat."""
		if not settings.load().chat.enabled:
			return
		for talk in TALKS:
			yield self._moment(talk.lines[0]) - _SHORTLY_BEFORE, partial(self._make, talk)
			for line in talk.lines:
				yield self._moment(line), partial(self._say, talk, line)

	def read(self) -> None:
		"""Let everybody have read what is not quite new."""
		for group in self._groups.values():
			names = frappe.get_all(
				MESSAGE,
				{"chat_group": group},
				["name"],
				pluck="name",
				order_by="name desc",
				limit=_UNREAD + 1,
			)
			for user in frappe.get_all(MEMBER, {"chat_group": group}, pluck="user", order_by=None):
				unread.mark_read(group, user, names[-1])

	def _moment(self, line: Line) -> datetime:
		return line.moment.on(self._today)

	def _make(self, talk: Talk) -> None:
		with acting_as(user_of(talk.maker)):
			self._groups[talk] = self._made(talk)["group"]["name"]

	def _made(self, talk: Talk) -> groups.Shown:
		members = [user_of(key) for key in talk.members]
		if talk.kind == "Record":
			doctype, title = talk.about
			name = frappe.db.get_value(
				doctype, {groups.TITLE_FIELDS[doctype]: title, "owner": ("like", f"%@{_domain()}")}
			)
			return records.group_for(doctype, name)
		if talk.kind == "Direct":
			return making.direct_with(*members)
		return making.make(talk.kind, talk.title, talk.description, members)

	def _say(self, talk: Talk, line: Line) -> None:
		group = self._groups[talk]
		with acting_as(user_of(line.author)):
			name = self._stored(group, line)
		self._said[group, line.key] = name
		for emoji, person in line.reactions:
			with acting_as(user_of(person)):
				messages.react(name, emoji)

	def _stored(self, group: str, line: Line) -> int:
		if line.asks:
			said = questions.ask(group, line.text, user_of(line.asks), line.answer_by.on(self._today), None)
		else:
			reply_to = self._said[group, line.reply_to] if line.reply_to else None
			said = messages.send(group, line.text, None, reply_to, _uploaded(group, *line.file))
		return int(said["name"])


def _domain() -> str:
	return user_of("robert").partition("@")[2]


def _uploaded(group: str, file_name: str, content: str) -> list[str]:
	if not file_name:
		return []
	place = {"attached_to_doctype": GROUP, "attached_to_name": group}
	file = frappe.get_doc(doctype="File", file_name=file_name, content=content, is_private=1, **place)
	return [file.insert().name]


def files_of(people: Collection[str]) -> list[str]:
	"""Names of the files in the groups of the demo."""
	said = frappe.get_all(
		MESSAGE, {"chat_group": ("in", [*_groups_of(people), ""])}, pluck="name", order_by=None
	)
	place = {"attached_to_doctype": MESSAGE, "attached_to_name": ("in", [*map(str, said), ""])}
	return frappe.get_all("File", place, pluck="name", order_by=None)


def clear(people: Collection[str]) -> None:
	"""Delete the groups of the demo, those about its records, and the membership of ``people`` in any other."""
	_delete([*_groups_of(people), *_groups_of_nothing()])
	frappe.db.delete(MEMBER, {"user": ("in", [*people, ""])})


def _groups_of(people: Collection[str]) -> list[str]:
	"""Groups that a person of the demo has made, and in which nobody else is."""
	made = frappe.get_all(GROUP, {"owner": ("in", [*people, ""])}, pluck="name", order_by=None)
	shared = frappe.get_all(
		MEMBER,
		{"chat_group": ("in", [*made, ""]), "user": ("not in", [*people, ""])},
		pluck="chat_group",
		order_by=None,
	)
	return sorted(set(made) - set(shared))


def _groups_of_nothing() -> list[str]:
	return [
		name
		for doctype in RECORDS
		for name in frappe.db.sql(
			f"""select about.name from `tab{GROUP}` about
			left join `tab{doctype}` record on record.name = about.reference_name
			where about.reference_doctype = %s and record.name is null""",
			doctype,
			pluck=True,
		)
	]


def _delete(names: Collection[str]) -> None:
	if not names:
		return
	said = frappe.get_all(MESSAGE, {"chat_group": ("in", names)}, pluck="name", order_by=None, limit=0)
	traces.delete_references([MESSAGE], [str(name) for name in said])
	traces.delete_references([GROUP], names)
	for doctype, field in ((MESSAGE, "chat_group"), (MEMBER, "chat_group"), (GROUP, "name")):
		frappe.db.delete(doctype, {field: ("in", names)})

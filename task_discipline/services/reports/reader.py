"""Who looks at a report, and what he may see in it: always the session's person, whoever a client says he is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import frappe
from frappe import _

from task_discipline import people, permissions, rating_rights, visibility
from task_discipline.services import settings
from task_discipline.services.reports import scope
from task_discipline.standing import is_active, is_manager

RATING = "TD Task Rating"
_MAY_LACK = ("project", "template")
ONESELF, HEADS, EVERYBODY = "Oneself", "Heads", "Everybody"


@dataclass(frozen=True)
class Reader:
	"""The session's person with the conditions, in SQL, on what he may read; empty where he reads all."""

	user: str
	is_manager: bool
	subordinates: frozenset[str]
	ratings: str
	tasks: str

	def among(self, column: str) -> str:
		"""Condition on a ``column`` that names tasks."""
		return permissions.among_readable(column, self.user)

	def sees_rank_of(self, user: str) -> bool:
		"""Whether the site shows him how ``user`` stands among all."""
		if self.is_manager or user == self.user:
			return True
		shown_to = self._ranks_shown_to
		return shown_to == EVERYBODY or (shown_to == HEADS and user in self.subordinates)

	@cached_property
	def _ranks_shown_to(self) -> str:
		return settings.load().ranks_shown_to

	def scope_in_words(self) -> str:
		"""What the figures of his report are made of."""
		if self.is_manager:
			return _("All tasks of the site.")
		if self.subordinates:
			return _(
				"Tasks that you may see: those you take part in, and those your people set or answer for."
			)
		return _("Tasks that you may see: those you take part in.")


def of_session() -> Reader:
	"""The person in whose name the request or the job runs."""
	user = frappe.session.user
	return Reader(
		user=user,
		is_manager=is_manager(user),
		subordinates=people.people_of(user),
		ratings=rating_rights.condition(user),
		tasks=_tasks_of(user),
	)


def _tasks_of(user: str) -> str:
	collected = permissions.among_readable("`tabTD Task`.`name`", user)
	return visibility.row_by_row(user) if collected and is_active(user) else collected


def of_everything() -> Reader:
	"""For what the system sums in its own name; who may read the sums is asked where they are shown."""
	return Reader(frappe.session.user, True, frozenset(), "", "")


@dataclass(frozen=True)
class Narrowing:
	"""Filters of a report; each leaves fewer of the tasks that the reader may see, and none gives him more."""

	person: tuple[str, ...] = ()
	team: str | None = None
	assigner: str | None = None
	project: str | None = None
	template: str | None = None
	without: str | None = None
	"""The one of the two that must not be set: project or template."""

	@cached_property
	def members(self) -> tuple[str, ...]:
		"""People of the team that is asked for; every row of a report asks for them."""
		return tuple(scope.team_people([str(self.team)]).get(str(self.team), ()))

	def conditions(self, person_column: str) -> tuple[list[str], dict[str, object]]:
		"""SQL on a table of tasks or ratings, whose column of the responsible person is ``person_column``."""
		parts, values = [], {}
		if self.person:
			parts.append(f"`{person_column}` in %(person)s")
			values["person"] = self.person
		if self.team:
			parts.append(f"`{person_column}` in %(members)s")
			values["members"] = self.members or ("",)
		for column in ("assigner", "project", "template"):
			if value := getattr(self, column):
				parts.append(f"`{column}` = %({column})s")
				values[column] = value
		if self.without:
			parts.append(f"coalesce(`{self.without}`, '') = ''")
		return parts, values

	def of_lists(self, person_field: str) -> dict[str, object]:
		"""The same as filters of the host's list, whose field of the responsible person is ``person_field``."""
		found: dict[str, object] = {
			field: value for field in ("assigner", "project", "template") if (value := getattr(self, field))
		}
		people = (
			[user for user in self.members if not self.person or user in self.person] if self.team else []
		)
		if self.person or self.team:
			found[person_field] = ["in", people or list(self.person)]
		return found

	def of_report(self) -> dict[str, object]:
		"""The same as filters of another report."""
		return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}


def narrowing(filters: Mapping[str, object]) -> Narrowing:
	"""What ``filters`` of a client ask for. Raises ``frappe.ValidationError`` for what is no name."""
	named = {
		field: one_name(field, filters.get(field)) for field in ("team", "assigner", "project", "template")
	}
	without = str(filters.get("without") or "").lower()
	return Narrowing(
		person=_names(filters.get("person")), without=without if without in _MAY_LACK else None, **named
	)


def _names(value: object) -> tuple[str, ...]:
	if isinstance(value, str) and value.startswith("["):
		value = _parsed(value)
	many = value if isinstance(value, list | tuple) else [value]
	return tuple(name for one in many if (name := one_name("person", one)))


def _parsed(names: str) -> object:
	try:
		return frappe.parse_json(names)
	except ValueError:
		frappe.throw(_("The filter {0} takes names. Choose some of the list.").format("person"))


def one_name(field: str, value: object) -> str | None:
	"""The name that a filter asks for. Raises ``frappe.ValidationError`` for what is no name."""
	if value in (None, ""):
		return None
	if not isinstance(value, str | int) or "\0" in str(value):
		frappe.throw(_("The filter {0} takes one name. Choose one of the list.").format(field))
	return str(value)

"""Templates as the generator reads them: their rows with all children and files, in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import frappe

from task_discipline.services.generation.claims import TEMPLATE

_PEOPLE = ("candidates", "co_assignees", "observers")


@dataclass(frozen=True)
class Source:
	"""One template: its row, and what hangs on it in order."""

	row: frappe._dict
	candidates: tuple[str, ...] = ()
	co_assignees: tuple[str, ...] = ()
	observers: tuple[str, ...] = ()
	steps: tuple[frappe._dict, ...] = ()
	milestones: tuple[frappe._dict, ...] = ()
	files: tuple[frappe._dict, ...] = ()

	@property
	def name(self) -> str:
		"""Name of the template."""
		return self.row.name

	@property
	def named(self) -> set[str]:
		"""Everybody whom the template names."""
		steps = (step.person for step in self.steps)
		single = (self.row.assigner, self.row.owner, self.row.responsible, self.row.substitute)
		everyone = {*single, *steps, *self.candidates, *self.co_assignees, *self.observers}
		return {user for user in everyone if user}


def load(rows: Sequence[frappe._dict]) -> list[Source]:
	"""The templates of ``rows``, in their order."""
	names = [row.name for row in rows]
	if not names:
		return []
	people = _grouped("TD Task User", names, "parentfield, `user`")
	steps = _grouped("TD Template Step", names, "title, person, after, after_unit")
	milestones = _grouped("TD Template Milestone", names, "title, after, after_unit")
	files = _files(names)
	return [
		Source(
			row,
			**_by_field(people[row.name]),
			steps=tuple(steps[row.name]),
			milestones=tuple(milestones[row.name]),
			files=tuple(files[row.name]),
		)
		for row in rows
	]


def _grouped(doctype: str, names: list[str], columns: str) -> dict[str, list[frappe._dict]]:
	found = frappe.db.sql(
		f"select parent, {columns} from `tab{doctype}` where parenttype = %s and parent in %s order by parent, idx",
		(TEMPLATE, tuple(names)),
		as_dict=True,
	)
	return _collected(found, "parent")


def _files(names: list[str]) -> dict[str, list[frappe._dict]]:
	found = frappe.db.sql(
		"select * from `tabFile` where attached_to_doctype = %s and attached_to_name in %s order by creation",
		(TEMPLATE, tuple(names)),
		as_dict=True,
	)
	return _collected(found, "attached_to_name")


def _collected(rows: Iterable[frappe._dict], key: str) -> dict[str, list[frappe._dict]]:
	groups: dict[str, list[frappe._dict]] = defaultdict(list)
	for row in rows:
		groups[row[key]].append(row)
	return groups


def _by_field(people: Iterable[frappe._dict]) -> dict[str, tuple[str, ...]]:
	users: dict[str, list[str]] = {fieldname: [] for fieldname in _PEOPLE}
	for row in people:
		users[row.parentfield].append(row.user)
	return {fieldname: tuple(dict.fromkeys(found)) for fieldname, found in users.items()}

"""Who of the people that templates name can be given a task, and to whom it goes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe import _
from frappe.utils import get_fullname

from task_discipline.domain.worktime import WorkCalendar
from task_discipline.services import calendars
from task_discipline.services.generation.sources import Source

_Spans = Sequence[tuple[date, date]]


class Unavailable(Exception):
	"""Nobody of those whom the template names can answer for the task; says why, in words for its owner."""


@dataclass(frozen=True)
class Choice:
	"""Who answers for a task; ``turn`` is the place of the next one in turn; ``stands_in_for`` was not there."""

	responsible: str
	turn: int
	stands_in_for: str | None = None


@dataclass
class Staff:
	"""The people of one batch: who is active, when they are absent, how they work, how much they have to do."""

	active: frozenset[str]
	absences: Mapping[str, _Spans]
	calendars: Mapping[str, WorkCalendar]
	load: Counter[str] = field(default_factory=Counter)

	def is_there(self, user: str, day: date) -> bool:
		"""Whether the person has an active account and is not absent on ``day``."""
		return self.why_not(user, day) is None

	def why_not(self, user: str, day: date) -> str | None:
		"""Why the person cannot be given a task on ``day``; None where he can."""
		if user not in self.active:
			return _("the account of {0} is disabled").format(get_fullname(user))
		for first, last in self.absences.get(user, ()):
			if first <= day <= last:
				return _("{0} is absent until {1}").format(get_fullname(user), frappe.utils.formatdate(last))
		return None


def load(sources: Sequence[Source], first: date, last: date) -> Staff:
	"""The people whom ``sources`` name, with their absences between two days."""
	users = frozenset(user for source in sources for user in source.named)
	return Staff(
		active=_active(users),
		absences=calendars.absences_of(users, first, last),
		calendars=calendars.of_people(users),
		load=_open_tasks({user for source in sources if _by_load(source) for user in source.candidates}),
	)


def choose(source: Source, day: date, staff: Staff) -> Choice:
	"""Who answers for the task of ``day``. Raises ``Unavailable`` where the template says to stop."""
	if source.row.people_mode == "Fixed":
		return _fixed(source, day, staff)
	present = [user for user in source.candidates if staff.is_there(user, day)]
	if not present:
		return _substitute(source, _("nobody of the list is there"), None, day, staff)
	if _by_load(source):
		return Choice(min(present, key=lambda user: staff.load[user]), source.row.turn)
	return _in_turn(source, present)


def _fixed(source: Source, day: date, staff: Staff) -> Choice:
	user = source.row.responsible
	reason = staff.why_not(user, day)
	return _substitute(source, reason, user, day, staff) if reason else Choice(user, source.row.turn)


def _in_turn(source: Source, present: Sequence[str]) -> Choice:
	"""The first one present from the place whose turn it is; an absent person is passed over, not remembered."""
	order = source.candidates
	for step in range(len(order)):
		place = (source.row.turn + step) % len(order)
		if order[place] in present:
			return Choice(order[place], (place + 1) % len(order))
	raise AssertionError("somebody of the list is present")


def _substitute(source: Source, reason: str, missing: str | None, day: date, staff: Staff) -> Choice:
	stand_in = source.row.substitute if source.row.if_absent == "Substitute" else None
	if not stand_in:
		raise Unavailable(_("No task was made: {0}.").format(reason))
	also = staff.why_not(stand_in, day)
	if also:
		raise Unavailable(_("No task was made: {0}, and {1}.").format(reason, also))
	return Choice(stand_in, source.row.turn, stands_in_for=missing or reason)


def _by_load(source: Source) -> bool:
	return source.row.people_mode == "Least Loaded"


def _active(users: Iterable[str]) -> frozenset[str]:
	filters = {"name": ("in", list(users)), "enabled": 1, "user_type": "System User"}
	return frozenset(frappe.get_all("User", filters=filters, pluck="name", order_by=None))


def _open_tasks(users: set[str]) -> Counter[str]:
	"""Open tasks that each of ``users`` answers for."""
	if not users:
		return Counter()
	rows = frappe.db.sql(
		"""select responsible, count(*) from `tabTD Task`
		where responsible in %s and status in ('New', 'In Progress', 'On Hold') group by responsible""",
		(tuple(users),),
	)
	return Counter(dict(rows))

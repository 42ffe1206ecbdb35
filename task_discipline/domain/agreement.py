"""Whether a person has agreed to the deadline that he is measured by, and how.

He agrees by a word (he accepts the task, starts it, agrees to a deadline), by having asked for that deadline himself,
or by silence, where the site counts it. A deadline that is moved earlier asks him anew; one that is moved later needs
no answer from somebody who has agreed already.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from task_discipline.domain.worktime import NoWorkingTime, WorkCalendar, add_work_time


class Agreement(str, Enum):
	"""How a person stands to the deadline in force."""

	ACCEPTED = "Accepted"
	OWN_PROPOSAL = "Own Proposal"
	SILENCE = "Silence"
	NOT_AGREED = "Not Agreed"


class Kind(str, Enum):
	"""What of the history of a task matters here."""

	ACCEPTED = "accepted"
	"""He said yes."""
	OBJECTED = "objected"
	"""He asked for another deadline, or declined: silence counts no more until the deadline moves."""
	MOVED = "moved"
	CHOSE = "chose"
	"""He set the deadline himself, as a manager may."""


@dataclass(frozen=True)
class Happening:
	"""One of these, at its moment; ``deadline`` is the one asked for, or the new one."""

	at: datetime
	kind: Kind
	deadline: datetime | None = None


@dataclass(frozen=True)
class Given:
	"""The task as the person got it: when, and with which deadline."""

	at: datetime
	deadline: datetime | None


@dataclass(frozen=True)
class Silence:
	"""Working time without an answer after which a deadline counts as agreed; none where ``span`` is zero.

	``calendar`` is the person's own, his absences closed: whoever is away is not silent.
	"""

	calendar: WorkCalendar
	span: timedelta

	def ends(self, since: datetime, deadline: datetime | None) -> datetime | None:
		"""When silence since then makes ``deadline`` agreed; None where it never does.

		That moment must not lie after the deadline: nobody agrees to what has passed already.
		"""
		if not self.span or deadline is None:
			return None
		try:
			end = add_work_time(self.calendar, since, self.span)
		except NoWorkingTime:
			return None
		return end if end <= deadline else None


@dataclass(frozen=True)
class Verdict:
	"""How a person stands to the deadline in force at a moment."""

	agreement: Agreement
	since: datetime | None
	"""When he agreed to it; None where he has not."""
	asked_at: datetime
	"""When the deadline in force was last put before him as something to agree to."""
	silence_ends: datetime | None
	"""When his silence will make it agreed; None where it is agreed, and where silence does not count."""
	was: datetime | None
	"""The later deadline that he had before, where the one in force is earlier and he has not agreed to it."""

	@property
	def is_agreed(self) -> bool:
		"""Whether fines may be counted by it."""
		return self.agreement is not Agreement.NOT_AGREED


_YES = frozenset({"Assignment Accepted", "Started", "Deadline Agreed"})


def happening(
	event: str,
	at: datetime,
	*,
	is_his: bool,
	old_deadline: datetime | None,
	new_deadline: datetime | None,
) -> Happening | None:
	"""What an event of TD Task Event says here; None where it says nothing.

	``is_his``: the person himself did it, and no other task on which his one waits asked for him
	(``blocked_by`` in the details of the event).
	"""
	if event in _YES:
		return Happening(at, Kind.ACCEPTED)
	if event == "Declined":
		return Happening(at, Kind.OBJECTED)
	if event == "Deadline Proposed":
		return Happening(at, Kind.OBJECTED, new_deadline) if is_his else None
	if new_deadline != old_deadline:
		return Happening(at, Kind.CHOSE if is_his else Kind.MOVED, new_deadline)
	return None


def grants(asked: datetime | None, given: datetime) -> bool:
	"""Whether a new deadline gives what was asked for: as much time, or more."""
	return asked is not None and given >= asked


def judge(given: Given, happenings: Iterable[Happening], silence: Silence, until: datetime) -> Verdict:
	"""How a person stands at ``until`` to the deadline in force then.

	``happenings`` are those of his own time with the task, the oldest first; moments are aware.
	"""
	standing = _Standing(given.deadline, given.at)
	for one in happenings:
		if one.at > until:
			break
		standing = _STEPS[one.kind](_heard(standing, silence, one.at), one)
	return _verdict(_heard(standing, silence, until), silence)


@dataclass(frozen=True)
class _Standing:
	deadline: datetime | None
	asked_at: datetime
	agreement: Agreement = Agreement.NOT_AGREED
	since: datetime | None = None
	agreed_to: datetime | None = None
	"""The last deadline that he agreed to, and the way and the moment he did, kept while another one asks anew."""
	is_open: bool = True
	"""The deadline in force waits for his answer."""
	objects: bool = False
	wish: datetime | None = None
	was: datetime | None = None


def _heard(now: _Standing, silence: Silence, moment: datetime) -> _Standing:
	"""Where he has been silent for long enough by that moment, he has agreed."""
	end = _silence_ends(now, silence)
	return _agreed(now, Agreement.SILENCE, end) if end and end <= moment else now


def _silence_ends(now: _Standing, silence: Silence) -> datetime | None:
	return silence.ends(now.asked_at, now.deadline) if now.is_open and not now.objects else None


def _agreed(now: _Standing, agreement: Agreement, at: datetime) -> _Standing:
	return replace(
		now,
		agreement=agreement,
		since=at,
		agreed_to=now.deadline,
		is_open=False,
		objects=False,
		was=None,
	)


def _accept(now: _Standing, one: Happening) -> _Standing:
	if now.is_open or now.agreement is Agreement.SILENCE:
		return _agreed(now, Agreement.ACCEPTED, one.at)
	return now


def _object(now: _Standing, one: Happening) -> _Standing:
	return replace(now, objects=now.is_open, wish=one.deadline)


def _choose(now: _Standing, one: Happening) -> _Standing:
	return _agreed(replace(now, deadline=one.deadline, wish=None), Agreement.OWN_PROPOSAL, one.at)


def _move(now: _Standing, one: Happening) -> _Standing:
	deadline = one.deadline
	if deadline is None:
		return now
	if grants(now.wish, deadline):
		return _choose(now, one)
	if now.agreed_to and deadline >= now.agreed_to:
		return replace(now, deadline=deadline, agreed_to=deadline, is_open=False, objects=False, was=None)
	return _asked_anew(now, deadline, one.at)


def _asked_anew(now: _Standing, deadline: datetime, at: datetime) -> _Standing:
	before = max(filter(None, (now.was, now.deadline)), default=None)
	return replace(
		now,
		deadline=deadline,
		asked_at=at,
		is_open=True,
		objects=False,
		wish=None,
		was=before if before and deadline < before else None,
	)


_STEPS = {Kind.ACCEPTED: _accept, Kind.OBJECTED: _object, Kind.MOVED: _move, Kind.CHOSE: _choose}


def _verdict(now: _Standing, silence: Silence) -> Verdict:
	if now.is_open:
		ends = _silence_ends(now, silence)
		return Verdict(Agreement.NOT_AGREED, None, now.asked_at, ends, now.was)
	return Verdict(now.agreement, now.since, now.asked_at, None, None)

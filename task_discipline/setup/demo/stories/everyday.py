"""The work of every day, three months of it: small tasks of which most are kept, some late, moved, returned or held.

Who they are and how they work stands in ``WORKERS``; what becomes of a task, in ``FATES``. Days are working days.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from task_discipline.setup.demo.script import Beat, Story, at, beat

_FIRST, _LAST = -62, -2
"""The days on which the first and the last of these tasks are set."""
_SPAN = 5
_CUSTOMERS = ("Brask", "Nordwind", "Helios", "Veldt", "Marlow", "Quist", "Tamar", "Ostro", "Lindgren")


@dataclass(frozen=True)
class Worker:
	"""One person's usual work: who sets it, every how many days a task comes, and what becomes of them in turn."""

	key: str
	chief: str
	subjects: Sequence[tuple[str, float]]
	"""What is to be done for a customer, and the hours that it is thought to take."""
	fates: Sequence[str]
	every: int = 6
	offset: int = 0
	priorities: Sequence[str] = field(default=("Medium", "Medium", "High", "Low"))


@dataclass(frozen=True)
class Case:
	"""One task before anything has happened to it."""

	worker: str
	chief: str
	begins: int
	due: int
	colleague: str


def _accepted(case: Case) -> Beat:
	return beat(case.begins, "11:00", case.worker, "accept_assignment")


def _submitted(case: Case, day: int, clock: str = "14:30") -> Beat:
	return beat(day, clock, case.worker, "submit_task", result="<p>Done, all papers are in the folder.</p>")


def _approved(case: Case, day: int, clock: str = "16:40") -> Beat:
	return beat(day, clock, case.chief, "accept_result")


def _kept(case: Case) -> Iterator[Beat]:
	yield from (_accepted(case), _submitted(case, case.due), _approved(case, case.due))


def _early(case: Case) -> Iterator[Beat]:
	day = case.due - 2
	yield from (_accepted(case), _submitted(case, day), _approved(case, day))


def _late(case: Case) -> Iterator[Beat]:
	day = case.due + 1
	yield from (_accepted(case), _submitted(case, day, "11:20"), _approved(case, day))


def _very_late(case: Case) -> Iterator[Beat]:
	day = case.due + 3
	yield from (_accepted(case), _submitted(case, day), _approved(case, day))


def _returned(case: Case) -> Iterator[Beat]:
	yield _accepted(case)
	yield _submitted(case, case.due - 2, "10:10")
	yield beat(case.due - 2, "16:00", case.chief, "return_for_rework", reason="The totals do not agree.")
	yield from (_submitted(case, case.due, "12:00"), _approved(case, case.due))


def _returned_late(case: Case) -> Iterator[Beat]:
	yield from (_accepted(case), _submitted(case, case.due, "12:30"))
	yield beat(case.due + 1, "10:00", case.chief, "return_for_rework", reason="Half of it is missing.")
	yield from (_submitted(case, case.due + 3, "11:00"), _approved(case, case.due + 3))


def _moved(case: Case) -> Iterator[Beat]:
	asked = {"deadline": at(case.due + 2), "reason": "The customer answers only on Thursday."}
	yield _accepted(case)
	yield beat(case.due - 1, "10:00", case.worker, "propose_deadline", **asked)
	yield beat(case.due - 1, "15:00", case.chief, "agree_to_deadline")
	yield from (_submitted(case, case.due + 2, "11:30"), _approved(case, case.due + 2))


def _moved_late(case: Case) -> Iterator[Beat]:
	moved = {"deadline": at(case.due + 4), "reason": "Better late than half done."}
	yield _accepted(case)
	yield beat(case.due + 1, "10:00", case.chief, "change_deadline", **moved)
	yield from (_submitted(case, case.due + 3), _approved(case, case.due + 4, "10:30"))


def _held(case: Case) -> Iterator[Beat]:
	yield _accepted(case)
	yield beat(case.begins + 1, "10:00", case.chief, "hold", reason="We wait for the customer's papers.")
	yield beat(case.due, "09:30", case.chief, "resume")
	yield from (_submitted(case, case.due + 1, "15:00"), _approved(case, case.due + 1))


def _reviewed_late(case: Case) -> Iterator[Beat]:
	yield from (_accepted(case), _submitted(case, case.due - 1), _approved(case, case.due + 3))


def _cancelled(case: Case) -> Iterator[Beat]:
	yield _accepted(case)
	yield beat(case.begins + 2, "12:00", case.chief, "cancel_task", reason="The customer has withdrawn.")


def _handed_over(case: Case) -> Iterator[Beat]:
	moved = {"deadline": at(case.due + 4), "reason": "Time for whoever begins anew."}
	yield _accepted(case)
	yield beat(
		case.due + 1,
		"09:30",
		case.chief,
		"hand_over",
		person=case.colleague,
		reason="It has waited too long.",
	)
	yield beat(case.due + 1, "09:40", case.chief, "change_deadline", **moved)
	yield beat(case.due + 3, "15:00", case.colleague, "submit_task", result="<p>Done.</p>")
	yield _approved(case, case.due + 3)


def _own(case: Case) -> Iterator[Beat]:
	yield beat(case.begins, "11:00", case.worker, "start")
	yield _submitted(case, case.due, "12:00")


FATES: dict[str, Callable[[Case], Iterator[Beat]]] = {
	"kept": _kept,
	"early": _early,
	"late": _late,
	"very late": _very_late,
	"returned": _returned,
	"returned late": _returned_late,
	"moved": _moved,
	"moved late": _moved_late,
	"held": _held,
	"reviewed late": _reviewed_late,
	"cancelled": _cancelled,
	"handed over": _handed_over,
	"own": _own,
}
"""What can become of a task."""

WORKERS = (
	Worker(
		"marcus",
		"helena",
		(("Offer for {}", 3), ("Frame contract with {}", 6), ("Delivery dates for {}", 1)),
		("kept", "early", "kept", "late", "kept", "moved", "kept"),
	),
	Worker(
		"sofia",
		"helena",
		(("Visit report on {}", 2), ("Samples to {}", 1), ("Price list for {}", 4)),
		("kept", "late", "returned", "kept", "very late", "kept"),
		offset=1,
	),
	Worker(
		"tomasz",
		"helena",
		(("Sales figures of {}", 2), ("Commission on {}", 1.5)),
		("kept", "early", "kept", "early", "own", "kept", "reviewed late"),
		offset=2,
	),
	Worker(
		"helena",
		"robert",
		(("Discount for {}", 1), ("Yearly talk with {}", 5)),
		("kept", "late", "kept", "moved late", "kept"),
		every=7,
	),
	Worker(
		"jonas",
		"priya",
		(("Orders of {} through the interface", 6), ("Access of {} to the portal", 2)),
		("late", "kept", "returned", "kept", "moved", "handed over", "kept"),
	),
	Worker(
		"amelie",
		"priya",
		(("Addresses of {}", 3), ("Returns of {} in figures", 4)),
		("early", "kept", "kept", "returned", "early", "kept"),
		offset=3,
	),
	Worker(
		"kenji",
		"priya",
		(("Mailbox for {}", 1), ("Telephone line to {}", 2), ("Archive of {}", 5)),
		("kept", "held", "very late", "kept", "cancelled", "kept", "returned late"),
		offset=1,
	),
	Worker(
		"priya", "robert", (("Costs of the server for {}", 3),), ("kept", "kept", "late", "early"), every=8
	),
	Worker(
		"ingrid",
		"robert",
		(("Insurance of the goods for {}", 4),),
		("kept", "reviewed late", "kept"),
		every=9,
	),
	Worker(
		"lucia",
		"ingrid",
		(("Complaint of {}", 2), ("Goods back from {}", 1), ("Letter to {}", 1)),
		("kept", "early", "kept", "late", "kept", "returned"),
		every=5,
		offset=2,
	),
	Worker(
		"omar",
		"ingrid",
		(("Terms of {}", 3), ("Data agreement with {}", 5)),
		("very late", "kept", "reviewed late", "kept", "moved late", "held"),
		offset=4,
	),
)
_COLLEAGUES = {"jonas": "kenji", "kenji": "jonas"}


def _stories() -> Iterator[Story]:
	customers = cycle(_CUSTOMERS)
	for worker in WORKERS:
		fates, subjects = cycle(worker.fates), cycle(worker.subjects)
		priorities = cycle(worker.priorities)
		for number, day in enumerate(range(_FIRST + worker.offset, _LAST + 1, worker.every)):
			(subject, hours), fate = next(subjects), next(fates)
			fields = {"estimated_hours": hours, "priority": next(priorities)}
			yield _story(worker, number, day, fate, subject.format(next(customers)), fields)


def _story(worker: Worker, number: int, day: int, fate: str, subject: str, fields: dict) -> Story:
	chief = worker.key if fate == "own" else worker.chief
	case = Case(worker.key, chief, day, day + _SPAN, _COLLEAGUES.get(worker.key, worker.key))
	return Story(
		key=f"{worker.key}-{number}",
		subject=subject,
		set_at=at(day, "09:15"),
		assigner=chief,
		responsible=worker.key,
		deadline=at(case.due),
		description="",
		fields=fields,
		# What would come today or later has not happened yet.
		beats=tuple(one for one in FATES[fate](case) if one.moment.day < 0),
	)


STORIES = tuple(_stories())

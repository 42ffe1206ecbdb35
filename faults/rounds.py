"""One round: a new world, everybody at work, a fault, the time after it, and what the rows say."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import frappe
from frappe.email.queue import flush

from faults import checks, world
from faults.crew import Crew
from faults.ground import Ground
from faults.journal import Journal, Line
from faults.kinds import KINDS, Kind, Scene
from faults.world import World
from task_discipline import td_jobs
from task_discipline.services import clock

_PATIENCE = 90
_MAIL_TURNS = 8
_SHOWN = 6


@dataclass(frozen=True)
class Outcome:
	"""What one round came to."""

	kind: str
	seconds: float
	problems: tuple[str, ...]
	heard: tuple[str, ...]
	"""The different errors that were told."""


def run(kind: str, ground: Ground, chance: random.Random, folder: Path) -> Outcome:
	"""Strike once."""
	begun = time.monotonic()
	ground.connect()
	made = world.make(ground.post.port)
	ground.post.forget()
	frappe.destroy()
	journal = Journal(folder / "journal")
	fault = KINDS[kind]
	crew = Crew(fault.cast(made, chance), journal, ground.connect, folder / "errors")
	crew.start()
	fault.strike(Scene(ground, crew, made, chance))
	stuck = crew.finish(_PATIENCE)
	ground.connect()
	problems = [f"stuck: {', '.join(stuck)}"] if stuck else []
	_let_time_pass(fault.ends)
	problems += _asked(made, ground, journal, fault)
	heard = tuple(_heard(journal))
	frappe.destroy()
	return Outcome(kind, time.monotonic() - begun, tuple(problems), heard)


def _let_time_pass(moment: datetime) -> None:
	"""The turns after the fault: what was left undone is made up for, and what was done is not done again."""
	with clock.at(moment):
		td_jobs.renew_templates()
	td_jobs.mend_search()
	for _turn in range(_MAIL_TURNS):
		with clock.at(moment):
			td_jobs.send_reminders()
		flush()
		# An hour, as the stamps of the queue know it.
		frappe.db.sql(
			"update `tabEmail Queue` set modified = modified - interval 61 minute where status != 'Sent'"
		)
		frappe.db.commit()
		if not frappe.db.exists("Email Queue", {"status": ("!=", "Sent")}):
			break


def _asked(made: World, ground: Ground, journal: Journal, fault: Kind) -> Iterator[str]:
	yield from checks.occurrences(made, fault.reached)
	due = checks.due(made, fault.ends, fault.reached)
	yield from checks.bells(made, due)
	yield from checks.letters(made, ground.post, due)
	yield from checks.talk(made)
	yield from checks.months()
	yield from checks.actions(made, journal)
	yield from checks.whole_tasks()
	if fault.files_stay:
		yield from checks.files(made)
	yield from checks.nothing_held()
	yield from checks.told(journal, must_hear=fault.words)


def _heard(journal: Journal) -> Iterator[str]:
	told: dict[str, Line] = {}
	for line in journal.lines():
		if line.outcome != "done":
			told.setdefault(f"{line.status} {line.words}"[:200], line)
	for words, line in list(told.items())[:_SHOWN]:
		yield f"{line.who}, {line.what}: {words}"
		if "eadlock" in words or "Somebody else" in words:
			yield from _last_deadlock()


def _last_deadlock() -> Iterator[str]:
	"""What the database says of the last two that waited for each other: where they were."""
	status = frappe.db.sql("show engine innodb status")[0][2]
	told = status.partition("LATEST DETECTED DEADLOCK")[2].partition("\nTRANSACTIONS\n")[0]
	for line in told.splitlines():
		if line.lower().startswith(("select", "update", "insert", "delete", "record locks", "table lock")):
			yield f"    {line[:240]}"

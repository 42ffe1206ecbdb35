"""Who is at work in a round: jobs of the scheduler on two machines, and people with their requests."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from multiprocessing import get_context
from threading import BrokenBarrierError

import frappe
from frappe.email.queue import flush
from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty

from faults import people
from faults.crew import Work
from faults.journal import Journal
from faults.people import Wish
from faults.world import NOW, TALKERS, World
from task_discipline import td_jobs
from task_discipline.services import clock
from task_discipline.services.generation import claims as generation
from task_discipline.services.money import drafting
from task_discipline.services.reminders import claims as reminders
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE
from tests.statements import PERIOD

MESSAGES, FILES, FILE_SIZE = 14, 8, 60_000
JOB_SECONDS, MAIL_SECONDS = 15, 3
"""How long a worker lets a job run; the host's are more patient, and mean the same."""
MAIL_TURNS = 3
LEAPING = (td_jobs.renew_templates, td_jobs.send_reminders, td_jobs.send_digests, td_jobs.mark_overdue)
NEXT_DAY, FURTHEST = NOW + timedelta(days=1), NOW + timedelta(days=3)
_HOURS = (0, 3, -5, -48)
_MOMENTS = (*(NOW + timedelta(hours=hours) for hours in _HOURS), NEXT_DAY, FURTHEST)
"""To which a clock leaps: in the evening, before the day's work, before anything was due, and to a day off."""
_ACTIONS = "/api/method/run_doc_method"


def works(world: World) -> Mapping[str, Work]:
	"""Everything that goes on at once, by name."""
	return {**jobs(NOW), **_people(world)}


def jobs(moment: datetime) -> Mapping[str, Work]:
	"""The jobs that are struck, each by two schedulers, and the host's own that sends mail."""
	found: dict[str, Work] = {}
	for scheduler in ("A", "B"):
		found |= {
			f"generator {scheduler}": job(td_jobs.renew_templates, moment),
			f"reminders {scheduler}": job(td_jobs.send_reminders, moment),
			f"statements {scheduler}": job(_draft, None),
		}
	return {**found, "mail": mail}


def job(method: Callable[[], None], moment: datetime | None) -> Work:
	"""One turn of a job at a moment of the site's clock, or now, within the time that a worker gives it."""

	def turn(journal: Journal) -> bool:
		# Many transactions, so that a fault finds some of them done.
		generation.BATCH = reminders.BATCH = drafting.BATCH = 2
		with (
			UnixSignalDeathPenalty(JOB_SECONDS, JobTimeoutException),
			clock.at(moment or frappe.utils.now_datetime()),
		):
			method()
			frappe.db.commit()  # as the host does after each job
		return True

	return turn


def with_leaping_clocks(world: World, chance: random.Random) -> Mapping[str, Work]:
	"""Two machines whose clocks leap between the turns of their jobs, up to ``FURTHEST``; nobody else is at work."""
	return {**works(world), **{f"leaping {one}": _leaping(chance) for one in ("A", "B")}}


def _leaping(chance: random.Random) -> Work:
	moments = chance.sample(_MOMENTS, len(_MOMENTS))

	def turn(journal: Journal) -> bool:
		for moment in moments:
			for method in LEAPING:
				job(method, moment)(journal)
		return True

	return turn


def with_every_job_twice(world: World, chance: random.Random) -> Mapping[str, Work]:
	"""Besides, two schedulers that begin each of the app's jobs in the same moment, one after the other."""
	barrier = get_context("fork").Barrier(2)

	def turn(journal: Journal) -> bool:
		for method in _scheduled():
			with suppress(BrokenBarrierError):  # the other one is in trouble, and this one goes on
				barrier.wait(JOB_SECONDS)
			job(method, NOW)(journal)
		return True

	return {**works(world), "scheduler A": turn, "scheduler B": turn}


def _scheduled() -> Iterator[Callable[[], None]]:
	events = frappe.get_hooks("scheduler_events", app_name="task_discipline")
	paths = [path for jobs in events["cron"].values() for path in jobs] + events["daily_long"]
	return map(frappe.get_attr, paths)


def _draft() -> None:
	td_jobs.draft_month(MANAGER, str(PERIOD), None)


def mail(journal: Journal) -> bool:
	"""Some turns of the host's own job that hands over mails, while others write them."""
	for _turn in range(MAIL_TURNS):
		with UnixSignalDeathPenalty(MAIL_SECONDS, JobTimeoutException):
			flush()
		time.sleep(0.5)
	return True


def _people(world: World) -> Mapping[str, Work]:
	talkers = {
		f"talk of {user}": people.work(f"talk of {user}", user, _talk(user, world)) for user in TALKERS
	}
	return {
		**talkers,
		"responsible": people.work("responsible", RESPONSIBLE, _done(world)),
		"assigner": people.work("assigner", ASSIGNER, _judged(world)),
		"uploader": people.work("uploader", RESPONSIBLE, uploads(world)),
	}


def _talk(user: str, world: World) -> list[Wish]:
	door = "/api/method/task_discipline.api.chat.send"
	return [
		Wish("message", f"{user}{number}", door, _message(world, f"{user}{number}"))
		for number in range(MESSAGES)
	]


def _message(world: World, key: str) -> dict[str, str]:
	word = "harbour" + "".join(letter for letter in key if letter.isalnum())
	return {"group": world.group, "text": f"{word} @all", "client_id": key}


def _done(world: World) -> list[Wish]:
	return [_action(task, method) for task in world.acted for method in ("accept_assignment", "submit_task")]


def _judged(world: World) -> list[Wish]:
	"""What the assigner does meanwhile with tasks of his: others than those that wait for a result."""
	return [
		_action(task, "change_deadline", deadline="2031-05-01 12:00:00", reason="Later")
		for task in world.acted
	]


def _action(task: str, method: str, **arguments: str) -> Wish:
	body = {"dt": "TD Task", "dn": task, "method": method, "args": frappe.as_json(arguments)}
	return Wish(method, task, _ACTIONS, body)


def uploads(world: World) -> list[Wish]:
	"""Files that somebody uploads to a task."""
	place = {"is_private": "1", "doctype": "TD Task", "docname": world.upload}
	return [
		Wish("upload", f"paper{number}.txt", "/api/method/upload_file", place, content(f"paper{number}.txt"))
		for number in range(FILES)
	]


def content(name: str) -> bytes:
	"""What is uploaded under a name: each its own, or the host would keep it once."""
	return (name.encode() * FILE_SIZE)[:FILE_SIZE]

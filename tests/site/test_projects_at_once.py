"""Many people at work on one project at the same moment: nobody waits for ever, every figure and every right is kept."""

import random
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import frappe
import pytest

from task_discipline.services.projects import figures as kept
from task_discipline.services.projects import moving
from tests import factories, projects, workers
from tests.factories import ASSIGNER, CO_ASSIGNEE, NEWCOMER, OBSERVER, RESPONSIBLE
from tests.projects import PROJECT

ACCESS, TASK = "TD Task Access", "TD Task"
PROCESSES, ROUNDS = 3, 12
COMERS = (CO_ASSIGNEE, NEWCOMER, OBSERVER)


@pytest.fixture
def committed() -> Iterator[None]:
	factories.purge()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	factories.purge()


def _all_at_once(jobs: list[Callable[[], None]], notes: Path) -> list[str]:
	"""Run every job in a process of its own; returns what went wrong in them."""
	frappe.db.commit()
	running = [worker for job in jobs for worker in workers.start(_noting(job, notes), 1)]
	for worker in running:
		worker.join(120)
	assert not any(worker.is_alive() for worker in running)
	frappe.db.rollback()
	return [note.read_text() for note in sorted(notes.iterdir())]


def _noting(job: Callable[[], None], notes: Path) -> Callable[[], None]:
	def noted() -> None:
		try:
			job()
		except BaseException:
			(notes / f"{random.SystemRandom().random()}").write_text(traceback.format_exc())

	return noted


def _tasks(project: str, number: int, **fields: object) -> list[str]:
	return [projects.task_in(project, subject=f"Task {one}", **fields) for one in range(number)]


def _finish(names: list[str]) -> Callable[[], None]:
	def job() -> None:
		for name in names:
			factories.act(RESPONSIBLE, name, "submit_task")
			frappe.db.commit()

	return job


def _expect_right_figures(*names: str) -> None:
	columns = ["tasks_total", "tasks_done", "work_total", "work_done", "progress"]
	before = {name: frappe.db.get_value(PROJECT, name, columns) for name in names}
	kept.recount(names)
	assert before == {name: frappe.db.get_value(PROJECT, name, columns) for name in names}


def test_tasks_of_one_project_finish_at_the_same_moment(committed: None, tmp_path: Path) -> None:
	house = projects.make_project(members=[RESPONSIBLE]).name
	whole = projects.task_in(house, subject="Whole")
	parts = _tasks(house, PROCESSES * ROUNDS, parent_task=whole)
	last = projects.task_in(house, subject="Last", depends_on=[{"task": part} for part in parts])
	troubles = _all_at_once([_finish(parts[one::PROCESSES]) for one in range(PROCESSES)], tmp_path)
	assert not troubles, troubles[0]
	_expect_right_figures(house)
	assert projects.figures(house)[:2] == (PROCESSES * ROUNDS + 1, PROCESSES * ROUNDS)
	assert not frappe.db.get_value(TASK, last, "is_blocked")


def _change(project: str, people: list[dict[str, str]], seen: int) -> None:
	doc = frappe.get_doc(PROJECT, project)
	doc.set("members", people)
	doc.members_see_tasks = seen
	doc.save()


def _until_done(change: Callable[[], None]) -> None:
	"""As the host asks people to where the rows of two documents lie side by side and both get new children."""
	for _attempt in range(20):
		try:
			change()
			frappe.db.commit()
			return
		except frappe.QueryDeadlockError:
			frappe.db.rollback()
	raise AssertionError("A change came never through.")


def _come_and_go(project: str, seed: int) -> Callable[[], None]:
	chance = random.Random(seed)

	def job() -> None:
		for _round in range(ROUNDS):
			frappe.set_user(ASSIGNER)
			people = [{"user": user} for user in COMERS if chance.random() < 0.5]
			seen = int(chance.random() < 0.8)
			_until_done(lambda people=people, seen=seen: _change(project, people, seen))

	return job


def _move_together(names: list[str], place: str | None) -> None:
	moving.move(names, place)


def _move_first(names: list[str], place: str | None) -> None:
	task = frappe.get_doc(TASK, names[0])
	task.update({"project": place, "milestone": None})
	task.save()


def _move(names: list[str], places: list[str | None], seed: int) -> Callable[[], None]:
	chance = random.Random(seed)

	def job() -> None:
		for _round in range(ROUNDS):
			frappe.set_user(ASSIGNER)
			some, place = chance.sample(names, 4), chance.choice(places)
			change = _move_together if chance.random() < 0.5 else _move_first
			_until_done(lambda change=change, some=some, place=place: change(some, place))

	return job


def _seen_through(names: list[str]) -> dict[str, set[str]]:
	rows = frappe.get_all(ACCESS, {"task": ("in", names), "is_project_member": 1}, ["task", "user"], limit=0)
	return {name: {row.user for row in rows if row.task == name} for name in names}


def _ought_to_see(names: list[str]) -> dict[str, set[str]]:
	from task_discipline.services.projects import access

	return {name: set(access.people_of(frappe.db.get_value(TASK, name, "project"))) for name in names}


@pytest.mark.parametrize("seed", range(3))
def test_people_come_and_go_while_tasks_move(seed: int, committed: None, tmp_path: Path) -> None:
	house, barn = (projects.make_project(members=[NEWCOMER]).name for _one in range(2))
	names = _tasks(house, 8) + _tasks(barn, 8)
	jobs = [
		_come_and_go(house, seed),
		_move(names[:8], [house, barn, None], seed),
		_move(names[8:], [house, barn, None], seed + 1),
	]
	troubles = _all_at_once(jobs, tmp_path)
	assert not troubles, troubles[0]
	_expect_right_figures(house, barn)
	assert _seen_through(names) == _ought_to_see(names)

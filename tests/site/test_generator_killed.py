"""Real workers in processes of their own, killed at any point: each occurrence is made exactly once, and whole."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe
import pytest

from task_discipline import td_jobs
from task_discipline.services import clock
from task_discipline.services.generation import claims
from tests import workers
from tests.factories import (
	purge,
)
from tests.recurring import ROWS_BESIDE, make_whole_template, renew

DAYS, TEMPLATES, ROUNDS, WORKERS = 4, 40, 16, 3
FIRST = datetime(2031, 3, 3, 9, 0)
NOW = FIRST + timedelta(days=DAYS - 1, minutes=1)


@pytest.fixture
def templates() -> Iterator[list[str]]:
	"""Committed templates, each with some occurrences due."""
	purge()
	names = [make_whole_template(number, FIRST.date()).name for number in range(TEMPLATES)]
	frappe.db.commit()
	yield names
	frappe.db.rollback()
	purge()


def work() -> None:
	"""What a worker does: the scheduler's job."""
	claims.BATCH = 2  # many transactions, so that a kill finds some of them done
	with clock.at(NOW):
		td_jobs.renew_templates()


def made(templates: list[str]) -> Counter[tuple[str, datetime]]:
	frappe.db.rollback()
	rows = frappe.db.sql(
		"select template, occurrence from `tabTD Task` where template in %s", (tuple(templates),)
	)
	return Counter(rows)


def test_killed_workers_lose_nothing_and_repeat_nothing(templates: list[str]) -> None:
	chance, reach = random.Random(frappe.generate_hash()), 0.1
	progress = [0]
	while len(progress) <= ROUNDS and progress[-1] < DAYS * TEMPLATES:
		workers.kill(workers.start(work, WORKERS), chance, reach)
		progress.append(len(made(templates)))
		# Whatever the machine's speed: some kills find work done, others come before it.
		reach *= 0.8 if progress[-1] > progress[-2] else 1.5
	for worker in workers.start(work, WORKERS):
		worker.join()
	wanted = {(name, FIRST + timedelta(days=day)) for name in templates for day in range(DAYS)}
	assert len(set(progress)) > 2, f"the kills came too early or too late to tell anything: {progress}"
	assert made(templates) == Counter(wanted)
	assert_whole(templates)
	renew(NOW)
	assert made(templates) == Counter(wanted)


def assert_whole(templates: list[str]) -> None:
	tasks = frappe.get_all("TD Task", {"template": ("in", templates)}, pluck="name", order_by=None)
	for (doctype, column), number in ROWS_BESIDE.items():
		rows = frappe.get_all(doctype, {column: ("in", tasks)}, pluck=column, order_by=None)
		assert Counter(rows) == Counter(dict.fromkeys(tasks, number)), doctype
	# The occurrences of one template, made together, are told by one notice to each of three people.
	assert frappe.db.count("Notification Log", {"document_name": ("in", tasks)}) == 3 * len(templates)


def test_workers_share_the_work(templates: list[str]) -> None:
	"""Two of them at once make everything once, and neither waits for the other's batch."""
	held = claims.claim(templates[:6], NOW)
	assert len(held) == 6
	started = workers.start(work, 2)
	for worker in started:
		worker.join(timeout=20)
	assert [worker.exitcode for worker in started] == [0, 0]
	assert {name for name, _occurrence in made(templates)} == set(templates[6:])

"""Workers in processes of their own, as the scheduler of many machines starts them, and what kills them."""

import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

import frappe

from task_discipline import compat


def start(job: Callable[[], None], number: int) -> list[BaseProcess]:
	"""Start ``number`` processes that each connect to the site and do ``job``."""
	context = get_context("fork")
	workers = [context.Process(target=_work, args=(job,)) for _worker in range(number)]
	for worker in workers:
		worker.start()
	return workers


def connect(*, force: bool = False) -> None:
	"""Connect this thread or process to the site as the host does for a request or a job."""
	frappe.init(site=os.environ["TD_SITE"], sites_path=os.environ["TD_SITES_PATH"], force=force)
	frappe.connect()
	compat.look_afresh()


def kill(workers: list[BaseProcess], chance: random.Random, reach: float) -> None:
	"""Kill each one after a random moment of at most ``reach`` seconds, and wait until all are gone."""
	for worker in workers:
		time.sleep(chance.uniform(0, reach))
		os.kill(worker.pid, signal.SIGKILL)
	for worker in workers:
		worker.join()


def _work(job: Callable[[], None]) -> None:
	connect(force=True)
	job()
	os._exit(0)  # the parent's connections are not ours to close

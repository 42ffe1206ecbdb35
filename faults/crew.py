"""The processes of one round: those that are killed are started again, as whoever looks after workers does."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

import frappe

from faults.journal import Journal, Line

Work = Callable[[Journal], bool]
"""One turn; returns whether there is nothing left to do."""
_PAUSE = 0.1
_CONTEXT = get_context("fork")


class Crew:
	"""Works by their names, each in a process of its own."""

	def __init__(
		self, works: Mapping[str, Work], journal: Journal, connect: Callable[[], None], errors: Path
	) -> None:
		self._works, self._journal, self._connect, self._errors = works, journal, connect, errors
		self._running: dict[str, BaseProcess] = {}
		self.killed: list[str] = []

	def start(self) -> None:
		"""Start all."""
		for name in self._works:
			self._begin(name)

	def at_work(self) -> list[str]:
		"""Names of those that have not ended."""
		return [name for name, process in self._running.items() if process.is_alive()]

	def wait_for(self, name: str, seconds: float) -> None:
		"""Wait until one has ended, for so long at most."""
		self._running[name].join(seconds)

	def kill(self, name: str) -> None:
		"""End one with SIGKILL; ``finish`` starts it again."""
		process = self._running[name]
		os.kill(process.pid or 0, signal.SIGKILL)
		process.join()
		self.killed.append(name)

	def finish(self, seconds: float) -> list[str]:
		"""Start again what was killed, and wait until all have done their work; returns those that are stuck."""
		until = time.monotonic() + seconds
		while time.monotonic() < until:
			for name, process in list(self._running.items()):
				if process.is_alive():
					continue
				if process.exitcode == 0:
					del self._running[name]
				else:
					self._begin(name)
			if not self._running:
				return []
			time.sleep(_PAUSE)
		stuck = self.at_work()
		for name in stuck:
			self.kill(name)
		return stuck

	def _begin(self, name: str) -> None:
		process = _CONTEXT.Process(target=self._live, args=(name,))
		process.start()
		self._running[name] = process

	def _live(self, name: str) -> None:
		# What the host prints of errors that are meant: whoever looks for a cause finds it there.
		said = os.open(self._errors, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
		os.dup2(said, 1)
		os.dup2(said, 2)
		while True:
			try:
				self._connect()
				if self._works[name](self._journal):
					os._exit(0)  # the parent's connections are not ours to close
			except Exception as error:
				words = frappe.utils.strip_html(str(error)).strip()
				self._journal.note(Line(name, "turn", "", "failed", f"{type(error).__name__}: {words}"[:600]))
				time.sleep(_PAUSE)

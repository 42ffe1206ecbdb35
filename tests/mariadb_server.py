"""A bare MariaDB of its own for a test, which may be killed and comes back with what it had committed."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import frappe
import pymysql
from frappe.database import get_db

_ACCOUNT = "words"
"""Of the database too; there are no passwords."""


class MariaDBServer:
	"""Runs while its ``with`` block does."""

	def __init__(self) -> None:
		self._folder = Path(tempfile.mkdtemp())
		self._process: subprocess.Popen[bytes] | None = None
		with socket.socket() as probe:
			probe.bind(("127.0.0.1", 0))
			self.port = int(probe.getsockname()[1])

	def start(self) -> None:
		"""Start it, and wait until it answers: after a crash, when it has recovered."""
		options = [
			f"--datadir={self._folder}",
			f"--socket={self._folder / 'socket'}",
			"--bind-address=127.0.0.1",
			f"--port={self.port}",
			"--skip-grant-tables",
			"--skip-name-resolve",
			"--character-set-server=utf8mb4",
			"--innodb-buffer-pool-size=16M",
			"--innodb-log-file-size=8M",
		]
		self._process = subprocess.Popen(
			["mariadbd", "--no-defaults", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
		)
		while not self._answers():
			assert self._process.poll() is None, "mariadbd does not start"
			time.sleep(0.02)

	def kill(self) -> None:
		"""End it with SIGKILL, in the middle of whatever it does."""
		if self._process:
			self._process.kill()
			self._process.wait()

	@contextmanager
	def connected(self) -> Iterator[None]:
		"""The database of the host is in this server."""
		before = frappe.local.db
		frappe.local.db = get_db(
			host="127.0.0.1", user=_ACCOUNT, password="", port=self.port, cur_db_name=_ACCOUNT
		)
		try:
			yield
		finally:
			frappe.local.db.close()
			frappe.local.db = before

	def _answers(self) -> bool:
		try:
			connection = pymysql.connect(host="127.0.0.1", port=self.port, user=_ACCOUNT)
		except pymysql.err.OperationalError:
			return False
		with connection:
			connection.cursor().execute(f"create database if not exists `{_ACCOUNT}`")
		return True

	def __enter__(self) -> "MariaDBServer":
		self.start()
		return self

	def __exit__(
		self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
	) -> None:
		self.kill()
		shutil.rmtree(self._folder, ignore_errors=True)

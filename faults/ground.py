"""What the site stands on, and may lose: a MariaDB and a Redis of its own, and the company's mail server."""

import json
import os
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import frappe
import pymysql

from faults.post import Post
from tests.redis_server import RedisServer

_PATIENCE = 60


class MariaDB:
	"""The server of the site's database, by the file of its settings."""

	def __init__(self, settings: str, config: dict[str, Any]) -> None:
		self._settings, self._config = settings, config
		self._process: subprocess.Popen[bytes] | None = None

	def start(self) -> None:
		"""Start it, and wait until it answers: after a crash, when it has recovered."""
		self._process = subprocess.Popen(
			["mariadbd", f"--defaults-file={self._settings}"],
			stdout=subprocess.DEVNULL,
			stderr=subprocess.DEVNULL,
		)
		until = time.monotonic() + _PATIENCE
		while not self._answers():
			assert self._process.poll() is None and time.monotonic() < until, "MariaDB does not start"
			time.sleep(0.05)

	def kill(self) -> None:
		"""End it with SIGKILL, in the middle of whatever it does."""
		if self._process:
			self._process.kill()
			self._process.wait()

	def connection(self) -> Any:
		"""A connection of somebody else's, in a transaction of its own."""
		return pymysql.connect(
			host="127.0.0.1",
			port=int(self._config["db_port"]),
			user=self._config["db_name"],
			password=self._config["db_password"],
			database=self._config["db_name"],
		)

	def set_global(self, name: str, value: int) -> None:
		"""Set a variable of the server for all connections to come."""
		with self.connection() as connection:
			connection.cursor().execute(f"set global {name} = {value}")

	def _answers(self) -> bool:
		try:
			self.connection().close()
			return True
		except pymysql.err.OperationalError:
			return False


class Ground:
	"""All servers of the site, running while its ``with`` block does."""

	def __init__(self, mariadb_settings: str) -> None:
		self.site, self.sites_path = os.environ["TD_SITE"], os.environ["TD_SITES_PATH"]
		self._config_file = Path(self.sites_path, self.site, "site_config.json")
		self.mariadb = MariaDB(mariadb_settings, self._config())
		self.redis = RedisServer()
		self.post = Post()

	def connect(self) -> None:
		"""Connect this process to the site, anew."""
		frappe.init(site=self.site, sites_path=self.sites_path, force=True)
		frappe.connect()
		frappe.set_user("Administrator")

	def __enter__(self) -> "Ground":
		self.redis.start()
		self._point_to_redis()
		self.mariadb.start()
		self.post.start()
		return self

	def __exit__(
		self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
	) -> None:
		self.post.stop()
		self.mariadb.kill()
		self.redis.stop()

	def _config(self) -> dict[str, Any]:
		return json.loads(self._config_file.read_text())

	def _point_to_redis(self) -> None:
		names = ("redis_cache", "redis_queue", "redis_socketio")
		config = self._config() | dict.fromkeys(names, self.redis.url) | {"mute_emails": 0}
		self._config_file.write_text(json.dumps(config, indent=1, sort_keys=True))
		os.environ.pop("FRAPPE_REDIS_QUEUE", None)

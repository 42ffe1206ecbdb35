"""A real Redis of its own for a test, which may die and come back."""

import socket
import subprocess
import time
from types import TracebackType

import redis


class RedisServer:
	"""Runs while its ``with`` block does, unless it is stopped within."""

	def __init__(self) -> None:
		with socket.socket() as probe:
			probe.bind(("127.0.0.1", 0))
			self.port = int(probe.getsockname()[1])
		self.url = f"redis://127.0.0.1:{self.port}"
		self._process: subprocess.Popen[bytes] | None = None

	def start(self) -> None:
		"""Start with nothing in it, as after a crash."""
		command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
		self._process = subprocess.Popen(
			[*command, "--appendonly", "no"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
		)
		while not self._answers():
			time.sleep(0.02)

	def _answers(self) -> bool:
		assert self._process and self._process.poll() is None, "redis-server does not start"
		try:
			return bool(redis.from_url(self.url).ping())
		except redis.exceptions.ConnectionError:
			return False

	def stop(self) -> None:
		"""Kill it, connections and all."""
		if self._process:
			self._process.kill()
			self._process.wait()
			self._process = None

	def __enter__(self) -> "RedisServer":
		self.start()
		return self

	def __exit__(
		self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
	) -> None:
		self.stop()

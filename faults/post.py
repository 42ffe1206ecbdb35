"""The company's mail server, in a process of its own, which may refuse, hang, or put everybody off until later.

As a program: python -m faults.post PORT FILE MODE
"""

import asyncio
import email
import email.policy
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

WORKS, HANGS, PUTS_OFF = "works", "hangs", "puts off"
_LONG = 600


class Post:
	"""A real SMTP server at one address, and the mails that it has taken so far."""

	def __init__(self) -> None:
		with socket.socket() as probe:
			probe.bind(("127.0.0.1", 0))
			self.port = int(probe.getsockname()[1])
		self._taken = Path(tempfile.mkdtemp(), "taken")
		self._process: subprocess.Popen[bytes] | None = None
		self.forget()

	def start(self, mode: str = WORKS) -> None:
		"""Listen, and do with mails as ``mode`` says; a server that ran before is gone."""
		self.stop()
		command = [sys.executable, "-m", "faults.post", str(self.port), str(self._taken), mode]
		self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
		while not self._listens():
			assert self._process.poll() is None, "the mail server does not start"
			time.sleep(0.05)

	def stop(self) -> None:
		"""Refuse every connection from here on."""
		if self._process:
			self._process.kill()
			self._process.wait()
			self._process = None

	def forget(self) -> None:
		"""Forget what was taken."""
		self._taken.write_text("")

	def mails_about(self, names: Collection[str]) -> Counter[tuple[str, str]]:
		"""How many different mails name one of these in their subject, by that name and by recipient.

		A mail that was taken twice, because whoever sent it died before he could note it, is one: its identity tells
		the reader's program so.
		"""
		found: set[tuple[str, str, str]] = set()
		for line in self._taken.read_text().splitlines():
			address, text = json.loads(line)
			message = email.message_from_string(text, policy=email.policy.default)
			found |= {
				(name, address, message["message-id"]) for name in names if f"({name})" in message["subject"]
			}
		return Counter((name, address) for name, address, _identity in found)

	def _listens(self) -> bool:
		with socket.socket() as probe:
			return probe.connect_ex(("127.0.0.1", self.port)) == 0


class _Clerk:
	def __init__(self, taken: Path, mode: str) -> None:
		self._taken, self._mode = taken, mode

	async def handle_RCPT(
		self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
	) -> str:
		if self._mode == HANGS:
			await asyncio.sleep(_LONG)
		if self._mode == PUTS_OFF:
			return "451 4.3.2 Try again later"
		envelope.rcpt_tos.append(address)
		return "250 OK"

	async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
		text = bytes(envelope.content or b"").decode("utf-8", "replace")
		with self._taken.open("a") as file:
			file.writelines(json.dumps([address, text]) + "\n" for address in envelope.rcpt_tos)
		return "250 OK"


def _serve(port: str, taken: str, mode: str) -> None:
	Controller(_Clerk(Path(taken), mode), hostname="127.0.0.1", port=int(port)).start()
	while True:
		time.sleep(_LONG)


if __name__ == "__main__":
	_serve(*sys.argv[1:])

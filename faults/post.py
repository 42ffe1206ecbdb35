"""The company's mail server, which may refuse, hang, or put everybody off until later."""

import asyncio
import socket
from collections import Counter
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

_HANGS = 600


class Post:
	"""A real SMTP server that counts what it has taken: ``taken`` by recipient and identity of the mail."""

	def __init__(self) -> None:
		with socket.socket() as probe:
			probe.bind(("127.0.0.1", 0))
			self.port = int(probe.getsockname()[1])
		self.taken: Counter[tuple[str, str]] = Counter()
		self.texts: dict[tuple[str, str], str] = {}
		self.hangs = False
		self.puts_off = False
		self._controller: Controller | None = None

	def start(self) -> None:
		"""Listen, at the same port as before."""
		self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
		self._controller.start()

	def forget(self) -> None:
		"""Forget what was taken."""
		self.taken.clear()
		self.texts.clear()

	def stop(self) -> None:
		"""Refuse every connection from here on."""
		if self._controller:
			self._controller.stop(no_assert=True)
			self._controller = None

	async def handle_RCPT(
		self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
	) -> str:
		if self.hangs:
			await asyncio.sleep(_HANGS)
		if self.puts_off:
			return "451 4.3.2 Try again later"
		envelope.rcpt_tos.append(address)
		return "250 OK"

	async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
		text = (envelope.content or b"").decode("utf-8", "replace")  # type: ignore[union-attr]
		identity = next(
			(line for line in text.splitlines() if line.lower().startswith("message-id:")), text[:200]
		)
		for address in envelope.rcpt_tos:
			self.taken[address, identity] += 1
			self.texts[address, identity] = text
		return "250 OK"

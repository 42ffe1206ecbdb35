"""A real SMTP server on the loopback that keeps what it is given."""

import email
import email.policy
import socket
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
	"""Listens while its ``with`` block runs; ``messages`` holds every mail received, as (recipient, message)."""

	def __init__(self) -> None:
		self.port = _free_port()
		self.messages: list[tuple[str, EmailMessage]] = []
		self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

	async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
		message = email.message_from_bytes(envelope.content, policy=email.policy.default)
		self.messages += [(recipient, message) for recipient in envelope.rcpt_tos]
		return "250 OK"

	def texts(self, recipient: str) -> list[str]:
		"""Subject, then the plain part, of each mail to ``recipient``."""
		return [
			f"{message['subject']}\n{message.get_body(('plain',)).get_content()}"
			for address, message in self.messages
			if address == recipient
		]

	def __enter__(self) -> "MailServer":
		self._controller.start()
		return self

	def __exit__(
		self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
	) -> None:
		self._controller.stop()


def _free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return int(probe.getsockname()[1])

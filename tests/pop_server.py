"""A real POP3 server on the loopback with one mailbox, as far as the host's client speaks with it."""

import socketserver
import threading
from types import TracebackType


class PopServer:
	"""Listens while its ``with`` block runs; ``put`` lays a mail into the mailbox, which forgets what was deleted."""

	def __init__(self) -> None:
		self.mails: list[bytes] = []
		self._server = socketserver.ThreadingTCPServer(
			("127.0.0.1", 0), self._handler(), bind_and_activate=True
		)
		self._server.daemon_threads = True
		self.port = int(self._server.server_address[1])

	def put(self, mail: bytes) -> None:
		"""Lay a mail into the mailbox."""
		self.mails.append(mail.replace(b"\r\n", b"\n"))

	def _handler(self) -> type[socketserver.StreamRequestHandler]:
		box = self

		class Handler(socketserver.StreamRequestHandler):
			def handle(self) -> None:
				_Session(box, self).run()

		return Handler

	def __enter__(self) -> "PopServer":
		threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
		return self

	def __exit__(
		self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
	) -> None:
		self._server.shutdown()
		self._server.server_close()


class _Session:
	def __init__(self, box: PopServer, line: socketserver.StreamRequestHandler) -> None:
		self.box, self.line = box, line
		self.here = list(box.mails)
		self.deleted: list[bytes] = []

	def run(self) -> None:
		self._say(b"+OK ready")
		while words := self.line.rfile.readline().split():
			command = words[0].upper()
			if command == b"QUIT":
				self.box.mails = [mail for mail in self.box.mails if mail not in self.deleted]
				self._say(b"+OK")
				return
			self._answer(command, [int(word) for word in words[1:] if word.isdigit()])

	def _answer(self, command: bytes, numbers: list[int]) -> None:
		if command == b"LIST":
			self._say(b"+OK")
			for number, mail in enumerate(self.here, 1):
				self._say(b"%d %d" % (number, len(mail)))
			self._say(b".")
		elif command == b"RETR":
			self._say(b"+OK")
			for one in self.here[numbers[0] - 1].split(b"\n"):
				self._say(b"." + one if one.startswith(b".") else one)
			self._say(b".")
		else:
			if command == b"DELE":
				self.deleted.append(self.here[numbers[0] - 1])
			self._say(b"+OK")

	def _say(self, words: bytes) -> None:
		self.line.wfile.write(words + b"\r\n")

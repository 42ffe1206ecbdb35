"""The chat as a person uses it in a window of the desk."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk


class ChatRoom:
	"""The talk of one group, on the page of the chat or in the panel beside a form."""

	def __init__(self, desk: Desk):
		self.desk, self.page = desk, desk.page

	def open(self, group: str, message: int | None = None) -> None:
		self.desk.open("/app/td-chat/" + "/".join(str(part) for part in (group, message) if part))
		self.is_ready()

	def is_ready(self) -> None:
		expect(self.box).to_be_visible()
		self.desk.settle()

	@property
	def box(self) -> Locator:
		return self.page.locator(".td-chat-box:visible")

	@property
	def rows(self) -> Locator:
		return self.page.locator(".td-chat-row:visible")

	@property
	def badge(self) -> Locator:
		"""How much is unread, in the bar of the desk."""
		return self.page.locator(".td-chat-bubble .td-chat-badge")

	def row(self, text: str) -> Locator:
		return self.rows.filter(has_text=text)

	def texts(self) -> list[str]:
		"""What is said, in the order in which it stands there."""
		return self.page.locator(".td-chat-row .td-chat-text:visible").all_inner_texts()

	def write(self, text: str) -> None:
		self.box.fill(text)
		self.box.press("Enter")

	def attach(self, *files: Path) -> None:
		"""Choose files and wait until they are at the server."""
		self.page.locator(".td-chat-composer input[type=file]").set_input_files([str(file) for file in files])
		expect(self.page.locator(".td-chat-upload")).to_have_count(len(files))
		expect(self.page.locator(".td-chat-track")).to_have_count(0)

	def choose(self, text: str, item: str) -> None:
		"""An item of the menu of a message."""
		row = self.row(text).first
		row.hover()
		row.get_by_role("button", name="More").click()
		self.page.locator(".td-chat-menu").get_by_role("menuitem", name=item, exact=True).click()

	def confirm(self) -> None:
		self.desk.settle()
		self.page.locator(".modal.show .btn-modal-primary:visible").last.click()
		self.desk.settle()

	def is_sent(self, text: str) -> None:
		"""The server has it: nothing of it is on its way."""
		expect(self.row(text).last).to_be_visible()
		expect(self.page.locator(".td-chat-sending, .td-chat-row.td-chat-failed")).to_have_count(0)

	def groups(self, title: str) -> Locator:
		return self.page.locator(".td-chat-group:visible").filter(has_text=title)

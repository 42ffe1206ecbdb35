"""The desk as a person uses it: what he clicks, fills and reads."""

import re
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

import frappe
from playwright.sync_api import Dialog, Locator, Page, Response, TimeoutError, expect

FAR_DEADLINE = datetime.combine(date.today() + timedelta(days=20), time(18))
"""In the time zone of the person at the desk."""

# Three frames in a row, because the answer to one request starts the next, and an animation the next one.
_STILL = """(call) => {
	const moving = (one) => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity;
	const busy = window.frappe?.request?.ajax_count || window.jQuery?.timers.length
		|| document.querySelector('.freeze-message-container.in') || document.getAnimations().some(moving);
	if (busy || window.td_still?.call !== call) window.td_still = { call, frames: 0 };
	return !busy && ++window.td_still.frames > 3;
}"""
_SCROLL = "(one) => { one.scrollIntoView({ block: 'center' }); return one.isConnected; }"
_CALLS = count()
_MOMENT = 3_000


def typed(moment: datetime) -> str:
	"""A moment as a person types it into a field of the desk."""
	return f"{moment:%d-%m-%Y %H:%M:%S}"


def in_words(moment: datetime) -> str:
	"""A moment some weeks away, as the desk says it."""
	year = "" if moment.year == date.today().year else f" {moment.year}"
	return f"{moment:%a} {moment.day} {moment:%b}{year} {moment:%H:%M}"


class Desk:
	"""One browser window on the desk.

	``takes_pictures`` says for all windows whether pictures of the walk are kept: each takes a quarter of a second.

	``errors`` holds every script error, ``alerts`` every native dialog, ``refusals`` every answer from 400 on.
	"""

	takes_pictures = False

	def __init__(self, page: Page, artifacts: Path):
		self.page = page
		self.errors: list[str] = []
		self.alerts: list[str] = []
		self.refusals: list[str] = []
		self.folder = artifacts
		page.on("pageerror", lambda error: self.errors.append(str(error)))
		page.on("dialog", self._dismiss)
		page.on("response", self._note_refusal)

	def _note_refusal(self, response: Response) -> None:
		if response.status >= 400:
			self.refusals.append(f"{response.status} {response.url}")

	def _dismiss(self, dialog: Dialog) -> None:
		self.alerts.append(dialog.message)
		dialog.dismiss()

	def picture(self, name: str) -> None:
		"""Save what is on the screen, in the order of the walk, where pictures are asked for."""
		self.settle()
		if self.takes_pictures:
			self.keep(name)

	def keep(self, name: str) -> None:
		"""Save what is on the screen."""
		number = len(list(self.folder.glob("*.png"))) + 1
		self.page.screenshot(path=self.folder / f"{number:02}-{name}.png")

	# Where to go

	def open(self, address: str) -> None:
		"""Open an address of the desk and wait until it has settled."""
		self.page.goto(address)
		self.page.wait_for_function(
			"() => window.frappe?.boot && window.cur_page || document.querySelector('.modal.show')"
		)
		self.settle()

	def open_task(self, name: str) -> None:
		self.open(f"/app/td-task/{name}")
		expect(self.page.locator(".td-state")).to_be_visible()

	def settle(self) -> None:
		"""Wait until no request of the desk is under way and nothing slides or fades any more.

		A dialog that is still coming in cannot be closed: the host's library passes that over in silence.
		"""
		self.page.wait_for_function(_STILL, arg=next(_CALLS))

	def show(self, part: Locator) -> None:
		"""Scroll a part to the middle of the screen, even where the form is drawn anew meanwhile."""
		expect(part).to_be_visible()
		self.settle()
		for _attempt in range(20):
			if part.evaluate(_SCROLL):
				return
		raise AssertionError(f"{part} is replaced again and again")

	# The form

	@property
	def form(self) -> Locator:
		return self.page.locator(".td-task-form")

	@property
	def state(self) -> Locator:
		return self.form.locator(".td-state")

	@property
	def primary(self) -> Locator:
		return self.form.locator(".standard-actions .primary-action")

	@property
	def secondary(self) -> Locator:
		return self.form.locator(".standard-actions > .btn-secondary")

	def field(self, fieldname: str) -> Locator:
		return self.form.locator(f'.frappe-control[data-fieldname="{fieldname}"]')

	def fill(self, fieldname: str, text: str) -> None:
		self.field(fieldname).locator("input, textarea").first.fill(text)

	def write(self, fieldname: str, text: str) -> None:
		"""Type into a text editor."""
		self.field(fieldname).locator(".ql-editor").first.fill(text)

	def choose(self, field: Locator, value: str) -> None:
		"""Choose a record in a link field by what a person types."""
		self.settle()  # a dialog that comes in takes the focus to its first field
		box = field.locator("input").first
		box.click()
		box.fill(value.split("@")[0])
		field.locator(f'[role="option"]:has-text("{value}")').first.click()
		self.settle()

	def choose_user(self, fieldname: str, user: str) -> None:
		self.choose(self.field(fieldname), user)

	def add_step(self, title: str) -> None:
		grid = self.field("plan")
		rows = grid.locator(".grid-body .rows .grid-row")
		number = rows.count()
		grid.locator(".grid-add-row").click()
		expect(rows).to_have_count(number + 1)
		row = rows.nth(number)
		box = row.locator('[data-fieldname="title"] input')
		if not box.is_visible():
			row.locator('[data-fieldname="title"]').first.click()
		box.fill(title)
		box.press("Tab")

	def save(self) -> None:
		self.primary.click()
		self.settle()

	def action(self, label: str) -> None:
		"""Take an action from the menu of the form."""
		menu = self.form.locator(".actions-btn-group")
		self.choose_in_menu(menu.locator("> button"), menu.locator(f'.dropdown-item:has-text("{label}")'))

	def open_menu(self, button: Locator, item: Locator) -> None:
		"""Open a menu until an item of it is seen: whatever is drawn anew meanwhile closes its menus."""
		for _attempt in range(10):
			self.settle()
			if not item.is_visible():
				button.click()
			try:
				return expect(item).to_be_visible(timeout=_MOMENT)
			except AssertionError:
				continue
		raise AssertionError(f"{item} is not seen in its menu")

	def choose_in_menu(self, button: Locator, item: Locator) -> None:
		for _attempt in range(10):
			self.open_menu(button, item)
			try:
				return item.click(timeout=_MOMENT)
			except TimeoutError:
				continue
		raise AssertionError(f"{item} cannot be chosen in its menu")

	def attach(self, file: Path) -> None:
		self.form.locator(".add-attachment-btn").first.click()
		self.upload(file)

	def upload(self, file: Path) -> None:
		"""Choose the file in the host's open uploader and send it."""
		uploader = self.page.locator(
			".modal.show", has=self.page.locator(".file-upload-area, .file-uploader")
		)
		uploader.locator('input[type="file"]').first.set_input_files(str(file))
		self.settle()
		uploader.locator(".btn-modal-primary").click()
		expect(uploader).to_have_count(0)
		self.settle()

	# Dialogs

	@property
	def dialog(self) -> Locator:
		return self.page.locator(".modal.show").last

	def fill_dialog(self, **texts: str) -> None:
		"""Fill fields of the open dialog."""
		expect(self.dialog).to_be_visible()
		self.settle()
		for fieldname, text in texts.items():
			field = self.dialog.locator(f'.frappe-control[data-fieldname="{fieldname}"]')
			box = field.locator(".ql-editor, input:not(.ql-container input), textarea").first
			_write(box, text)

	def answer(self, **texts: str) -> None:
		"""Fill fields of the open dialog and press its button."""
		self.fill_dialog(**texts)
		self.press_dialog()

	def press_dialog(self) -> None:
		expect(self.dialog).to_be_visible()
		self.settle()
		self.dialog.locator(".modal-footer .btn-modal-primary, .btn-modal-primary").first.click()
		self.settle()

	@property
	def message(self) -> Locator:
		"""What the host says in a box of its own."""
		return self.page.locator(".modal.show .msgprint")

	def close_message(self) -> None:
		self.settle()
		self.page.locator(".modal.show .btn-modal-close").last.click()
		expect(self.page.locator(".modal-backdrop")).to_have_count(0)

	def is_told(self, words: str) -> None:
		"""Words at the edge of the screen, beside others that may stand there too."""
		toasts = self.page.locator("#alert-container .alert-message")
		expect(toasts.filter(has_text=words).first).to_be_visible()

	def wait_for_news(self, room: str) -> None:
		"""Wait until this window hears what is said in a room of the realtime server: it joins a moment late."""
		self.page.evaluate("frappe.realtime.on('td_probe', () => { window.td_heard = true; })")
		self.page.evaluate("window.td_heard = false")
		for _attempt in range(300):
			frappe.publish_realtime("td_probe", room=room)
			self.page.wait_for_timeout(100)
			if self.page.evaluate("window.td_heard"):
				return
		raise AssertionError(f"nothing is heard in {room}")

	@property
	def events(self) -> Locator:
		"""The task's own events in the timeline, the newest first."""
		return self.form.locator(".new-timeline .timeline-content:has(> .td-event)")

	def bell(self) -> Locator:
		"""Open the bell and give its lines."""
		self.page.locator(
			".dropdown-notifications > button, .dropdown-notifications .notifications-icon"
		).first.click()
		return self.page.locator(".notifications-list .notification-item, .notifications-list .recent-item")

	# The list

	@property
	def empty_list(self) -> Locator:
		return self.page.locator(".frappe-list > .no-result:visible")

	@property
	def rows(self) -> Locator:
		return self.page.locator(".frappe-list .list-row-container:visible")

	def row(self, subject: str) -> Locator:
		return self.rows.filter(has_text=re.compile(re.escape(subject)))

	def tab(self, name: str) -> Locator:
		return self.page.locator(f'.td-tabs [data-tab="{name}"]')


def _write(box: Locator, text: str) -> None:
	"""Fill a field of a dialog of the host, which does not know of it until the field is left, and may draw it anew without."""
	for _attempt in range(3):
		box.fill(text)
		box.blur()
		if not text or box.evaluate("(box) => (box.value ?? box.innerText).trim()"):
			return
	raise AssertionError(f"{text!r} does not stay in {box}")

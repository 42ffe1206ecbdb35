"""Windows of the browser: each person keeps his own from test to test, and with it what the browser has cached.

Without the cache every page would load and compile the whole desk anew, which is most of the work of a test.
"""

import os
from collections.abc import Iterable

from playwright.sync_api import Browser, BrowserContext, Page

DESKTOP = {"width": 1366, "height": 850}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000
"""Milliseconds for what a machine under load does late; what is never done fails all the same."""
# What a page leaves behind, except for the cache of what was loaded.
_TRACES = "local_storage,indexeddb,cache_storage,service_workers,file_systems,websql"
Kind = tuple[str, bool]


class Windows:
	"""Windows by person and kind of screen; two of the same kind, open at the same time, know nothing of each other."""

	def __init__(self, browser: Browser):
		self._browser = browser
		self._free: dict[Kind, list[BrowserContext]] = {}
		self._open: list[tuple[Kind, BrowserContext]] = []
		self._cookies: dict[str, list] = {}

	def open(self, user: str, phone: bool, password: str) -> Page:
		"""A window without traces of earlier tests, in which the person is logged in."""
		kind = (user, phone)
		free = self._free.setdefault(kind, [])
		context = free.pop() if free else self._new(phone)
		self._open.append((kind, context))
		if user not in self._cookies:
			self._cookies[user] = _log_in(context, user, password)
		context.clear_cookies()
		context.add_cookies(self._cookies[user])
		page = context.new_page()
		_forget_traces(page)
		return page

	def forget(self, users: Iterable[str]) -> None:
		"""These accounts are made anew: whoever was logged in is so no longer."""
		for user in users:
			self._cookies.pop(user, None)

	def close_all(self) -> None:
		while self._open:
			kind, context = self._open.pop()
			for page in context.pages:
				page.close()
			self._free[kind].append(context)

	def _new(self, phone: bool) -> BrowserContext:
		context = self._browser.new_context(
			base_url=os.environ["TD_BASE_URL"],
			viewport=PHONE if phone else DESKTOP,
			is_mobile=phone,
			has_touch=phone,
			timezone_id="Europe/Berlin",
			locale="en-GB",
			reduced_motion="reduce",  # dialogs come and go at once, as for people who have asked for it
		)
		context.set_default_timeout(PATIENCE)
		return context


def _log_in(context: BrowserContext, user: str, password: str) -> list:
	answer = context.request.post("/api/method/login", form={"usr": user, "pwd": password})
	assert answer.ok, f"{user} could not log in: {answer.status}"
	return context.cookies()


def _forget_traces(page: Page) -> None:
	where = {"origin": os.environ["TD_BASE_URL"], "storageTypes": _TRACES}
	page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", where)

"""A person who looks: the talk of one group in a real browser, and when each message stood there before his eyes.

Reads one line of JSON: ``{url, group, sid, browser}``. Says "ready" when the talk is open, and after a second line when
each message was shown: ``{message: moment}``.
"""

import json
import sys

from playwright.sync_api import sync_playwright

_WATCH = """() => {
	const log = document.querySelector(".td-chat-log");
	window.td_shown = {};
	new MutationObserver(() => {
		const fresh = [...log.querySelectorAll("[data-name]")].filter((row) => !(row.dataset.name in td_shown));
		// What is in the page stands on the screen with the next frame.
		requestAnimationFrame(() => fresh.forEach((row) => (td_shown[row.dataset.name] ??= Date.now() / 1000)));
	}).observe(log, { childList: true });
}"""
_HEARS = "() => Boolean(frappe.realtime.socket?.connected)"
_PATIENCE = 20_000
_A_MOMENT = 1_000


def main() -> None:
	"""Open the talk, wait for the word, tell what was shown."""
	order = json.loads(sys.stdin.readline())
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=order["browser"], args=["--headless", "--no-sandbox", "--disable-gpu"]
		)
		context = browser.new_context(base_url=order["url"], viewport={"width": 1366, "height": 768})
		context.add_cookies([{"name": "sid", "value": order["sid"], "url": order["url"]}])
		page = context.new_page()
		page.goto(f"/app/td-chat/{order['group']}", timeout=_PATIENCE)
		page.wait_for_selector(".td-chat-log [data-name]", state="attached", timeout=_PATIENCE)
		page.wait_for_function(_HEARS, timeout=_PATIENCE)
		# The talk opens where he had stopped to read.
		page.wait_for_timeout(_A_MOMENT)
		if page.locator(".td-chat-down").is_visible():
			page.locator(".td-chat-down").click()
		page.wait_for_selector(".td-chat-down", state="hidden", timeout=_PATIENCE)
		page.evaluate(_WATCH)
		print("ready", flush=True)
		# The page goes on by itself meanwhile; all that it is asked for comes at the end.
		sys.stdin.readline()
		print(json.dumps(page.evaluate("td_shown")), flush=True)
		browser.close()


main()

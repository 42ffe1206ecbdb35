"""Takes the pictures of the documents from a running demo: python take_pictures.py ADDRESS CHROMIUM FOLDER [NAME...]"""

import io
import json
import sys
from pathlib import Path

from pictures import PICTURES, Picture
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

DOMAIN, PASSWORD = "crm-demo.example", "Discipline-Demo-1"
COLOURS = 128
LARGEST = 200_000
_STILL = """() => window.frappe?.boot && window.cur_page && !frappe.request.ajax_count
	&& !document.getAnimations().some((one) => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity)"""
_CALM = 700
"""Milliseconds in which what a page draws after its last answer comes to rest."""


def main(address: str, chromium: str, folder: str, *names: str) -> None:
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
		)
		for picture in PICTURES:
			if not names or picture.name in names:
				_keep(_take(browser, address, picture), Path(folder) / f"{picture.name}.png")
		browser.close()


def _take(browser: Browser, address: str, picture: Picture) -> bytes:
	context = browser.new_context(
		base_url=address,
		viewport={"width": picture.width, "height": picture.height},
		locale="en-GB",
		reduced_motion="reduce",
	)
	login = {"usr": f"{picture.user}@{DOMAIN}", "pwd": PASSWORD}
	if not context.request.post("/api/method/login", form=login).ok:
		raise SystemExit(f"{picture.name}: {login['usr']} cannot log in at {address}.")
	page = context.new_page()
	page.goto(_address(context, picture))
	for step in picture.steps:
		_do(page, step)
	_settle(page)
	taken = page.screenshot()
	context.close()
	return taken


def _address(context: BrowserContext, picture: Picture) -> str:
	if isinstance(picture.page, str):
		return picture.page
	doctype, asked = picture.page
	answer = context.request.get(f"/api/resource/{doctype}", params={"filters": json.dumps(asked)}).json()
	if not answer["data"]:
		raise SystemExit(f"{picture.name}: {picture.user} sees no {doctype} with {asked}.")
	return f"/app/{doctype.lower().replace(' ', '-')}/{answer['data'][0]['name']}"


def _do(page: Page, step: str) -> None:
	verb, _space, place = step.partition(" ")
	part = page.locator(f"{place} >> visible=true").first
	_settle(page)
	part.wait_for()
	if verb == "click":
		part.click()
	elif verb == "show":
		part.evaluate("(one) => one.scrollIntoView({ block: 'center' })")


def _settle(page: Page) -> None:
	page.wait_for_function(_STILL)
	page.wait_for_timeout(_CALM)
	page.wait_for_function(_STILL)


def _keep(taken: bytes, path: Path) -> None:
	"""With so few colours that it stays small; a page has no more."""
	image = Image.open(io.BytesIO(taken)).convert("RGB")
	image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
		path, optimize=True
	)
	size = path.stat().st_size
	if size > LARGEST:
		raise SystemExit(f"{path.name} has {size:,} bytes, {LARGEST:,} at most: make it less high.")
	print(f"{path.name}: {size:,} bytes")


main(*sys.argv[1:])

"""The rules of accessibility, held against the parts of a page that are ours."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.desk import Desk
from tests.browser.windows import DESKTOP, PHONE

SERIOUS = ("serious", "critical")
_RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}
_FRAMES = (
	".td-task-form",  # the host's page around our form; those of templates, projects and statements have it, too
	".td-calendar-form",
	".td-preferences-form",
	".td-chat-page",  # the host's page around the chat
	".td-setup-page",
	".td-summary",  # the host's line of figures above a report
)
_SHOWN = '.page-container:not([style*="none"])'
OURS = ", ".join(
	f"{part}{''.join(f':not({frame})' for frame in _FRAMES)}"
	for part in (f'{_SHOWN} [class^="td-"]', f'{_SHOWN} [class*=" td-"]', ".td-chat-panel", ".td-chat-bubble")
)
"""What we draw on the page that is shown: everything of our classes but the host's frames that carry one."""
DIALOG = ".modal.show .modal-body"
WORKSPACE = f"{_SHOWN} .codex-editor"
THE_HOSTS = {
	".ql-toolbar": "buttons of its text editor have no names",
	".grid-heading-row": "heads of its tables are pale, and the box that chooses all rows has no name",
	".number-widget-box": "its cards: the menu is a link that says whether it is open; the sum is green on white",
	".dashboard-widget-box": "its charts: the menu has no name",
	".quick-list-widget-box": "its lists: states are pale in the dark",
	".links-widget-box": "its cards of links: counts are pale in the dark",
	".shortcut-widget-box": "its shortcuts: counts are pale in the dark",
}
"""Parts of the host among ours, each with what is wrong in it."""
_RUNS_OUT = """(ours) => [...document.querySelectorAll(ours)].filter((one) => {
	const { right, width } = one.getBoundingClientRect();
	const is_open = ({ overflowX }) => overflowX === 'visible';
	const spilled = one.clientWidth && is_open(getComputedStyle(one)) ? one.scrollWidth - one.clientWidth : 0;
	if (!width || right + spilled < innerWidth + 2) return false;
	for (let up = one.parentElement; up !== document.body; up = up.parentElement)
		if (!is_open(getComputedStyle(up))) return false;
	return true;
}).map((one) => `${one.className} runs out of the screen: ${one.innerText}`)"""
LOOKS = (("light", DESKTOP), ("dark", PHONE))


def faults(desk: Desk, place: str, part: str = OURS) -> list[str]:
	"""What axe calls serious in a part of the page, by day on a desk and by night on a phone, and what has no room there."""
	found = []
	for theme, size in LOOKS:
		desk.page.set_viewport_size(size)
		desk.page.evaluate("(theme) => document.documentElement.setAttribute('data-theme', theme)", theme)
		desk.picture(f"{place}-{theme}")
		told = _serious(desk, part) + desk.page.evaluate(_RUNS_OUT, OURS)
		found += [f"{place}, {theme}: {fault}" for fault in told]
	desk.page.set_viewport_size(DESKTOP)
	return found


def _serious(desk: Desk, part: str) -> list[str]:
	assert desk.page.locator(part).count(), f"nothing of {part} is there to look at"
	left_out = [[host] for host in THE_HOSTS]
	answer = Axe().run(desk.page, context={"include": [[part]], "exclude": left_out}, options=_RULES)
	return [
		f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}"
		for one in answer.response["violations"]
		if one["impact"] in SERIOUS
	]

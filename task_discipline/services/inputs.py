"""What people and programs send, made safe: moments, plain words and rich text."""

import json
import re
from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import frappe
from bs4 import BeautifulSoup
from frappe import _
from frappe.utils import get_datetime, get_system_timezone, strip_html
from frappe.utils.html_utils import sanitize_html

from task_discipline.services import working_time

MAX_RICH_TEXT = 100_000
MAX_PLAIN_TEXT = 2_000
FIRST_YEAR, LAST_YEAR = 1970, 2199

_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>?")
_MARK = re.compile(r"&(?:(?:amp|quot|apos);|(?:lt|gt);?|#\d+;?|#x[0-9a-f]+;?)", re.IGNORECASE)
_DATE_ONLY = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*")
_INLINE_IMAGE = re.compile(r"data:image/[^\"'\s>]+")
_FORBIDDEN_TAGS = (
	"style",
	"form",
	"input",
	"button",
	"textarea",
	"select",
	"meta",
	"link",
	"base",
	"svg",
	"math",
)


def moment(value: object, label: str, person: object = None) -> datetime | None:
	"""A moment in the site's time zone from what a client sent, None for nothing.

	A date alone means the end of that working day, of ``person`` where one is named; a moment with a zone is
	converted.
	Raises ``frappe.ValidationError`` for anything that is no moment between 1970 and 2199.
	"""
	if value in (None, ""):
		return None
	try:
		parsed = _parse(value, person)
	except (ValueError, TypeError, OverflowError, AttributeError):
		parsed = None
	if parsed is None or not FIRST_YEAR <= parsed.year <= LAST_YEAR:
		frappe.throw(
			_("{0}: {1} is not a date and time. Write it like 2026-01-31 18:00.").format(
				label, frappe.bold(plain_text(str(value))[:60])
			)
		)
	return parsed.replace(microsecond=0)


def _parse(value: object, person: object) -> datetime | None:
	if isinstance(value, date) and not isinstance(value, datetime):
		return working_time.end_of_day(value, person)
	if isinstance(value, str) and _DATE_ONLY.fullmatch(value):
		return working_time.end_of_day(get_datetime(value).date(), person)
	parsed = get_datetime(value) if isinstance(value, str | datetime) else None
	if parsed is not None and parsed.tzinfo is not None:
		parsed = parsed.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)
	return parsed


def number(value: object, label: str, most: int) -> float:
	"""A number between 0 and ``most``, 0 for nothing. Raises ``frappe.ValidationError`` for anything else."""
	try:
		parsed = float(value) if value not in (None, "") else 0.0
	except (ValueError, TypeError):
		parsed = -1.0
	if not 0 <= parsed <= most:
		frappe.throw(_("{0} must be a number between 0 and {1}.").format(label, most), title=label)
	return parsed


def whole(value: object, label: str, most: int) -> int:
	"""A whole number from 0 to ``most``, 0 for nothing. Raises ``frappe.ValidationError`` for anything else."""
	found = number(value, label, most)
	if found != int(found):
		frappe.throw(_("{0} must be a whole number.").format(label), title=label)
	return int(found)


def plain_text(value: object) -> str:
	"""Words without markup: tags are dropped, a lone ``<`` stays as it was typed.

	Marks written as entities count as marks: some of the host's views decode a title once more.
	"""
	text, before = value if isinstance(value, str) else "", None
	while text != before:
		before, text = text, _TAG.sub("", _MARK.sub(lambda mark: unescape(mark[0]), text))
	return text.strip()


def reason(value: object, question: str) -> str:
	"""A reason in plain words. Raises ``frappe.ValidationError`` with ``question`` where it is empty."""
	text = plain_text(value)
	if not text:
		frappe.throw(question, title=_("A reason is needed"))
	return limited(text, _("Reason"), MAX_PLAIN_TEXT)


def limited(text: str, label: str, most: int) -> str:
	"""``text`` itself. Raises ``frappe.ValidationError`` where it is longer than ``most`` characters."""
	if len(_INLINE_IMAGE.sub("", text)) > most:
		frappe.throw(
			_("{0} is longer than {1} characters. Shorten it, or attach it as a file.").format(label, most),
			frappe.CharacterLengthExceededError,
		)
	return text


def rich_text(value: object, label: str) -> str:
	"""HTML of a text editor without anything that could run or imitate a form.

	The host leaves a string that parses as JSON as it is, and lets styles and form fields through
	(``frappe.utils.html_utils.sanitize_html``), so both are closed here.
	"""
	html = value if isinstance(value, str) else ""
	limited(html, label, MAX_RICH_TEXT)
	if _is_json(html):
		html = plain_text(html)
	if not _TAG.search(html):
		return html
	soup = BeautifulSoup(html, "html.parser")
	for tag in soup.find_all(_FORBIDDEN_TAGS):
		tag.decompose()
	return sanitize_html(str(soup))


def is_blank(html: str | None) -> bool:
	"""Whether a text editor's value shows nothing: no words and no picture."""
	return not html or (not strip_html(html).strip() and "<img" not in html)


def _is_json(text: str) -> bool:
	try:
		json.loads(text)
	except ValueError:
		return False
	return True

"""What a person wrote, cut out of what his mail program put around it."""

import time

import pytest

from task_discipline.services.reply_text import LONGEST, said

PLAIN = {
	"nothing around": ("It is done.", "It is done."),
	"gmail": (
		"Done.\n\nOn Fri, 5 Jun 2026 at 10:00, Anna Tester <desk@x.example>\nwrote:\n\n> Anna set a task\n>\n> Open",
		"Done.",
	),
	"gmail german": (
		"Fertig.\n\nAm Fr., 5. Juni 2026 um 10:00 Uhr schrieb Anna <a@x.example>:\n\n> Anna hat",
		"Fertig.",
	),
	"gmail russian": (
		"Готово.\n\nпт, 5 июн. 2026 г. в 10:00, Анна <a@x.example>:\n\n> Анна поставила",
		"Готово.",
	),
	"apple": (
		"Yes!\n\nSent from my iPhone\n\n> On 5 Jun 2026, at 10:00, Anna <a@x.example> wrote:\n> \n> text",
		"Yes!",
	),
	"outlook": (
		"Agreed.\n\n________________________________\nFrom: Anna <a@x.example>\nSent: Friday\nTo: Boris\nSubject: x\n\ntext",
		"Agreed.",
	),
	"outlook german": (
		"Einverstanden.\n\nVon: Anna <a@x.example>\nGesendet: Freitag, 5. Juni 2026 10:00\nAn: Boris\nBetreff: x\n\ntext",
		"Einverstanden.",
	),
	"original message": ("Ok\n-----Original Message-----\nFrom: a", "Ok"),
	"signature": ("See above.\n-- \nBoris Tester\nHead of all", "See above."),
	"between the lines": ("> first\nno\n> second\nyes", "no\nyes"),
	"lists stay": (
		"To do:\n- one\n- two\n\nPrice: 5 EUR\nNote: none",
		"To do:\n- one\n- two\n\nPrice: 5 EUR\nNote: none",
	),
	"windows lines": ("a\r\nb\r\n\r\n\r\n\r\nc\r\n", "a\nb\n\nc"),
	"only a quote": ("On 5 June Anna wrote:\n> text", ""),
	"nothing": (" \n\n", ""),
}
HTML = {
	"gmail": (
		'<div dir="ltr">Done<br>really</div><div class="gmail_quote">On 5 Jun wrote<blockquote>text</blockquote></div>',
		"Done\nreally",
	),
	"outlook": ('<p>Agreed</p><div id="appendonsend"></div><hr><div>From: Anna</div>text after', "Agreed"),
	"thunderbird": (
		'<p>Fine</p><div class="moz-cite-prefix">Am 5.6. schrieb Anna:</div><blockquote type="cite">text</blockquote>',
		"Fine",
	),
	"styles": ("<style>p { color: red }</style><p>a&nbsp;b &lt;c&gt;</p>", "a b <c>"),
}


@pytest.mark.parametrize("case", PLAIN)
def test_the_plain_part(case: str) -> None:
	given, wanted = PLAIN[case]
	assert said(given, "<p>other</p>") == (wanted if given.strip() else "other")


@pytest.mark.parametrize("case", HTML)
def test_html_alone(case: str) -> None:
	given, wanted = HTML[case]
	assert said(" ", given) == wanted


HOSTILE = {
	"introductions": "On " * 30_000,
	"quotes": "> a\n" * 50_000,
	"headers": "a: b@\n" * 40_000,
	"dashes": "-" * 300_000,
	"nested": "<div>" * 40_000,
	"open tags": "<" * 200_000,
	"comments": "<!-- " * 40_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_no_text_takes_long(case: str) -> None:
	hostile = HOSTILE[case]
	start = time.monotonic()
	assert len(said(hostile, "")) <= LONGEST
	said("", hostile)
	assert time.monotonic() - start < 5

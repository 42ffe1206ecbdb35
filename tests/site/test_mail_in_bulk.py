"""Mails that are queued in bulk are the mails that the host makes one by one."""

import email
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email import policy
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

import frappe
import pytest
from frappe.email.queue import flush
from frappe.utils import escape_html

from task_discipline.services import mail
from task_discipline.services.languages import spoken
from task_discipline.services.letters import Letter
from tests.factories import make_mail_account, make_task, purge
from tests.mail_server import MailServer

LINK = "https://tasks.example.com/app/td-task/TD-00042"
FACTS = [("Deadline", "Fri 5 Jun 2026 18:00 (America/New_York)"), ("Responsible", "Anna-Lena B.")]
PLAIN = {
	"headline": "Boris submitted the task",
	"subject": "Sign the lease",
	"facts": FACTS,
	"reason": "",
	"link": LINK,
}
ASKING = f"https://tasks.example.com/task-action?purpose=x&action=accept&person=anna%40example.com&_signature={'0a' * 64}"
LONG = "Договор аренды, приложения и акт сверки за второй квартал " * 12
UNIQUE = {"name", "creation", "modified", "message", "message_id", "parent", "idx"}


def letter(title: str, /, language: str = "en", task: str | None = "TD-00042", **content: Any) -> Letter:
	return Letter(("anna@td-test.example",), title, {**PLAIN, **content}, task, language)


LETTERS = {
	"ascii": letter("Sign the lease: Boris submitted the task (TD-00042)"),
	"cyrillic": letter(
		"Подписать договор: Борис сдал задачу",
		"ru",
		headline="Борис сдал задачу",
		subject="Подписать договор № 5",
		facts=[("Срок", "пт 5 июня 2026 18:00 (Europe/Moscow)"), ("Исполнитель", "Борис Ё.")],
	),
	"german": letter("Größe prüfen: Jörg hat die Aufgabe übergeben", "de", subject="Größe prüfen – §5"),
	"emoji": letter("🚀 Launch 👩‍👩‍👧 now", subject="🚀 Launch 👩‍👩‍👧", reason="👍🏽"),
	"markup": letter(
		"Fix <script>alert(1)</script> & <b>bold</b>",
		subject="<script>alert('x')</script> & \"quoted\" &amp; a < b",
		reason="<style>*{}</style><!--email_open_check--> <!-- note -->",
		facts=[("<i>Label</i>", "</div></td><a title='x'>")],
	),
	"open tag": letter("How to close <script>", subject="How to close <script>", reason="<title>"),
	"templates": letter("{{ 7 * 7 }} {0} %s", subject="{% raw %} {{ doc }} {0} {name} %(x)s ${y}"),
	"marks": letter("headlinez q00000000headlinez", subject="value0z", reason="title reason link label0"),
	"markdown": letter("*_*", subject="* one_two *three* `x` [a](b) # 1. - +", reason="1. a\n- b\n> c\n# d"),
	"encoded words": letter("=?utf-8?b?0J/QvtC0?= and =3D", subject="=?utf-8?q?x?= =\r\n=20"),
	"long": letter(
		LONG, subject=LONG, reason="x" * 1500, facts=[("Label", "y" * 300), ("z" * 120, LONG.strip())]
	),
	"long ascii": letter("Please sign " * 30, subject="Please sign " * 30, headline="who knows " * 12),
	"exact width": letter("s" * 69, subject="word " * 16 + "x", reason="w" * 80, headline="w " * 40 + "w"),
	"injection": letter("Hello\r\nBcc: all@corp.example\r\n\r\nBody", subject="a\r\nb", headline="c\n\nd"),
	"white space": letter(
		"  two  spaces\tand a tab ", subject=" a  b\t", reason=" a \r\n\r\n  b \rc\u2028d\u00a0e "
	),
	"inner space": letter("Facts", facts=[("a  b", "c\n d\te"), ("f\r\ng", "\u200bh")]),
	"outer space": letter("Facts", facts=[(" a  b ", " c\n d\te "), ("f\r\ng", "\u200bh\u00a0")]),
	"control characters": letter(
		"bell \x07 and \x1b", subject="bell \x07 form \x0c feed \x85", reason="\x7f"
	),
	"nothing but a headline": letter(
		"TD-7", task=None, subject="", facts=[], link="", headline="You are off TD-7"
	),
	"without facts": letter("No facts", facts=[]),
	"without link": letter("No link", link=""),
	"confirmation": letter("Sign", action="accept", confirmation=ASKING),
	"long confirmation": letter("Sign", "de", action="submit", confirmation=ASKING + "a" * 200, facts=[]),
	"short confirmation": letter("Sign", action="submit", confirmation="http://a/b?c=d&e=f"),
	"with reason": letter("Returned", reason="The price is missing.\nThe date, too."),
	"many facts": letter("Many", facts=[(f"Label {number}", f"Value_{number}") for number in range(12)]),
	"blank words": letter("Blank", subject=" ", reason="\n", facts=[("", "")]),
	"odd link": letter("Odd", link="/app/td-task/TD 5?a=1&b=<2>"),
	"link with specials": letter("Link", link="http://my_site.example:8000/app/td-task/TD%20*5*~+=?x=1#y@z"),
	"link at the edge": letter("Link", link="https://tasks.example.com/" + "a" * 50),
	"very long link": letter("Link", link="https://tasks.example.com/" + "a-" * 150),
	"short link": letter("Link", link="http://a/b"),
}


@pytest.fixture
def account() -> Any:
	account = make_mail_account(1)
	frappe.local.outgoing_email_account = {}
	yield account
	frappe.local.outgoing_email_account = {}


def by_host(one: Letter, subject: str) -> str:
	with spoken(one.language):
		row = frappe.sendmail(
			recipients=list(one.addresses),
			subject=subject,
			template="task_notice",
			args=one.content,
			reference_doctype="TD Task" if one.record else None,
			reference_name=one.record,
			add_unsubscribe_link=0,
		)
	return row.name


def in_bulk(*letters: Letter) -> list[str]:
	before = set(frappe.get_all("Email Queue", pluck="name"))
	mail.queue_many(letters)
	names = frappe.get_all("Email Queue", pluck="name", order_by="creation asc, name asc")
	return [name for name in names if name not in before]


def fields(name: str) -> dict[str, Any]:
	[row] = frappe.db.sql("select * from `tabEmail Queue` where name = %s", name, as_dict=True)
	return {field: value for field, value in row.items() if field not in UNIQUE}


def recipients(name: str) -> list[dict[str, Any]]:
	rows = frappe.db.sql(
		"select * from `tabEmail Queue Recipient` where parent = %s order by recipient", name, as_dict=True
	)
	return [{field: value for field, value in row.items() if field not in UNIQUE} for row in rows]


def message(name: str) -> str:
	return frappe.db.get_value("Email Queue", name, "message")


def headers(text: str) -> list[list[tuple[str, str]]]:
	"""The headers of the message and of its parts, less what differs from mail to mail."""
	parts = email.message_from_string(text, policy=policy.SMTP).walk()
	return [
		[
			(key, value.split("boundary")[0])
			for key, value in part.items()
			if key not in ("Message-Id", "Date")
		]
		for part in parts
	]


def part(text: str, kind: str) -> str:
	for found in email.message_from_string(text).walk():
		if found.get_content_subtype() == kind:
			return found.get_payload(decode=True).decode()
	raise AssertionError(kind)


@pytest.mark.parametrize("case", LETTERS)
def test_a_letter_leaves_what_the_host_leaves(account: Any, case: str) -> None:
	one = LETTERS[case]
	expected, (got,) = by_host(one, one.subject), in_bulk(one)
	# The host shows the subject as markup in the title; here it is text.
	expected_html = message(by_host(one, escape_html(one.subject)))
	assert fields(got) == fields(expected)
	assert recipients(got) == recipients(expected)
	assert headers(message(got)) == headers(message(expected))
	assert part(message(got), "plain") == part(message(expected), "plain")
	assert part(message(got), "html") == part(expected_html, "html")
	sent = email.message_from_string(message(got))
	assert f"<{frappe.db.get_value('Email Queue', got, 'message_id')}>" == sent["Message-Id"]
	age = datetime.now(timezone.utc).replace(tzinfo=None) - parsedate_to_datetime(sent["Date"])
	assert timedelta(0) <= age < timedelta(minutes=1)


def test_many_letters_keep_their_own_words(account: Any) -> None:
	names = in_bulk(*LETTERS.values(), *reversed(LETTERS.values()))
	subjects = sorted(
		email.message_from_string(message(name), policy=policy.SMTP)["Subject"] for name in names
	)
	alone = [in_bulk(one)[0] for one in LETTERS.values()]
	expected = [email.message_from_string(message(name), policy=policy.SMTP)["Subject"] for name in alone]
	assert subjects == sorted([*expected, *expected])
	ids = frappe.get_all("Email Queue", filters={"name": ("in", names)}, pluck="message_id")
	assert len(set(ids)) == len(names) == 2 * len(LETTERS)


@pytest.mark.only_on("mariadb", because="it counts the statements of a connection")
def test_a_hundred_letters_are_queued_by_few_statements(account: Any) -> None:
	odd = ("outer space", "blank words", "odd link", "short confirmation")
	usual = [one for case, one in LETTERS.items() if case not in odd]
	mail.queue_many(usual)  # the host makes each kind of mail once
	before = statements()
	mail.queue_many(usual * 4)
	assert statements() - before < len(usual)


def statements() -> int:
	return int(frappe.db.sql("show session status like 'Questions'")[0][1])


def test_words_that_look_like_addresses_stay_as_written(account: Any) -> None:
	one = letter("See src=a.png", subject="See href='/files/x' and src=a.png", reason=":url(x)")
	(name,) = in_bulk(one)
	for kind in ("plain", "html"):
		text = part(message(name), kind)
		assert "See href='/files/x' and src=a.png" in text and ":url(x)" in text


def test_a_subject_brings_no_markup_into_the_mail(account: Any) -> None:
	link = '<link rel="stylesheet" href="file:///etc/hostname">'
	for one in (letter(link, subject="Mind"), letter(link, subject="Mind", facts=[(" ", " ")])):
		(name,) = in_bulk(one)
		assert "&lt; link" in part(message(name), "html") or "&lt;link" in part(message(name), "html")
		assert "<link" not in part(message(name), "html")


def test_who_unsubscribed_is_left_out(account: Any) -> None:
	task, other = make_task().name, make_task().name
	yes, never, not_this = people = tuple(f"{name}@td-test.example" for name in ("yes", "never", "not-this"))
	frappe.get_doc(doctype="Email Unsubscribe", email=never, global_unsubscribe=1).insert()
	frappe.get_doc(
		doctype="Email Unsubscribe", email=not_this, reference_doctype="TD Task", reference_name=task
	).insert()
	letters = [Letter(people, f"About {name}", PLAIN, name, "en") for name in (task, other, None)]
	nobody = Letter((never, not_this), "Nobody", PLAIN, task, "en")
	got = [recipients(name) for name in in_bulk(nobody, *letters)]
	assert got == [recipients(by_host(one, one.subject)) for one in letters]
	assert [{row["recipient"] for row in rows} for rows in got] == [{yes}, {yes, not_this}, {yes, not_this}]


def test_every_recipient_of_a_letter_gets_a_row(account: Any) -> None:
	one = Letter(
		("a@td-test.example", "", "b@td-test.example ", "a@td-test.example"), "Two", PLAIN, "TD-1", "en"
	)
	(name,) = in_bulk(one)
	assert recipients(name) == recipients(by_host(one, one.subject))
	assert [row["recipient"] for row in recipients(name)] == ["a@td-test.example", "b@td-test.example"]
	assert frappe.get_all("Email Queue Recipient", {"parent": name}, pluck="idx", order_by="idx") == [1, 2]


def test_a_wrong_letter_spoils_no_other(account: Any) -> None:
	wrong = [
		Letter(("nonsense",), "Wrong address", PLAIN, "TD-1", "en"),
		Letter(("x" * 150 + "@td-test.example",), "Too long an address", PLAIN, "TD-1", "en"),
		Letter(("anna@td-test.example",), "Half a character \ud800", PLAIN, "TD-1", "en"),
	]
	names = in_bulk(LETTERS["ascii"], *wrong, LETTERS["german"])
	subjects = {email.message_from_string(message(name), policy=policy.SMTP)["Subject"] for name in names}
	assert subjects == {LETTERS["ascii"].subject, LETTERS["german"].subject}
	assert not frappe.message_log


def test_mails_show_the_footer_of_the_moment(account: Any) -> None:
	in_bulk(LETTERS["ascii"])
	for footer in ("Printed on recycled paper", "Nobody prints any more"):
		account.update({"footer": footer}).save()
		frappe.local.outgoing_email_account = {}
		(name,) = in_bulk(LETTERS["ascii"])
		assert footer in part(message(name), "html")
		assert "<!--email_open_check-->" in message(name) and "<!--unsubscribe link here-->" in message(name)


def test_mails_speak_the_language_of_the_letter(account: Any) -> None:
	frappe.get_doc(
		doctype="Translation", language="de", source_text="Open the task", translated_text="Zur Aufgabe"
	).insert()
	english, german = (message(name) for name in in_bulk(LETTERS["ascii"], LETTERS["german"]))
	frappe.clear_cache(doctype="Translation")
	assert "Open the task: https" in part(english, "plain") and "Zur Aufgabe" in part(german, "html")
	assert frappe.local.lang == "en"


def test_without_an_account_nothing_is_queued() -> None:
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	assert in_bulk(LETTERS["ascii"]) == []


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
	with MailServer() as server:
		make_mail_account(server.port)
		frappe.local.outgoing_email_account = {}
		frappe.flags.testing_email = True
		yield server
		frappe.flags.testing_email = False
		frappe.local.outgoing_email_account = {}
		frappe.db.rollback()
		mine = frappe.get_all("Email Queue", filters={"reference_name": "TD-00042"}, pluck="name")
		frappe.db.delete("Email Queue Recipient", {"parent": ("in", mine)})
		frappe.db.delete("Email Queue", {"name": ("in", mine)})
		purge()


def test_letters_arrive_readable(mail_server: MailServer) -> None:
	chosen = [LETTERS[case] for case in ("cyrillic", "german", "emoji", "markup", "injection")]
	in_bulk(*chosen)
	frappe.db.commit()
	flush()
	arrived = {sent["subject"]: sent for recipient, sent in mail_server.messages}
	assert set(arrived) == {"".join(one.subject.splitlines()) for one in chosen}
	for one in chosen:
		sent = arrived["".join(one.subject.splitlines())]
		assert (sent["to"], sent["from"]) == ("anna@td-test.example", "TD Tests <desk@td-test.example>")
		assert sent["bcc"] is None
		assert one.content["facts"][0][1] in sent.get_body(("plain",)).get_content().replace("\\_", "_")
		html = sent.get_body(("html",)).get_content()
		assert one.content["facts"][0][1] in unescape(html)
		assert "<script>" not in html and "<a title" not in html
		assert f'href="{LINK}"' in html

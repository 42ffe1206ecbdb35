"""Replies to mails of a task, fetched from a real mailbox: what becomes a comment, and what never does."""

from collections.abc import Iterator
from email.message import EmailMessage

import frappe
import pytest
from frappe.email.queue import flush
from frappe.email.receive import InboundMail

from task_discipline.services import mail_replies
from tests import workers
from tests.factories import (
	ASSIGNER,
	DISABLED,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	act,
	acting_as,
	events_of,
	make_task,
)
from tests.replying import DESK, WORDS, Post, beside, comments, kept, mailbox, reply_to


@pytest.fixture
def post() -> Iterator[Post]:
	with mailbox() as found:
		yield found


def test_a_reply_becomes_a_comment_of_its_sender(post: Post) -> None:
	task = make_task()
	mail = post.mail_to(RESPONSIBLE)
	assert mail["Reply-To"] == DESK
	before = events_of(task.name), frappe.db.get_value("TD Task", task.name, "status")
	post.fetch(reply_to(mail))
	assert comments(task) == [(RESPONSIBLE, f"<p>{WORDS}</p>")]
	assert (
		frappe.db.get_value("Comment", {"reference_name": task.name, "comment_type": "Comment"}, "owner")
		== RESPONSIBLE
	)
	assert (events_of(task.name), frappe.db.get_value("TD Task", task.name, "status")) == before
	(note,) = kept()
	assert "zanzibar" not in str(note) and task.subject not in str(note) and not note.reference_name
	assert beside(task) == 0 and frappe.session.user == "Administrator"


def test_the_host_answers_and_forwards_nothing(post: Post) -> None:
	make_task()
	mail = post.mail_to(RESPONSIBLE)
	sent = len(post.sent.messages)
	post.fetch(reply_to(mail), reply_to(mail, STRANGER), reply_to(mail, Auto_Submitted="auto-replied"))
	flush()
	assert len(post.sent.messages) == sent and post.box.mails == []


def test_the_same_mail_lands_once(post: Post) -> None:
	task = make_task()
	answer = reply_to(post.mail_to(RESPONSIBLE))
	nameless = reply_to(post.mail_to(RESPONSIBLE), text="Without identity")
	del nameless["Message-ID"]
	post.fetch(answer, nameless)
	post.fetch(answer, nameless)
	assert [content for _who, content in comments(task)] == [f"<p>{WORDS}</p>", "<p>Without identity</p>"]
	assert len(kept()) == 2


def test_several_processes_that_fetched_the_same_mails_land_them_once(post: Post) -> None:
	task = make_task()
	mail = post.mail_to(RESPONSIBLE)
	answers = [reply_to(mail, text=f"Answer {number}").as_bytes() for number in range(6)]
	frappe.db.commit()

	def land() -> None:
		account = frappe.get_doc("Email Account", post.account.name)
		for answer in answers:
			mail_replies.recognised(InboundMail(answer, account)).process()
			frappe.db.commit()

	for worker in workers.start(land, 4):
		worker.join()
	frappe.db.rollback()
	assert [content for _who, content in comments(task)] == [f"<p>Answer {number}</p>" for number in range(6)]
	assert len(kept()) == 6


@pytest.mark.parametrize(
	"headers",
	[
		{"Auto_Submitted": "auto-replied"},
		{"Auto_Submitted": "auto-generated; owner=x"},
		{"X_Autoreply": "yes"},
		{"X_Autorespond": "1"},
		{"Precedence": "bulk"},
		{"Precedence": "Auto_Reply"},
		{"List_Id": "<all.example>"},
		{"Return_Path": "<>"},
		{"From": "Mailer <MAILER-DAEMON@mail.example>"},
		{"isnotification": "<notification>"},
		{"Authentication_Results": "mx.example; spf=pass; dmarc=fail header.from=td-test.example"},
		{"Authentication_Results": "mx.example; spf=fail smtp.mailfrom=evil.example"},
		{"Authentication_Results": "mx.example; spf=softfail (x=y); dkim=none; dmarc=none action=none"},
		{
			"Authentication_Results": 'mx.example; spf=fail smtp.mailfrom="a; dmarc=pass; dkim=pass"@evil.example'
		},
		{"From": f"{RESPONSIBLE}, {ASSIGNER}"},
		{"From": DESK},
		{"From": f"Boris <{STRANGER}>", "Reply_To": RESPONSIBLE},
		{"From": f"Boris <{STRANGER}>", "X_Original_From": RESPONSIBLE},
		{"From": f'"{RESPONSIBLE}" <outside@elsewhere.example>'},
		{"From": "desk@td-test.example"},
	],
	ids=str,
)
def test_machines_and_forgers_write_no_comment(post: Post, headers: dict[str, str]) -> None:
	task = make_task()
	post.fetch(reply_to(post.mail_to(RESPONSIBLE), **headers))
	assert comments(task) == [] and beside(task) == 0
	(mail,) = kept()
	why = frappe.get_all("Comment", {"reference_name": mail.name, "comment_type": "Info"}, pluck="content")
	assert len(why) == 1 and "did not become a comment" in why[0] and task.name not in why[0]


@pytest.mark.parametrize("sender", [STRANGER, NEWCOMER, DISABLED, "nobody@elsewhere.example"])
def test_only_people_of_the_task_are_heard(post: Post, sender: str) -> None:
	task = make_task(observers=[{"user": OBSERVER}, {"user": NEWCOMER}])
	mail = post.mail_to(NEWCOMER)
	with acting_as(ASSIGNER):
		task.reload()
		task.set("observers", [row for row in task.observers if row.user != NEWCOMER])
		task.save()
	post.fetch(reply_to(mail, sender))
	assert comments(task) == [] and beside(task) == 0
	assert [(one.sender, one.reference_name) for one in kept()] == [(sender, None)]


@pytest.mark.parametrize("where", ["In_Reply_To", "References"])
def test_a_reply_to_a_reply_is_found_by_its_thread(post: Post, where: str) -> None:
	task = make_task()
	mail = post.mail_to(RESPONSIBLE)
	first = reply_to(mail)
	thread = f"{mail['Message-Id']} {first['Message-ID']}"
	headers = {"In_Reply_To": first["Message-ID"], "References": thread} if where == "References" else {}
	post.fetch(first, reply_to(mail, ASSIGNER, "I add it.", **headers))
	assert [who for who, _words in comments(task)] == [RESPONSIBLE, ASSIGNER]


def test_markup_is_text(post: Post) -> None:
	task = make_task()
	mail = post.mail_to(RESPONSIBLE)
	bad = "<img src=x onerror=alert(1)><script>alert(2)</script>"
	post.fetch(reply_to(mail, text=bad + "\n\n{{ 7 * 7 }}"), reply_to(mail, text="", html=f"<p>Yes</p>{bad}"))
	plain, html = (content for _who, content in comments(task))
	assert "<img" not in plain and "&lt;script&gt;" in plain and "{{ 7 * 7 }}" in plain
	assert html == "<p>Yes</p>"


def test_one_bad_mail_spoils_no_other(post: Post) -> None:
	task = make_task()
	mail = post.mail_to(RESPONSIBLE)
	odd = (
		reply_to(mail, text="Odd").as_bytes().replace(b"In-Reply-To", b"References: <\xff\xfe>\nIn-Reply-To")
	)
	post.fetch(
		b"From: x@y.example\nTo: x\nReferences: <" + b"\xff" * 400 + b">\n\n\xff\xfe", odd, reply_to(mail)
	)
	assert [content for _who, content in comments(task)] == ["<p>Odd</p>", f"<p>{WORDS}</p>"]


def test_an_address_of_two_people_is_nobodys(post: Post) -> None:
	task = make_task()
	mail = post.mail_to(RESPONSIBLE)
	frappe.db.set_value("User", ASSIGNER, "email", RESPONSIBLE)
	try:
		post.fetch(reply_to(mail))
		assert comments(task) == [] and len(kept()) == 1
	finally:
		frappe.db.set_value("User", ASSIGNER, "email", ASSIGNER)
		frappe.db.commit()


def test_a_mail_to_the_address_of_a_task_stays_out_of_it(post: Post) -> None:
	"""The host links mails by a name in the address, whoever sends them."""
	task = make_task()
	frappe.db.set_value("Email Account", post.account.name, "enable_automatic_linking", 1)
	mail = EmailMessage()
	mail["From"], mail["Subject"] = "outside@elsewhere.example", "Let me in"
	mail["To"] = f"replies+TD%20Task+{task.name}@td-test.example"
	mail["Message-ID"] = "<let-me-in@elsewhere.example>"
	mail.set_content(WORDS)
	post.fetch(mail)
	assert beside(task) == 0 and len(kept()) == 1


def test_an_answer_to_a_closed_task_is_heard_and_changes_nothing(post: Post) -> None:
	task = make_task(plan=[], needs_review=0)
	mail = post.mail_to(RESPONSIBLE)
	act(RESPONSIBLE, task.name, "submit_task")
	post.fetch(reply_to(mail, text="accept_result\n/done"))
	assert len(comments(task)) == 1 and frappe.db.get_value("TD Task", task.name, "status") == "Done"


def test_mails_reply_to_the_sender_where_he_reads_himself(post: Post) -> None:
	frappe.db.set_value("Email Account", "TD Tests", "enable_incoming", 1)
	frappe.local.outgoing_email_account = {}
	make_task()
	assert "desk@td-test.example" in post.mail_to(RESPONSIBLE)["Reply-To"]

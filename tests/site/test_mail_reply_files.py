"""What replies carry along: whose words they are, and what becomes a file of the task."""

from collections.abc import Iterator
from email.message import EmailMessage

import frappe
import pytest

from tests.factories import (
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	make_task,
)
from tests.replying import PICTURE, WORDS, Post, comments, kept, mailbox, reply_to


@pytest.fixture
def post() -> Iterator[Post]:
	with mailbox() as found:
		yield found


def test_attachments_become_private_files_of_the_task(post: Post) -> None:
	task = make_task()
	answer = reply_to(post.mail_to(RESPONSIBLE))
	answer.add_attachment(PICTURE, maintype="image", subtype="png", filename="signature.png")
	answer.add_attachment(b"secret figures", maintype="text", subtype="plain", filename="figures.txt")
	again = reply_to(post.mail_to(RESPONSIBLE), text="Once more")
	again.add_attachment(PICTURE, maintype="image", subtype="png", filename="signature.png")
	post.fetch(answer, again)
	files = frappe.get_all(
		"File",
		{"attached_to_name": task.name},
		["file_name", "is_private", "owner", "file_url"],
		order_by="file_name asc",
	)
	assert [(one.is_private, one.owner) for one in files] == [(1, RESPONSIBLE)] * 2
	assert files[0].file_name.startswith("figures") and all("/private/" in one.file_url for one in files)
	assert [content for _who, content in comments(task)] == [f"<p>{WORDS}</p>", "<p>Once more</p>"]
	for one in files:
		frappe.delete_doc("File", frappe.db.get_value("File", {"file_url": one.file_url}), force=True)


def test_what_a_mail_carries_along_is_no_word_of_its_writer(post: Post) -> None:
	task = make_task()
	mail = post.mail_to(RESPONSIBLE)
	other = EmailMessage()
	other["Subject"] = "Offer: final"
	other.set_content("Words of somebody else")
	answer = reply_to(mail, text="", html="<p>See the mail</p>")
	answer.add_attachment(other)
	answer.add_attachment("Words of a file", disposition="attachment")
	answer.add_attachment("<p>Words of a page</p>", subtype="html", filename="page.html")
	post.fetch(answer)
	assert comments(task) == [(RESPONSIBLE, "<p>See the mail</p>")]
	files = frappe.get_all("File", {"attached_to_name": task.name}, ["file_name", "is_private"])
	assert sorted((one.file_name, one.is_private) for one in files) == [
		("Offer final.eml", 1),
		("page.html", 1),
		("text.txt", 1),
	]


def test_an_empty_file_is_none(post: Post) -> None:
	task = make_task()
	answer = reply_to(post.mail_to(RESPONSIBLE))
	answer.add_attachment("", filename="empty.html", subtype="html")
	post.fetch(answer)
	assert comments(task) == [(RESPONSIBLE, f"<p>{WORDS}</p>")]
	assert frappe.get_all("File", {"attached_to_name": task.name}) == []


def test_words_on_both_sides_of_a_picture(post: Post) -> None:
	task = make_task()
	answer = reply_to(post.mail_to(RESPONSIBLE), text="Before")
	answer.add_attachment(PICTURE, maintype="image", subtype="png", filename="p.png", disposition="inline")
	answer.add_attachment("After", disposition="inline")
	post.fetch(answer)
	assert comments(task) == [(RESPONSIBLE, "<p>Before</p><p>After</p>")]


@pytest.mark.parametrize("name", ["Ы" * 139 + ".docx", "n" * 300, "x." + "y" * 200, "\u202efdp.exe"])
def test_no_name_of_a_file_is_too_long(post: Post, name: str) -> None:
	task = make_task()
	answer = reply_to(post.mail_to(RESPONSIBLE))
	answer.add_attachment(b"content", maintype="application", subtype="x", filename=name)
	post.fetch(answer)
	assert comments(task) == [(RESPONSIBLE, f"<p>{WORDS}</p>")]
	(stored,) = frappe.get_all("File", {"attached_to_name": task.name}, pluck="file_name")
	assert stored[:1] in (name[0], "f") and len(stored.encode()) < 200


def test_a_mail_whose_files_cannot_be_kept_stays_itself(post: Post) -> None:
	make_task()
	answer = reply_to(post.mail_to(RESPONSIBLE), STRANGER)
	answer.add_attachment(b"content", maintype="application", subtype="x", filename="Ы" * 250)
	post.fetch(answer)
	(mail,) = kept()
	assert mail.sender == STRANGER and "zanzibar" in mail.content


def test_an_observer_is_heard_and_told_that_his_file_stays_out(post: Post) -> None:
	task = make_task()
	answer = reply_to(post.mail_to(OBSERVER), OBSERVER)
	answer.add_attachment(b"mine", maintype="application", subtype="pdf", filename="mine.pdf")
	post.fetch(answer)
	((who, content),) = comments(task)
	assert who == OBSERVER and "could not be added" in content and "mine.pdf" in content
	assert not frappe.db.exists("File", {"attached_to_name": task.name})

"""The class of the host's mail account, which other apps may change too."""

import pickle
from typing import Any

import frappe
import pytest
from frappe.email.doctype.email_account.email_account import EmailAccount

from task_discipline import inbox


class OtherAppsAccount(EmailAccount):
	"""What another app puts in the place of the host's account."""

	def get_inbound_mails(self) -> list[Any]:
		return ["a mail that the other app brought"]


def test_the_class_of_another_app_stays_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
	"""Of several apps the host takes the last one's class: ours must not take theirs away."""
	ours, theirs = "task_discipline.inbox.TaskMailAccount", f"{__name__}.OtherAppsAccount"
	monkeypatch.setattr(frappe, "get_hooks", lambda *_hook: {"Email Account": [theirs, ours]})
	built, again = inbox.TaskMailAccount, inbox.TaskMailAccount
	monkeypatch.undo()
	assert issubclass(built, OtherAppsAccount) and built is again
	assert built({"doctype": "Email Account"}).get_inbound_mails() == ["a mail that the other app brought"]
	assert not issubclass(inbox.TaskMailAccount, OtherAppsAccount)
	assert pickle.loads(pickle.dumps(inbox.TaskMailAccount)) is inbox.TaskMailAccount

"""The morning digest: who gets one, when, and what it tells of."""

from collections.abc import Iterator

import frappe
import pytest

from tests.digesting import TUESDAY, forget_digests, outcome, turn
from tests.factories import ASSIGNER, RESPONSIBLE, make_mail_account
from tests.reminding import accepted_task, use_office_hours


@pytest.fixture(autouse=True)
def _office(rolled_back: None) -> Iterator[None]:
	forget_digests()
	use_office_hours()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)
	yield


def test_one(rolled_back) -> None:
	accepted_task()
	assert turn(TUESDAY) >= 2
	assert outcome(RESPONSIBLE) == ("Sent", 1, None), frappe.get_all(
		"Error Log", ["method", "error"], limit=3
	)
	assert outcome(ASSIGNER) == ("Skipped", 0, "Nothing to tell")
	assert turn(TUESDAY) == 0

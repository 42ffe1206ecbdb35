"""Translations of the site that spoil the places of words: whoever reads them gets the app's own, and no work stops."""

from collections.abc import Iterator

import frappe
import pytest

from task_discipline.services import late_words, notice_texts
from tests.digesting import TUESDAY, forget_digests, outcome, turn
from tests.factories import ASSIGNER, OBSERVER, RESPONSIBLE, act, make_mail_account, make_task
from tests.reminding import FRIDAY, MONDAY, accepted_task, set_task, use_office_hours

SPOILT = ("{7} foo", "foo {", "{name}", "{0.nothing}")
SENTENCES = (
	"{0} set a task",
	"{0} accepted the task",
	"{0} took you off task {1}",
	"This mail comes late: it is of {0} and could not be sent then.",
	"Your day, {0}",
	"Times are those of {0}.",
	"from {0}",
)


@pytest.fixture(params=SPOILT)
def _spoilt(request: pytest.FixtureRequest) -> Iterator[None]:
	for sentence in SENTENCES:
		frappe.get_doc(
			doctype="Translation", language="en", source_text=sentence, translated_text=request.param
		).insert()
	yield
	frappe.db.rollback()
	frappe.clear_cache(doctype="Translation")


@pytest.mark.usefixtures("_spoilt")
def test_work_goes_on_and_people_are_told() -> None:
	task = make_task(observers=[{"user": OBSERVER}])
	act(RESPONSIBLE, task.name, "accept_assignment")
	filters = {"for_user": ASSIGNER, "document_name": task.name}
	assert "Boris Tester accepted the task" in frappe.db.get_value("Notification Log", filters, "subject")
	assert notice_texts.removed("TD-1", "Anna") == "Anna took you off task TD-1"
	assert late_words._line(MONDAY, None).startswith("This mail comes late: it is of ")


@pytest.mark.usefixtures("_spoilt")
def test_the_digest_goes() -> None:
	forget_digests()
	use_office_hours()
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	make_mail_account(9)
	accepted_task(deadline=FRIDAY)
	set_task()
	turn(TUESDAY)
	assert outcome(RESPONSIBLE) == ("Sent", 2, None)

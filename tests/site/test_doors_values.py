"""Doors of the host that hand out single values of any record: what they tell of ours, and that others get what they did."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from task_discipline.chat_names import GROUP, MESSAGE
from tests import chatting, host
from tests.doors import SECRET, TASK, World, call, text, told
from tests.factories import (
	ASSIGNER,
	DISABLED,
	MANAGER,
	NEWCOMER,
	OBSERVER,
	RESPONSIBLE,
	STRANGER,
	SYSTEM_MANAGER,
)

COUNTS = "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count"
PASSWORD = "frappe.client.get_password"
FORM = "frappe.website.doctype.web_form.web_form.get_form_data"
NO_SUCH_DOOR = 417
REVIEW = "frappe.social.doctype.energy_point_log.energy_point_log.review"


@pytest.fixture(scope="module")
def talk(site: str) -> Iterator[dict[str, Any]]:
	"""A committed private group of ASSIGNER's and RESPONSIBLE's that says ``SECRET``."""
	frappe.set_user("Administrator")
	group = chatting.make_group(members=(RESPONSIBLE,), title=f"{SECRET} group")
	said = chatting.say(RESPONSIBLE, group, f"{SECRET} said")
	frappe.db.commit()
	yield {"group": group, "message": said["name"]}
	frappe.db.rollback()
	chatting.forget_groups()
	frappe.db.commit()


FIELDS = {
	TASK: "subject",
	"TD Task Rating": "explanation",
	"TD Deadline Request": "reason",
	MESSAGE: "text",
	GROUP: "title",
	"File": "file_name",
	"Comment": "content",
	"ToDo": "description",
	"Email Queue": "message",
	"Notification Log": "subject",
}


@pytest.mark.parametrize("doctype", FIELDS)
@pytest.mark.parametrize("states", ["[]", '["x"]'])
def test_values_are_not_counted_for_outsiders(doctype: str, states: str, world: World, talk: Any) -> None:
	for user in (STRANGER, SYSTEM_MANAGER, DISABLED, "Guest"):
		answer = call(user, COUNTS, doctype=doctype, workflow_state_field=FIELDS[doctype], states=states)
		assert SECRET not in text(answer), f"{user}: {told(answer)}"
		assert answer.status_code < 500, f"{user}: {told(answer)}"


def test_values_are_counted_for_insiders(world: World, talk: Any) -> None:
	def seen(user: str, doctype: str, field: str) -> bool:
		return SECRET in text(call(user, COUNTS, doctype=doctype, workflow_state_field=field, states="[]"))

	assert seen(OBSERVER, TASK, "subject")
	assert seen(MANAGER, TASK, "subject")
	assert seen(ASSIGNER, MESSAGE, "text")
	assert not seen(MANAGER, MESSAGE, "text")
	counted = call(STRANGER, COUNTS, doctype=TASK, workflow_state_field="status", states="[]")
	assert counted.get_json()["message"] == [{"status": "New", "count": 1}]


def test_rows_of_a_table_and_unknown_fields_are_not_counted(world: World) -> None:
	rows = call(OBSERVER, COUNTS, doctype="TD Plan Step", workflow_state_field="title", states="[]")
	assert rows.status_code == 403, told(rows)
	other = call(OBSERVER, COUNTS, doctype=TASK, workflow_state_field="(select 1)", states="[]")
	assert other.status_code == 200 and "message" not in other.get_json()


def test_states_of_other_doctypes_are_counted_as_ever(world: World) -> None:
	answer = call(SYSTEM_MANAGER, COUNTS, doctype="User", workflow_state_field="user_type", states="[]")
	assert {"System User"} <= {row["user_type"] for row in answer.get_json()["message"]}


def test_nobody_asks_for_a_password_that_is_none(world: World, talk: Any) -> None:
	places = (
		(TASK, world.task, "subject"),
		(MESSAGE, talk["message"], "text"),
		(GROUP, talk["group"], "title"),
		("TD Plan Step", world.step, "title"),
		("File", world.file, "file_name"),
		("Email Queue", world.mail, "message"),
	)
	for doctype, name, field in places:
		answer = call(SYSTEM_MANAGER, PASSWORD, doctype=doctype, name=name, fieldname=field)
		assert answer.status_code == 403, (doctype, told(answer))
		assert SECRET not in text(answer)
	key = call(SYSTEM_MANAGER, PASSWORD, doctype="User", name=SYSTEM_MANAGER, fieldname="api_secret")
	assert key.status_code == 200


def test_who_made_a_record_reads_it_by_no_web_form_of_another(world: World) -> None:
	form = frappe.get_all("Web Form", pluck="name", limit=1)[0]
	frappe.db.set_value(TASK, world.task, "owner", STRANGER, update_modified=False)
	frappe.db.commit()
	try:
		for asked in ({"docname": world.task}, {}):
			answer = call(STRANGER, FORM, doctype=TASK, web_form_name=form, **asked)
			assert SECRET not in text(answer), told(answer)
			assert answer.status_code == 403 or not asked, told(answer)
	finally:
		frappe.db.set_value(TASK, world.task, "owner", ASSIGNER, update_modified=False)
		frappe.db.commit()
	shown = call(ASSIGNER, FORM, doctype=TASK, docname=world.task, web_form_name=form)
	assert SECRET in text(shown), told(shown)


@pytest.mark.parametrize("doctype", [TASK, MESSAGE, GROUP])
def test_nobody_is_praised_for_what_he_or_his_praiser_may_not_read(
	doctype: str, world: World, talk: Any
) -> None:
	name = {TASK: world.task, MESSAGE: talk["message"], GROUP: talk["group"]}[doctype]
	for giver in (STRANGER, OBSERVER):
		_give_points(giver)
	frappe.db.commit()
	before = _praises()
	for giver, to in ((STRANGER, NEWCOMER), (OBSERVER, STRANGER), (STRANGER, OBSERVER)):
		doc = json.dumps({"doctype": doctype, "name": name})
		answer = call(giver, REVIEW, doc=doc, points=0, to_user=to, reason="x")
		assert answer.status_code == (403 if host.PRAISES else NO_SUCH_DOOR), told(answer)
	frappe.db.rollback()
	assert _praises() == before
	if host.PRAISES:
		frappe.db.delete("Energy Point Log", {"user": ("in", (STRANGER, OBSERVER))})
	frappe.db.commit()


def _praises() -> int:
	return frappe.db.count("Energy Point Log") if host.PRAISES else 0


def _give_points(user: str) -> None:
	"""Praise is given out of points that one has."""
	if not host.PRAISES:
		return
	points = {"doctype": "Energy Point Log", "type": "Review", "user": user, "points": 10, "reason": "x"}
	frappe.get_doc({**points, "reference_doctype": "User", "reference_name": user}).db_insert()


def test_nobody_follows_what_is_no_root(talk: Any) -> None:
	follow = {
		"doctype": "Document Follow",
		"ref_doctype": GROUP,
		"ref_docname": talk["group"],
		"user": ASSIGNER,
	}
	answer = call(ASSIGNER, "frappe.client.insert", doc=follow)
	assert answer.status_code == 403, told(answer)

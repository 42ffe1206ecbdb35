"""Script stored in every text that a person may write, shown in every view of it: nothing of it runs.

The host cleans what people write, but passes over what reads as JSON: so the script is sent in quotes, and what is
stored is taken as it is.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import frappe
import pytest

from tests import chatting, factories, money, working
from tests.browser.desk import Desk
from tests.factories import ASSIGNER, MANAGER, RESPONSIBLE, STRANGER, acting_as, make_task
from tests.projects import add_milestone, make_project
from tests.recurring import make_template

RUN = "window.td_ran=1"
HOSTILE = json.dumps(f"<img src=x onerror={RUN}><svg onload={RUN}>'\" onfocus={RUN} ")
TEXTS = {"Data", "Small Text", "Text", "Long Text", "Text Editor", "HTML Editor", "Code"}
VIEWS = ("List", "Report", "Form")


@pytest.fixture
def records(swept: None) -> Iterator[list[Any]]:
	"""A record of each doctype that people write in, with script wherever it is taken."""
	house = make_project(members=(RESPONSIBLE,)).name
	task = make_task(ASSIGNER, subject="Harbour", project=house, plan=[{"title": "Look"}])
	point = add_milestone(house, "Roof", date(2031, 3, 3))
	frappe.set_user(MANAGER)
	money.use_money()
	made = [
		frappe.get_doc("TD Project Link", house),
		task,
		frappe.get_doc("TD Milestone", point),
		make_template(plan=[{"title": "Look"}]),
		money.make_rule(),
		working.make_absence(RESPONSIBLE, date(2031, 3, 3), date(2031, 3, 5)),
		frappe.get_doc(
			doctype="TD Project Template",
			template_name="Cottage",
			tasks=[{"subject": "Dig", "role": "Digger", "due_after": 3, "unit": "Days"}],
		).insert(),
	]
	written = {(doc.doctype, field) for doc in made for field in _spoil(doc)}
	assert len(written) > 15, written
	_say_it(task.name)
	frappe.db.commit()
	yield made
	frappe.db.rollback()
	frappe.set_user("Administrator")
	money.use_money(money_mode="Record Only", money_currency=None)
	for doc in made[4:]:
		frappe.db.delete(doc.doctype, {"name": doc.name})
	frappe.db.delete("TD Discipline Rule Version", {"rule": made[4].name})
	frappe.db.delete("TD Project Template Task", {"parent": made[6].name})
	chatting.forget_groups()
	frappe.db.commit()


def _spoil(doc: Any) -> Iterator[str]:
	"""Write the script into each text in turn; what the app refuses stays as it was. Returns what is stored."""
	doc = frappe.get_doc(doc.doctype, doc.name)
	for holder in (doc, *doc.get_all_children()):
		for field in holder.meta.fields:
			if field.fieldtype in TEXTS and not field.read_only and not field.options:
				kept = holder.get(field.fieldname)
				holder.set(field.fieldname, HOSTILE)
				try:
					doc.save()
					yield field.fieldname
				except (frappe.ValidationError, frappe.PermissionError):
					holder.set(field.fieldname, kept)
	frappe.clear_messages()


def _say_it(task: str) -> None:
	"""The script in the words of actions, in talk, in comments and in the name of a group."""
	factories.act(RESPONSIBLE, task, "propose_deadline", deadline="2031-03-03 10:00:00", reason=HOSTILE)
	factories.act(RESPONSIBLE, task, "submit_task", result=HOSTILE)
	with acting_as(ASSIGNER):
		frappe.get_doc("TD Task", task).add_comment("Comment", HOSTILE)
	group = chatting.make_group(title=HOSTILE, members=(MANAGER, STRANGER))
	chatting.say(MANAGER, group, HOSTILE)


def ran(desk: Desk) -> bool:
	desk.settle()
	return bool(desk.page.evaluate("window.td_ran || 0"))


def test_no_stored_script_runs(desk_of: Callable[..., Desk], records: list[Any]) -> None:
	desk = desk_of(MANAGER)
	desk.open("/app/task-discipline")
	assert [place for place in places(records) if _runs_at(desk, place)] == []
	assert desk.alerts == [] and desk.errors == []
	desk.page.evaluate("(words) => document.body.insertAdjacentHTML('beforeend', words)", HOSTILE)
	desk.page.wait_for_function("window.td_ran")  # or none of this proves anything


def places(records: list[Any]) -> Iterator[tuple[str, ...]]:
	"""Routes of the desk: the views of each record, and our own pages."""
	for doc in records:
		yield from (("List", doc.doctype, view) for view in ("List", "Report"))
		yield ("Form", doc.doctype, doc.name)
	yield from (("List", doctype, "List") for doctype in ("TD Task Event", "TD Deadline Request"))
	yield from (("td-my-day",), ("td-chat",), ("task-discipline",))


def _runs_at(desk: Desk, place: tuple[str, ...]) -> bool:
	desk.page.evaluate("(place) => frappe.set_route(place)", list(place))
	desk.page.wait_for_timeout(150)
	return ran(desk)

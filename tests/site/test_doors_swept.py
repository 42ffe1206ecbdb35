"""Every function that the host opens to requests, asked about hidden records: also one that a newer host brings."""

from collections.abc import Iterator

import frappe
import pytest

from task_discipline.chat_names import MESSAGE
from task_discipline.money_names import ENTRY
from tests import chatting, statements
from tests.doors import METHOD, SECRET, TASK, World, knock, text
from tests.factories import RESPONSIBLE, SYSTEM_MANAGER
from tests.sweeping import arguments_for, functions

Target = tuple[str, str, str]


@pytest.fixture(scope="module")
def targets(site: str, world: World) -> Iterator[list[Target]]:
	"""Committed records that say ``SECRET`` in a field: doctype, name, field."""
	with statements.committed_month(reason=SECRET) as month:
		group = chatting.make_group(members=(RESPONSIBLE,))
		said = chatting.say(RESPONSIBLE, group, f"{SECRET} said")["name"]
		frappe.db.commit()
		yield [
			(TASK, world.task, "subject"),
			(ENTRY, str(statements.entries_of(month)[0]), "reason"),
			(MESSAGE, str(said), "text"),
		]
		frappe.db.rollback()
		chatting.forget_groups()


def _told(user: str, path: str, names: tuple[str, ...], target: Target) -> bool:
	bodies = [arguments_for(names, *target, SECRET[:3], as_rows=as_rows) for as_rows in (False, True)]
	asked = bodies[:1] if bodies[0] == bodies[1] else bodies
	# By GET, so that nothing stays of what it does.
	return any(SECRET in text(knock(user, "GET", METHOD + path, body)) for body in asked)


def test_no_function_of_the_host_tells_of_hidden_records(targets: list[Target]) -> None:
	"""Asked by a System Manager, to whom the host opens more than to anybody."""
	opened = list(functions())
	assert len(opened) > 150
	leaks = {
		(path, target[0])
		for path, names in opened
		for target in targets
		if _told(SYSTEM_MANAGER, path, names, target)
	}
	assert leaks == set()


def test_the_same_questions_are_answered_to_those_who_may_ask(targets: list[Target]) -> None:
	"""Or the sweep would ask in vain."""
	counts = "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count"
	asked = dict(functions())
	for path in ("frappe.client.get", "frappe.client.get_list", "frappe.desk.form.load.getdoc", counts):
		for target in targets:
			assert _told(RESPONSIBLE, path, asked[path], target), (path, target[0])

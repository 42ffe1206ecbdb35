"""What we draw can be used by everybody: axe finds nothing serious in our parts, by day and by night, on desk and phone.

The host's own frame around them is the host's.
"""

from collections.abc import Callable

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe

from task_discipline.setup.demo import company
from tests.browser.desk import Desk

SERIOUS = ("serious", "critical")
OURS = "[class*='td-'], .td-chat, .td-my-day, .td-plan"
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}

PLACES: dict[str, str] = {
	"my day": "/app/td-my-day",
	"chat": "/app/td-chat",
	"task": "/app/td-task/{task}",
	"tasks": "/app/td-task",
	"project": "/app/td-project-link/{project}",
	"template": "/app/td-task-template/{template}",
	"statement": "/app/td-discipline-statement/{statement}",
	"execution": "/app/query-report/Execution Discipline?period=Last+90+Days",
	"compliance": "/app/query-report/Compliance Calendar",
	"workspace": "/app/task-discipline",
	"preferences": "/app/td-preferences",
}
ON_A_PHONE = ("my day", "chat", "task", "workspace", "preferences")
"""What people do on the way."""
_RECORDS = {
	"task": ("TD Task", {"status": "In Progress"}),
	"project": ("TD Project Link", {"status": "Open"}),
	"template": ("TD Task Template", {"status": "Active"}),
	"statement": ("TD Discipline Statement", {}),
}


@pytest.mark.parametrize(
	("theme", "phone"), [("Light", False), ("Dark", True)], ids=["desk by day", "phone by night"]
)
def test_nothing_serious_stands_in_anybodys_way(
	theme: str, phone: bool, company_at_work: None, desk_of: Callable[..., Desk]
) -> None:
	boss = company.user_of("helena")
	frappe.db.set_value("User", boss, "desk_theme", theme)
	frappe.db.commit()
	desk = desk_of(boss, phone, company.PASSWORD)
	found = []
	for name, address in PLACES.items():
		if phone and name not in ON_A_PHONE:
			continue
		desk.open(address.format(**_records()))
		desk.picture(name.replace(" ", "-"))
		found += [f"{name}: {fault}" for fault in faults(desk)]
	assert found == []


def _records() -> dict[str, str]:
	return {
		name: str(frappe.db.get_value(doctype, filters, "name", order_by="creation asc"))
		for name, (doctype, filters) in _RECORDS.items()
	}


def faults(desk: Desk) -> list[str]:
	"""What axe calls serious in the parts that we draw: the rule, and the first place of each."""
	if not desk.page.locator(OURS).count():
		return ["nothing of ours is there to look at"]
	answer = Axe().run(desk.page, context={"include": [[OURS]]}, options=RULES)
	return [
		f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}"
		for one in answer.response["violations"]
		if one["impact"] in SERIOUS
	]

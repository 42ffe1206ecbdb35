"""Every doctype of the app that may say a secret, at every reading door of the host, made from the site's metadata.

A doctype that comes later is asked about by itself, or fails the first test until somebody has said why it need not be.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
import pytest

from task_discipline import beside
from task_discipline.services import rows as services_rows
from tests import factories, statements, working
from tests.doors import METHOD, SECRET, World, knock, text
from tests.hidden_chat import ChatWorld
from tests.hidden_project import ProjectWorld
from tests.hidden_template import TemplateWorld

PEOPLE = {"stranger": factories.STRANGER, "system manager": factories.SYSTEM_MANAGER}
"""Those who stand on none of the hidden records: one with the role of the app, one with all roles of the host.

What they are refused is refused to guests too, who have none.
"""

OPEN = {
	**dict.fromkeys(
		("TD Work Calendar", "TD Calendar Day", "TD Work Hours", "TD Outage"),
		"the company's time is for everybody",
	),
	**dict.fromkeys(("TD Discipline Rule", "TD Discipline Rule Version"), "rules of money are for everybody"),
	**dict.fromkeys(
		("TD Project Template", "TD Project Template Task", "TD Project Template Milestone", "TD Team"),
		"for whoever sets tasks",
	),
	**dict.fromkeys(
		(
			"TD Task Access",
			"TD Task User",
			"TD Task Dependency",
			"TD Chat Member",
			"TD Preferences",
			"TD Bonus Base",
		),
		"no words; the sweep of names is in the tests of their doors",
	),
	"TD Reminder Rule": "the ladder of the site",
	"Activity Log": "the host's, of logins",
	"Document Share Key": "no words but the key, see test_doors_detours",
	"Version": "not written of any of ours",
	"View Log": "no words",
}
TEXTS = {"Data", "Small Text", "Text", "Long Text", "Text Editor", "Code", "HTML Editor", "JSON"}


@dataclass(frozen=True)
class Row:
	"""A stored row that says the secret in ``field``."""

	doctype: str
	name: Any
	field: str
	parent: str | None


@pytest.fixture(scope="module")
def rows(
	world: World, hidden: TemplateWorld, hidden_house: ProjectWorld, talk: ChatWorld
) -> Iterator[dict[str, Row]]:
	"""A row of each doctype that may say the secret, committed."""
	with statements.committed_month(reason=SECRET) as month:
		frappe.db.set_value("TD Discipline Statement", month, "objection", SECRET)
		frappe.db.set_value("TD Reminder", world.reminder, "reason", SECRET)
		away = working.make_absence(factories.RESPONSIBLE, date(2031, 3, 3), date(2031, 3, 5), SECRET)
		digest = {
			"user": factories.RESPONSIBLE,
			"day": date(2031, 3, 3),
			"state": "Skipped",
			"reason": SECRET,
		}
		(sent,) = services_rows.insert("TD Digest", [digest])
		frappe.db.commit()
		yield {doctype: row for doctype in doctypes() if (row := secret_of(doctype))}
		frappe.db.delete("TD Absence", {"name": away.name})
		frappe.db.delete("TD Digest", {"name": sent})
		frappe.db.commit()


def doctypes() -> list[str]:
	ours = frappe.get_all(
		"DocType", {"module": "Task Discipline", "issingle": 0, "is_virtual": 0}, pluck="name"
	)
	return [*ours, *beside.HOST_RECORDS]


def secret_of(doctype: str) -> Row | None:
	"""One row of the doctype that says the secret."""
	meta = frappe.get_meta(doctype)
	for field in (one.fieldname for one in meta.fields if one.fieldtype in TEXTS and not one.is_virtual):
		table = frappe.qb.DocType(doctype)
		found = (
			frappe.qb.from_(table).select(table.name).where(table[field].like(f"%{SECRET}%")).limit(1).run()
		)
		if found:
			parent = frappe.db.get_value(doctype, found[0][0], "parenttype") if meta.istable else None
			return Row(doctype, found[0][0], field, parent)
	return None


def doors(row: Row) -> dict[str, tuple[str, str, dict[str, Any]]]:
	"""Requests that read the row, or count it by what it says: method, address, body."""
	like, key = f"%{SECRET[:5]}%", str(row.name)
	place: dict[str, Any] = {"doctype": row.doctype, "name": key}
	parent = {"parent": row.parent} if row.parent else {}
	fields, named = json.dumps(["name", row.field]), json.dumps([[row.doctype, row.field, "like", like]])
	listed = {"doctype": row.doctype, "fields": fields, "filters": named, **parent}
	calls = {
		"client.get": {**place, **parent},
		"client.get_list": listed,
		"client.get_value": {"doctype": row.doctype, "fieldname": row.field, "filters": key, **parent},
		"client.get_count": {"doctype": row.doctype, "filters": named},
		"client.validate_link": {"doctype": row.doctype, "docname": key, "fields": fields},
		"desk.form.load.getdoc": place,
		"desk.form.load.get_docinfo": place,
		"desk.reportview.get": listed,
		"desk.reportview.get_list": listed,
		"desk.reportview.get_count": listed,
		"desk.reportview.export_query": {**listed, "file_format_type": "CSV", "title": row.doctype},
		"desk.reportview.get_sidebar_stats": {"doctype": row.doctype, "stats": fields, "filters": "[]"},
		"desk.listview.get_group_by_count": {
			"doctype": row.doctype,
			"current_filters": "[]",
			"field": row.field,
		},
		"desk.search.search_link": {"doctype": row.doctype, "txt": SECRET[:5], "searchfield": row.field},
		"desk.search.search_widget": {"doctype": row.doctype, "txt": SECRET[:5], "searchfield": row.field},
		"www.printview.get_html_and_style": {"doc": row.doctype, "name": key},
	}
	return {
		**{name: ("POST", f"{METHOD}frappe.{name}", body) for name, body in calls.items()},
		"resource": ("GET", f"/api/resource/{row.doctype}/{key}", {}),
		"resources": ("GET", f"/api/resource/{row.doctype}", {"fields": fields, "filters": named}),
		"document": ("GET", f"/api/v2/document/{row.doctype}/{key}", {}),
		"documents": ("GET", f"/api/v2/document/{row.doctype}", {"fields": fields, "filters": named}),
	}


def counted(answer: Any) -> bool:
	body = answer.get_json(silent=True) or {}
	return isinstance(body.get("message"), int) and body["message"] > 0


def test_every_doctype_is_asked_about(rows: dict[str, Row]) -> None:
	assert set(doctypes()) - set(rows) == set(OPEN), (
		"make a row of each say the secret, or say in OPEN why nobody is kept from it"
	)


def test_no_door_tells_of_a_hidden_row(rows: dict[str, Row]) -> None:
	leaks = []
	for row in rows.values():
		for door, (method, path, body) in doors(row).items():
			for who, user in PEOPLE.items():
				answer = knock(user, method, path, body)
				if SECRET in text(answer) or counted(answer):
					leaks.append(f"{row.doctype} {row.name}: {door} to {who}")
	assert leaks == []


def test_the_same_doors_are_open_to_managers(rows: dict[str, Row]) -> None:
	"""Or they would be pushed at in vain."""
	task = rows["TD Task"]
	opened = {
		door
		for door, (method, path, body) in doors(task).items()
		if SECRET in text(answer := knock(factories.MANAGER, method, path, body)) or counted(answer)
	}
	assert set(doors(task)) - opened == set()

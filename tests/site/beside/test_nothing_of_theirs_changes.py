"""What the app's installation leaves of a site with other apps: everything as it was, beside what is ours."""

import pytest

from tests.site.beside import theirs
from tests.site.beside.theirs import Taken

pytestmark = pytest.mark.beside("erpnext", "hrms", "crm")

KEPT_BY_THE_HOST = {
	"tabDefaultValue",
	"tabInstalled Application",
	"tabSeries",
	"tabVersion",
	"__global_search",
}
"""Where the host notes which apps there are."""


@pytest.fixture(scope="module")
def before() -> Taken:
	return theirs.read("before")


@pytest.fixture(scope="module")
def after() -> Taken:
	return theirs.read("after")


def test_no_row_of_theirs_is_changed_or_gone(before: Taken, after: Taken) -> None:
	gone = {table: _beyond(before, after, table) for table in set(before["rows"]) - KEPT_BY_THE_HOST}
	assert {table: rows for table, rows in gone.items() if rows} == {}


def test_every_row_that_came_is_ours(before: Taken, after: Taken) -> None:
	came = [row for table in set(before["rows"]) - KEPT_BY_THE_HOST for row in _beyond(after, before, table)]
	ours = [row for row in came if any(word in str(row) for word in theirs.OURS)]
	records = {row.get("name") for row in ours}
	assert len(ours) > 100
	assert [row for row in came if row not in ours and row.get("parent") not in records] == []


def test_their_tables_are_as_they_were_and_new_ones_are_ours(before: Taken, after: Taken) -> None:
	old, new = before["schema"], after["schema"]
	assert {table: (old[table], new.get(table)) for table in old if new.get(table) != old[table]} == {}
	assert [table for table in set(new) - set(old) if not table.startswith("tabTD ")] == []


def test_their_forms_are_as_they_were_but_for_our_connections(before: Taken, after: Taken) -> None:
	old, new = before["forms"], after["forms"]
	assert set(old) == set(new)
	changed = {(name, key) for name in old for key in old[name] if old[name][key] != new[name].get(key)}
	added = {(name, key) for name in new for key in new[name] if key not in old[name]}
	connected = {"Customer", "Lead", "Opportunity", "Project", "CRM Lead", "CRM Deal"}
	assert added == set()
	assert changed == {(name, "__dashboard") for name in connected & set(new)}
	for name in connected & set(new):
		was = old[name]["__dashboard"].get("transactions") or []
		assert new[name]["__dashboard"]["transactions"] == [
			*was,
			{"label": "Task Discipline", "items": ["TD Task", "TD Project Link"]},
		]


def _beyond(one: Taken, other: Taken, table: str) -> list[dict[str, str]]:
	"""Rows of a table that only ``one`` has."""
	known = {str(row) for row in other["rows"].get(table, ())}
	return [row for row in one["rows"][table] if str(row) not in known]

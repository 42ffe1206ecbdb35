"""Install makes what no file can; uninstall leaves nothing in the host's tables."""

from collections.abc import Iterator

import frappe
import pytest

from task_discipline.setup import install, uninstall
from task_discipline.setup.demo import company, people
from tests.factories import ASSIGNER, OBSERVER, RESPONSIBLE, acting_as, make_task
from tests.site import snapshots

MODULE = "Task Discipline"
OURS = ("TD Task", "TD Team", "TD Settings", "TD Deadline Request", "TD Plan Step", MODULE, "task_discipline")
OF_OTHERS = {"ref_doctype": ("not like", "TD %")}
DROPPED_BY_THE_HOST = (
	"tabDashboard Chart Source",
	"tabDocField",
	"tabDocPerm",
	"tabDocType",
	"tabInstalled Application",
	"tabModule Def",
	"tabModule Onboarding",
	"tabNumber Card",
	"tabOnboarding Permission",
	"tabOnboarding Step Map",
	"tabPage",
	"tabReport",
	"tabTD ",
	"tabWorkspace",
)
"""Beginnings of the tables that the host itself clears after our hook, by doctype and by module."""


@pytest.fixture
def used_site(rolled_back: None) -> Iterator[str]:
	"""A task with all that gathers around it, and set-ups that an administrator made for tasks."""
	people.make()
	task = make_task(observers=[{"user": OBSERVER}, {"user": company.user_of("kenji")}])
	with acting_as(ASSIGNER):
		task.add_comment("Comment", "On TD Task")
		task.add_tag("uninstall")
		_insert("File", file_name="proof.txt", content="uninstall", is_private=1, **_attached(task.name))
		_insert("File", file_name="removed.txt", content="removed", is_private=1, **_attached(task.name))
		frappe.delete_doc("File", frappe.db.get_value("File", {"file_name": "removed.txt"}))
		task.reload()
		task.co_assignees = []
		task.save()
	_insert("Email Queue", sender=ASSIGNER, message=f"Subject: Anna took you off task {task.name}")
	with acting_as(OBSERVER):
		_insert("List Filter", filter_name="mine", reference_doctype="TD Task", filters="[]")
	_insert("ToDo", description="look", allocated_to=RESPONSIBLE, **_reference(task.name))
	frappe.db.set_value("User", ASSIGNER, "last_known_versions", '{"task_discipline": {}}')
	_insert("Report", report_name="Tasks by me", ref_doctype="TD Task", report_type="Report Builder")
	_insert(
		"Auto Email Report",
		report="Tasks by me",
		user="Administrator",
		email_to="a@b.example",
		frequency="Daily",
	)
	_place_views()
	_insert("Custom DocPerm", parent="TD Task", role="Blogger", read=1)
	_insert("Custom DocPerm", parent="Note", role="Task Discipline User", read=1)
	_insert(
		"Property Setter", doctype_or_field="DocType", doc_type="TD Task", property="sort_order", value="ASC"
	)
	_insert("Version", ref_doctype="Kanban Board", docname=install.BOARD, data="{}")
	_insert("Scheduled Job Log", scheduled_job_type="td_jobs.mark_overdue", status="Complete")
	frappe.db.set_single_value("TD Settings", "review_hours", 12)
	yield task.name
	frappe.flags.task_discipline_leftovers = None
	frappe.db.rollback()
	frappe.clear_cache()


def _place_views() -> None:
	"""A dashboard of their own, and what the host keeps of reports and charts that people used."""
	_insert(
		"Dashboard",
		dashboard_name="Ours and theirs",
		charts=[{"chart": "Tasks on Time by Week"}],
		cards=[{"card": "My Overdue Tasks"}],
	)
	_insert("Prepared Report", report_name="Workload", status="Queued", filters="{}")
	_insert("Custom Role", report="Workload", roles=[{"role": "System Manager"}])
	_insert(
		"Dashboard Settings",
		name=OBSERVER,
		user=OBSERVER,
		chart_config='{"Tasks on Time by Week": {}, "x": {}}',
	)
	for route in ("query-report/Workload", "dashboard-view/Task Discipline"):
		_insert("Route History", user=OBSERVER, route=route)


def _insert(doctype: str, **values: object) -> None:
	frappe.get_doc(doctype=doctype, **values).insert(ignore_permissions=True, ignore_links=True)


def _reference(task: str) -> dict[str, str]:
	return {"reference_type": "TD Task", "reference_name": task}


def _attached(task: str) -> dict[str, str]:
	return {"attached_to_doctype": "TD Task", "attached_to_name": task}


def test_no_row_of_the_host_names_the_app(used_site: str) -> None:
	uninstall.before_uninstall()
	naming = {
		table: [row for row in rows if any(name in repr(row) for name in (*OURS, used_site))]
		for table, rows in snapshots.take().items()
		if not table.startswith(DROPPED_BY_THE_HOST)
	}
	del naming["tabError Log"]  # it tells what has happened on the site, and the host empties it
	# With the records that the host drops, it drops what its search knows of them.
	naming["__global_search"] = [
		row for row in naming["__global_search"] if row.doctype not in ("DocType", "Module Def")
	]
	naming["tabDashboard"] = [row for row in naming["tabDashboard"] if row.module != MODULE]
	naming["tabVersion"] = [
		row for row in naming["tabVersion"] if row.ref_doctype != "Installed Applications"
	]
	# From version 16 on it tells who was given which right, and the host keeps that for ever.
	naming.pop("tabPermission Log", None)
	naming["tabDefaultValue"] = [row for row in naming["tabDefaultValue"] if row.defkey != "installed_apps"]
	assert {table: rows for table, rows in naming.items() if rows} == {}


def test_the_demo_goes_with_the_app_even_where_real_tasks_name_it(used_site: str) -> None:
	uninstall.before_uninstall()
	assert not frappe.get_all("User", {"name": ("like", f"%@{company.DOMAIN}")})


def test_no_counter_of_the_app_stays(used_site: str) -> None:
	uninstall.before_uninstall()
	ours = frappe.get_all(
		"DocType", {"module": MODULE, "autoname": ("like", "TD%-.%")}, pluck="autoname", order_by=None
	)
	counters = [autoname.partition(".")[0] for autoname in ours]
	assert len(counters) >= 4
	assert not frappe.db.sql("select name from `tabSeries` where name in %s", [counters])


def test_imports_of_tasks_go_with_their_rows_and_files(used_site: str) -> None:
	made = frappe.new_doc("Data Import")
	made.update({"name": "td-tests", "reference_doctype": "TD Task", "import_type": "Insert New Records"})
	made.db_insert()
	frappe.new_doc("Data Import Log").update({"data_import": "td-tests", "docname": used_site}).db_insert()
	made.add_comment("Info", "Told 3 people")
	place = {"attached_to_doctype": "Data Import", "attached_to_name": "td-tests"}
	_insert("File", file_name="sheet.csv", content="Subject", is_private=1, **place)
	gone = "TD Task Import on 2026-01-01 10:00:00.000000"
	frappe.new_doc("Data Import Log").update({"data_import": gone, "docname": used_site}).db_insert()
	uninstall.before_uninstall()
	assert not frappe.db.exists("Data Import", "td-tests")
	assert not frappe.db.exists("Data Import Log", {"data_import": ("in", ["td-tests", gone])})
	assert not frappe.db.exists("Comment", {"reference_name": "td-tests"})
	assert not frappe.db.exists("File", place)


def test_people_and_records_of_others_stay(used_site: str) -> None:
	users, notes = frappe.db.count("User"), frappe.db.count("Report", OF_OTHERS)
	uninstall.before_uninstall()
	assert frappe.db.count("User") == users - len(company.PEOPLE)
	assert frappe.db.count("Report", OF_OTHERS) == notes


def test_a_dry_run_takes_no_file_from_the_disk(used_site: str) -> None:
	disk = snapshots.files()
	uninstall.before_uninstall()
	uninstall.after_uninstall()
	assert snapshots.files() == disk


def test_install_made_roles_job_and_board() -> None:
	roles = frappe.get_all(
		"Role", {"name": ("like", f"{MODULE}%")}, ["name", "desk_access"], order_by="name asc"
	)
	assert [(role.name, role.desk_access) for role in roles] == [
		(f"{MODULE} Manager", 1),
		(f"{MODULE} User", 1),
	]
	assert frappe.db.exists("Scheduled Job Type", {"method": "task_discipline.td_jobs.mark_overdue"})
	board = frappe.get_doc("Kanban Board", install.BOARD)
	options = frappe.get_meta("TD Task").get_field("status").options.split("\n")
	assert [column.column_name for column in board.columns] == options


def test_migrating_again_keeps_what_people_did_to_the_board() -> None:
	frappe.db.set_value("Kanban Board", install.BOARD, "private", 1)
	install.after_migrate()
	assert frappe.get_all("Kanban Board", {"reference_doctype": "TD Task"}, ["name", "private"]) == [
		{"name": install.BOARD, "private": 1}
	]

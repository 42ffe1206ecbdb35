"""The demo: a believable history, made by the real actions, that leaves nothing behind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import frappe
import pytest

from task_discipline.domain.clocks import Timeliness
from task_discipline.domain.lifecycle import TRANSITIONS, Action, Status
from task_discipline.setup import demo
from task_discipline.setup.demo import company
from task_discipline.setup.demo.script import in_order, working_day
from task_discipline.setup.demo.stories import STORIES
from tests.site import snapshots
from tests.site.snapshots import Row, Snapshot

ACTION_OF_EVENT = {
	"Accepted": Action.ACCEPT_RESULT,
	"Assignment Accepted": Action.ACCEPT_ASSIGNMENT,
	"Cancelled": Action.CANCEL,
	"Deadline Agreed": Action.AGREE_DEADLINE,
	"Deadline Changed": Action.CHANGE_DEADLINE,
	"Deadline Proposed": Action.PROPOSE_DEADLINE,
	"Declined": Action.DECLINE,
	"Held": Action.HOLD,
	"Reassigned": Action.REASSIGN,
	"Reopened": Action.REOPEN,
	"Resumed": Action.RESUME,
	"Returned": Action.RETURN,
	"Started": Action.START,
	"Submitted": Action.SUBMIT,
	"Withdrawn": Action.WITHDRAW,
}
ROWS_OF_A_TASK = {
	"tabTD Task": "name",
	"tabTD Task User": "parent",
	"tabTD Plan Step": "parent",
	"tabTD Task Access": "task",
	"tabTD Task Event": "task",
	"tabTD Deadline Request": "task",
	"tabComment": "reference_name",
	"tabFile": "attached_to_name",
	"tabToDo": "reference_name",
	"tabTD Task Dependency": "parent",
}


@dataclass(frozen=True)
class Stay:
	"""The site before the demo, with it, and after it was removed."""

	before: Snapshot
	first_answer: dict[str, object]
	during: Snapshot
	second_answer: dict[str, object]
	after_second: Snapshot
	files: tuple[set[str], set[str], set[str]]
	removed: dict[str, object]
	after: Snapshot

	@property
	def tasks(self) -> dict[str, Row]:
		demo_users = set(company.USERS.values())
		return {row.name: row for row in self.during["tabTD Task"] if row.assigner in demo_users}

	def rows(self, table: str, task: str) -> list[Row]:
		return [row for row in self.during[table] if row[ROWS_OF_A_TASK[table]] == task]

	def events(self, task: str) -> list[Row]:
		return sorted(self.rows("tabTD Task Event", task), key=lambda event: event.name)

	def people_of(self, project: str | None) -> set[str]:
		leading = {row.manager for row in self.during["tabTD Project Link"] if row.name == project}
		beside = {row.user for row in self.during["tabTD Task User"] if project and row.parent == project}
		return leading | beside


@pytest.fixture(scope="module")
def stay(site: str) -> Iterator[Stay]:
	frappe.set_user("Administrator")
	before, disk_before = snapshots.take(), snapshots.files()
	try:
		first_answer, during, disk_during = demo.add(), snapshots.take(), snapshots.files()
		second_answer, after_second = demo.add(), snapshots.take()
	finally:
		removed = demo.remove()
	disks = (disk_before, disk_during, snapshots.files())
	yield Stay(
		before,
		first_answer,
		during,
		second_answer,
		after_second,
		disks,
		removed,
		snapshots.take(),
	)


def test_added_twice_is_the_same(stay: Stay) -> None:
	assert stay.first_answer == stay.second_answer
	assert snapshots.differences(stay.during, stay.after_second) == {}


def test_answer_names_everybody(stay: Stay) -> None:
	assert stay.first_answer["password"] == company.PASSWORD
	users = {row.name: row for row in stay.during["tabUser"]}
	for person in stay.first_answer["people"]:
		assert users[person["user"]].full_name == person["full_name"] and person["title"]
		assert (users[person["user"]].user_type, users[person["user"]].language) == ("System User", "en")


def test_removed_without_a_trace(stay: Stay) -> None:
	assert stay.removed == {"tasks": len(stay.tasks), "people": len(company.PEOPLE), "kept": []}
	assert snapshots.differences(stay.before, stay.after) == {}
	disk_before, disk_during, disk_after = stay.files
	assert disk_before < disk_during and disk_after == disk_before


def test_a_company_with_departments(stay: Stay) -> None:
	roles = {
		row.parent: row.role for row in stay.during["tabHas Role"] if row.parent in company.USERS.values()
	}
	assert len(roles) >= 8
	assert Counter(roles.values())["Task Discipline Manager"] == 1
	assert Counter(roles.values()).most_common(1)[0][0] == "Task Discipline User"
	teams = {row.name: row.head for row in stay.during["tabTD Team"] if row.name in company.TEAMS}
	assert len(teams) == 3 and len(set(teams.values())) == 3
	chosen = {row.user for row in stay.during["tabTD Preferences"]}
	assert {company.user_of(key) for key in company.CHOICES} <= chosen


def test_everything_that_can_happen_has_happened(stay: Stay) -> None:
	tasks = stay.tasks
	assert len(tasks) >= 40
	assert {row.status for row in tasks.values()} == {status.value for status in Status}
	assert {row.timeliness for row in tasks.values()} == {rating.value for rating in Timeliness}
	events = {event.event for name in tasks for event in stay.events(name)}
	assert {
		*ACTION_OF_EVENT,
		"Created",
		"Edited",
		"People Changed",
		"Step Done",
		"Deadline Refused",
	} <= events
	assert {0, 1, 2} <= {row.returns for row in tasks.values()}
	assert {0, 1, 2} <= {row.deadline_moves for row in tasks.values()}
	requests = {row.status for name in tasks for row in stay.rows("tabTD Deadline Request", name)}
	assert {"Open", "Approved", "Refused"} <= requests
	assert sum(bool(row.parent_task) for row in tasks.values()) >= 5


def test_plans_proofs_files_and_talk(stay: Stay) -> None:
	steps = [step for name in stay.tasks for step in stay.rows("tabTD Plan Step", name)]
	assert {step.done for step in steps} == {0, 1}
	for proof in ("require_result", "require_file", "require_plan_done"):
		assert {row[proof] for row in stay.tasks.values()} == {0, 1}
	files = [file for name in stay.tasks for file in stay.rows("tabFile", name)]
	assert len(files) >= 10 and all(file.is_private for file in files)
	observing = {
		(row.parent, row.user) for row in stay.during["tabTD Task User"] if row.parentfield == "observers"
	}
	talk = [
		row for name in stay.tasks for row in stay.rows("tabComment", name) if row.comment_type == "Comment"
	]
	assert sum((row.reference_name, row.owner) in observing for row in talk) >= 10


def test_history_is_in_order_and_legal(stay: Stay) -> None:
	for name, task in stay.tasks.items():
		events = stay.events(name)
		assert events[0].event == "Created" and events[0].actor == task.assigner
		assert events == sorted(events, key=lambda event: event.happened_at), name
		assert [event.to_status for event in events[:-1]] == [event.from_status for event in events[1:]], name
		assert events[-1].to_status == task.status
		for event in events:
			action = ACTION_OF_EVENT.get(event.event)
			assert action is None or Status(event.from_status) in TRANSITIONS[action].sources, (
				name,
				event.event,
			)
			assert action or event.from_status == event.to_status


def test_seven_templates_have_made_tasks_that_people_answered(stay: Stay) -> None:
	templates = {row.name: row for row in stay.during["tabTD Task Template"]}
	assert sorted(row.status for row in templates.values()) == ["Active"] * 6 + ["Paused"]
	assert {row.people_mode for row in templates.values()} == {"Fixed", "In Turn", "Least Loaded"}
	made = [row for row in stay.tasks.values() if row.template in templates]
	assert len(made) >= 10 and {row.status for row in made} >= {"Done"}
	assert not any("{" in row.subject for row in made)
	in_turn = next(row.name for row in templates.values() if row.people_mode == "In Turn")
	turns = sorted((row.occurrence, row.responsible) for row in made if row.template == in_turn)
	assert all(first[1] != second[1] for first, second in pairwise(turns))


def test_three_projects_stand_differently(stay: Stay) -> None:
	projects = {row.name: row for row in stay.during["tabTD Project Link"]}
	assert sorted(row.health for row in projects.values()) == ["At Risk", "Late", "On Track"]
	assert {row.reference_doctype for row in projects.values()} == {"Contact"}
	for name, project in projects.items():
		held = [row for row in stay.tasks.values() if row.project == name]
		counted = [row for row in held if row.status != "Cancelled" and not row.is_group]
		done = sum(row.status == "Done" for row in counted)
		assert (project.tasks_total, project.tasks_done) == (len(counted), done) and 0 < done < len(counted)
		assert all(project.creation <= row.creation for row in held)
	milestones = [row for row in stay.during["tabTD Milestone"] if row.project in projects]
	assert {row.state for row in milestones} == {"Pending", "Reached", "Missed"}
	assert any(row.due_moves for row in milestones)
	assert {row.parent for row in stay.during["tabTD Project Template Task"]} == {
		row.name for row in stay.during["tabTD Project Template"]
	}


def test_a_slip_has_proposed_dates_to_what_waits(stay: Stay) -> None:
	slips = [row for row in stay.during["tabTD Deadline Request"] if row.source == "Dependency"]
	assert slips and {row.status for row in slips} == {"Open"}
	assert all(stay.tasks[row.task].is_blocked for row in slips)


def test_projects_bear_the_time_of_what_they_tell(stay: Stay) -> None:
	today = datetime.combine(frappe.utils.now_datetime().date(), time())
	for project in stay.during["tabTD Project Link"]:
		events = sorted(
			(row for row in stay.during["tabTD Project Event"] if row.project == project.name),
			key=lambda event: event.name,
		)
		assert project.creation == events[0].happened_at and project.modified < today
		assert events == sorted(events, key=lambda event: event.happened_at)
		assert all(project.creation <= event.creation < today for event in events)
		for milestone in stay.during["tabTD Milestone"]:
			if milestone.project == project.name:
				assert project.creation <= milestone.creation <= milestone.modified < today


def test_figures_come_from_the_history(stay: Stay) -> None:
	for name, task in stay.tasks.items():
		events = stay.events(name)
		last = {event.event: event.happened_at for event in events}
		handed_in = task.status in ("Submitted", "Done")
		assert task.submitted_at == (last["Submitted"] if handed_in else None), name
		accepted = last.get("Accepted", last.get("Submitted")) if task.status == "Done" else None
		assert task.accepted_at == accepted, name
		assert task.returns == sum(event.event == "Returned" for event in events)
		moves = [
			event
			for event in events
			if event.event != "Deadline Proposed" and event.new_deadline != event.old_deadline
		]
		assert (task.deadline_moves, task.first_deadline) == (len(moves), events[0].new_deadline)
		assert task.deadline == (moves[-1].new_deadline if moves else task.first_deadline)


def test_access_is_that_of_the_people(stay: Stay) -> None:
	for name, task in stay.tasks.items():
		others = {row.user for row in stay.rows("tabTD Task User", name)}
		access = {row.user for row in stay.rows("tabTD Task Access", name)}
		assert access == {task.assigner, task.responsible} | others | stay.people_of(task.project), name


def test_rows_bear_the_time_of_what_they_tell(stay: Stay) -> None:
	today = datetime.combine(frappe.utils.now_datetime().date(), time())
	for name, task in stay.tasks.items():
		events = stay.events(name)
		assert task.creation == events[0].happened_at
		assert task.modified in [event.happened_at for event in events], name
		for table in ROWS_OF_A_TASK:
			for row in stay.rows(table, name):
				assert task.creation <= row.creation <= row.modified < today, (table, row.name)


def test_the_last_month_has_fines_and_rewards_in_every_state_but_closed(stay: Stay) -> None:
	states = Counter(row.state for row in stay.during["tabTD Discipline Statement"])
	assert states["Draft"] and (states["Shown"], states["Agreed"], states["Objected"]) == (1, 1, 1)
	entries = stay.during["tabTD Discipline Entry"]
	assert {row.kind for row in entries} == {"Fine", "Reward"}
	assert len(stay.during["tabTD Discipline Rule"]) == 5 and stay.during["tabTD Bonus Base"]
	for row in stay.during["tabTD Discipline Statement"]:
		assert row.net == sum(entry.amount for entry in entries if entry.statement == row.name)


def test_three_months_of_working_days(stay: Stay) -> None:
	moments = [event.happened_at for name in stay.tasks for event in stay.events(name)]
	assert max(moments) - min(moments) >= timedelta(days=80)
	assert all(moment.weekday() < 5 for moment in moments)
	now = frappe.utils.now_datetime()
	assert now - max(moments) < timedelta(days=4)
	ahead = [row.deadline for row in stay.tasks.values() if row.deadline and row.deadline > now]
	assert len(ahead) >= 10 and max(ahead) < now + timedelta(days=28)


def test_only_fresh_news_ring_and_no_mail_leaves(stay: Stay) -> None:
	news_from = working_day(frappe.utils.now_datetime().date(), -3)
	bells = [row for row in stay.during["tabNotification Log"] if row.document_name in stay.tasks]
	assert len(bells) >= 20 and not any(row.read for row in bells)
	assert all(row.creation.date() >= news_from for row in bells)
	assert stay.during["tabEmail Queue"] == stay.before["tabEmail Queue"]
	switches = {row.name: row.enable_email_notifications for row in stay.during["tabNotification Settings"]}
	assert {switches[user] for user in company.USERS.values()} == {0}


@pytest.mark.parametrize("days", range(7))
def test_stories_fit_any_day_of_the_week(days: int) -> None:
	today = date(2026, 2, 27) + timedelta(days=days)
	midnight = datetime.combine(today, time())
	for moment, story, _beat in in_order(STORIES, today):
		assert story.set_at.on(today) <= moment < midnight, story.key
		assert story.deadline is None or story.deadline.on(today) > story.set_at.on(today), story.key


def test_people_talk_in_groups_of_every_kind(stay: Stay) -> None:
	groups = {row.name: row for row in stay.during["tabTD Chat Group"] if row.owner in company.USERS.values()}
	assert Counter(row.kind for row in groups.values()) == {"Open": 1, "Private": 1, "Direct": 1, "Record": 2}
	said = [row for row in stay.during["tabTD Chat Message"] if row.chat_group in groups]
	assert {row.question_state for row in said if row.kind == "Question"} == {"Answered", "Open"}
	assert any(row.files for row in said) and any(row.reactions for row in said)
	assert any(row.mentions for row in said) and any(row.reply_to for row in said)
	assert {"made"} < {row.event for row in said if row.event}
	for group in groups:
		moments = [row.creation for row in sorted(said, key=lambda row: row.name) if row.chat_group == group]
		assert moments == sorted(moments)

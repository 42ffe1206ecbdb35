"""Who is whose chief, by which calendar a team works, and who is on leave.

ERPNext's tree of employees and HRMS' leaves count where they are installed, TD Team everywhere. A head reads
the tasks that his people set or answer for; he does not act on them.
"""

from collections.abc import Collection
from datetime import date

import frappe

from task_discipline.domain.assignment import whole_days

WITHOUT_DESK = "Website User"
"""What the host makes of an account when its last role of the desk is taken away."""


def has_desk(user: str) -> bool:
	"""Whether the account is enabled and one of the desk."""
	enabled, user_type = frappe.get_cached_value("User", user, ["enabled", "user_type"]) or (0, "")
	return bool(enabled) and user_type != WITHOUT_DESK


def people_of(head: str) -> frozenset[str]:
	"""User names of everybody whose head is ``head``, without himself."""
	found = set(_team_members(head)) | set(_employees_under(head))
	found.discard(head)
	return frozenset(found)


def is_head_of(head: str, users: set[str]) -> bool:
	"""Whether ``head`` is the chief of any of ``users``."""
	return bool(users & people_of(head))


def heads_of(users: Collection[str]) -> dict[str, list[str]]:
	"""The heads of ``users``, each by the name of his subordinate; only people who have any."""
	if not users:
		return {}
	members = frappe.db.sql(
		"""select member.`user`, team.head from `tabTD Team` team
		join `tabTD Task User` member on member.parent = team.name and member.parenttype = 'TD Team'
		where member.`user` in %s and team.head is not null order by team.name""",
		(tuple(users),),
	)
	found: dict[str, list[str]] = {}
	for user, head in (*members, *_employees_chiefs(users)):
		if head != user and head not in found.setdefault(user, []):
			found[user].append(head)
	return found


def managers() -> list[str]:
	"""Everybody with an active account whose role lets him see every task."""
	return frappe.db.sql(
		"""select distinct `user`.name from `tabHas Role` role join `tabUser` `user` on `user`.name = role.parent
		where role.role = 'Task Discipline Manager' and role.parenttype = 'User' and `user`.enabled = 1
		and `user`.name != 'Administrator' order by `user`.name""",
		pluck=True,
	)


def who_left(users: Collection[str]) -> set[str]:
	"""Those of ``users`` who are employees of ERPNext and have all left; nobody where there are no employees."""
	if not users or not frappe.db.exists("DocType", "Employee"):
		return set()
	rows = frappe.get_all(
		"Employee", {"user_id": ("in", list(users))}, ["user_id", "status"], order_by=None, limit=0
	)
	staying = {row.user_id for row in rows if row.status != "Left"}
	return {row.user_id for row in rows} - staying


def team_calendars(users: list[str]) -> dict[str, str]:
	"""Names of the calendars by which the teams of ``users`` work; only people whose team has one.

	Whoever is in several teams goes by the first of them; a head goes by his own team where he is a member of none.
	"""
	teams = frappe.db.sql(
		"""select name, head, work_calendar from `tabTD Team` where work_calendar != '' order by name desc""",
		as_dict=True,
	)
	if not users or not teams:
		return {}
	# By the few teams, not by the person: he stands in a row of the same table for each of his tasks.
	members = frappe.db.sql(
		"""select parent, `user` from `tabTD Task User`
		where parent in %s and parenttype = 'TD Team' and `user` in %s""",
		([team.name for team in teams], users),
	)
	calendars = {team.name: team.work_calendar for team in teams}
	led = {team.head: team.work_calendar for team in teams if team.head in users}
	return led | {user: calendars[team] for team, user in sorted(members, reverse=True)}


def leaves(users: list[str], first: date, last: date) -> list[tuple[str, date, date]]:
	"""Approved leaves of HRMS by whole days, as (person, first day, last day), that touch the days given."""
	if not users or "hrms" not in frappe.get_installed_apps():
		return []
	# Asked at every form, so without the query builder, which takes longer than the database.
	rows = frappe.db.sql(
		"""select employee.user_id, away.from_date, away.to_date, case when away.half_day = 1 then away.half_day_date end
		from `tabLeave Application` away join `tabEmployee` employee on employee.name = away.employee
		where away.docstatus = 1 and away.status = 'Approved' and employee.user_id in %s
		and away.to_date >= %s and away.from_date <= %s""",
		(users, first, last),
	)
	return [
		(user, begin, end)
		for user, from_date, to_date, half_day in rows
		for begin, end in whole_days(from_date, to_date, half_day)
		if begin <= last and end >= first
	]


def _team_members(head: str) -> list[str]:
	# Asked at every list and form, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		"""select member.`user` from `tabTD Team` team
		join `tabTD Task User` member on member.parent = team.name and member.parenttype = 'TD Team'
		where team.head = %s""",
		head,
		pluck=True,
	)


def _employees_chiefs(users: Collection[str]) -> list[tuple[str, str]]:
	if "erpnext" not in frappe.get_installed_apps():
		return []
	chief, report = frappe.qb.DocType("Employee"), frappe.qb.DocType("Employee")
	chief, report = chief.as_("chief"), report.as_("report")
	return (
		frappe.qb.from_(report)
		.join(chief)
		.on(chief.name == report.reports_to)
		.where(report.user_id.isin(list(users)) & chief.user_id.isnotnull() & (report.status == "Active"))
		.select(report.user_id, chief.user_id)
		.run()
	)


def _employees_under(head: str) -> list[str]:
	if "erpnext" not in frappe.get_installed_apps():
		return []
	# Asked at every list and form, as above. Whoever is away for long is still his chief's to answer for; whoever left
	# may have come back elsewhere, as another employee of the same user.
	return frappe.db.sql(
		"""select report.user_id from `tabEmployee` chief
		join `tabEmployee` report on report.lft > chief.lft and report.lft < chief.rgt
		where chief.user_id = %s and chief.status != 'Left' and report.status != 'Left' and report.user_id != ''""",
		head,
		pluck=True,
	)

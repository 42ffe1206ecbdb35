"""Who is whose chief: ERPNext's tree of employees where it is installed, TD Team everywhere.

A head reads the tasks that his people set or answer for; he does not act on them.
"""

import frappe


def people_of(head: str) -> frozenset[str]:
	"""User names of everybody whose head is ``head``, without himself."""
	found = set(_team_members(head)) | set(_employees_under(head))
	found.discard(head)
	return frozenset(found)


def is_head_of(head: str, users: set[str]) -> bool:
	"""Whether ``head`` is the chief of any of ``users``."""
	return bool(users & people_of(head))


def _team_members(head: str) -> list[str]:
	# Asked at every list and form, so without the query builder, which takes longer than the database.
	return frappe.db.sql(
		"""select member.`user` from `tabTD Team` team
		join `tabTD Task User` member on member.parent = team.name and member.parenttype = 'TD Team'
		where team.head = %s""",
		head,
		pluck=True,
	)


def _employees_under(head: str) -> list[str]:
	if "erpnext" not in frappe.get_installed_apps():
		return []
	chief, report = frappe.qb.DocType("Employee"), frappe.qb.DocType("Employee")
	chief, report = chief.as_("chief"), report.as_("report")
	return (
		frappe.qb.from_(chief)
		.join(report)
		.on((report.lft > chief.lft) & (report.rgt < chief.rgt))
		.where((chief.user_id == head) & report.user_id.isnotnull() & (report.status == "Active"))
		.select(report.user_id)
		.run(pluck=True)
	)

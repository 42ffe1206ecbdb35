"""The reminders of a task as its form shows them."""

import frappe

_MOST = 40


def of_task(task: str) -> list[frappe._dict]:
	"""Who was and will be told of what: what is planned, and the latest of what went or did not."""
	# Asked at every form, so without the query builder, which takes longer than the database.
	found = frappe.db.sql(
		f"""select `user`, kind, moment, about, state, sent_at, by_bell, by_mail, by_digest, reason
		from `tabTD Reminder` where task = %s order by moment desc, name desc limit {_MOST}""",
		task,
		as_dict=True,
	)
	return found[::-1]

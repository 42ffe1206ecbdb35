"""Changes a message that is there already, under the eyes of its group."""

import frappe

from task_discipline.chat_names import MESSAGE
from task_discipline.services import clock
from task_discipline.services.chat import locks, realtime, view

Row = frappe._dict
Shown = dict[str, object]


def change(row: Row, **values: object) -> Shown:
	"""Store ``values`` in a message that is held and tell the members; returns it as it is shown."""
	frappe.db.set_value(MESSAGE, row.name, {**values, "modified": clock.stamp()}, update_modified=False)
	shown = view.page([frappe._dict(row | values)])
	(message,) = shown["messages"]
	members = [member.user for member in locks.members(row.chat_group)]
	realtime.tell_message(members, "changed", message, shown["people"])
	return message

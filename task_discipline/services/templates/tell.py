"""Tells those who keep a template what the system did or could not do with it, by bell and by e-mail."""

from collections.abc import Mapping

import frappe
from frappe import _lt

from task_discipline import permissions
from task_discipline.domain.channels import Topic
from task_discipline.services import recipients, record_notices
from task_discipline.services.record_notices import Record
from task_discipline.standing import MANAGER_ROLE

Row = Mapping[str, object]

_HEADLINES = {
	"Failed": _lt("Your template could not make its task and tries again"),
	"Finished": _lt("Your template has made its last task"),
	"Left Out": _lt("Your template made a task without somebody"),
	"Substituted": _lt("Your template gave its task to another person"),
	"Suspended": _lt("Your template is suspended and makes no more tasks"),
}


def tell(template: Row, outcome: str, words: str) -> list[str]:
	"""Tell the keepers of ``template`` (its row) of an ``outcome``, and why; returns who was told."""
	told = recipients.load_for(Topic.WORK, keepers(template))
	record = Record(permissions.TEMPLATE, str(template["name"]), str(template["subject"]))
	record_notices.tell(record, told, lambda _reader: str(_HEADLINES[outcome]), words)
	return [recipient.user for recipient in told]


def keepers(template: Row) -> list[str]:
	"""Owner and assigner as far as they may still open the template; the managers where neither may."""
	name, named = str(template["name"]), dict.fromkeys([template["owner"], template["assigner"]])
	found = [str(user) for user in named if user and permissions.can_read_template(name, str(user))]
	return found or _managers()


def _managers() -> list[str]:
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	return (
		frappe.qb.from_(user)
		.join(role)
		.on((role.parent == user.name) & (role.parenttype == "User"))
		.where((role.role == MANAGER_ROLE) & (user.enabled == 1))
		.select(user.name)
		.distinct()
		.run(pluck=True)
	)

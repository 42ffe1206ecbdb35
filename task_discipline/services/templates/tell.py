"""Tells those who keep a template what the system did or could not do with it, by bell and by e-mail."""

from collections.abc import Mapping

import frappe
from frappe import _lt
from frappe.utils import escape_html, get_url_to_form

from task_discipline import permissions
from task_discipline.domain.channels import Topic
from task_discipline.services import bell, languages, mail, recipients, settings
from task_discipline.services.mail import Letter
from task_discipline.services.recipients import Recipient
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
	for recipient in told:
		with languages.spoken(recipient.language):
			_deliver(template, recipient, str(_HEADLINES[outcome]), words)
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


def _deliver(template: Row, recipient: Recipient, headline: str, words: str) -> None:
	name, subject, switches = str(template["name"]), str(template["subject"]), settings.load()
	if switches.notify_by_bell and recipient.wants_bell:
		line = f"{escape_html(headline)}: <b>{escape_html(subject)}</b>"
		records = bell.records_for([recipient.user], line, None, frappe.session.user)
		place = {"document_type": permissions.TEMPLATE, "document_name": name}
		bell.ring([record | place for record in records])
	if switches.notify_by_mail and recipient.wants_mail and recipient.email:
		content = {
			"headline": headline,
			"subject": subject,
			"facts": [],
			"reason": words,
			"link": get_url_to_form(permissions.TEMPLATE, name),
		}
		title = f"{subject}: {headline} ({name})"
		mail.queue_many(
			[
				Letter(
					(recipient.email,), title, content, name, recipient.language, doctype=permissions.TEMPLATE
				)
			]
		)

"""What a person has to know beside his preferences: what is mandatory, and what keeps notices from him all the same."""

from collections.abc import Iterator

import frappe
from frappe import _

from task_discipline.services import mail, recipients, settings
from task_discipline.services.preferences import PREFERENCES
from task_discipline.services.recipients import Recipient
from task_discipline.services.settings import Settings

_SWITCHES = "/app/notification-settings/{0}"


def look(user: str) -> dict[str, object]:
	"""The name of the stored record, None where he has not chosen; the mandatory topics; hints with a link each."""
	site = settings.load()
	return {
		"name": frappe.db.get_value(PREFERENCES, {"user": user}, "name"),
		"mandatory": sorted(topic.value for topic in site.mandatory),
		"hints": [
			{"text": text, "link": link}
			for person in recipients.load([user])
			for text, link in _hints(person, site)
		],
	}


def _hints(person: Recipient, site: Settings) -> Iterator[tuple[str, str]]:
	if not site.notify_by_bell:
		yield _("Nobody is told of tasks by the bell: it is switched off for the whole site."), ""
	if not (site.notify_by_mail and mail.is_ready()):
		yield _("Nobody is told of tasks by e-mail: the site sends none at present."), ""
	elif not person.email:
		yield _("No e-mail can reach you: your account has no address. Ask your administrator."), ""
	switches = _SWITCHES.format(frappe.utils.quote(person.user))
	if not person.wants_bell:
		yield (
			_("Your notification settings of the desk switch off the bell, except what is mandatory."),
			switches,
		)
	if not person.wants_mail:
		yield (
			_("Your notification settings of the desk switch off e-mail, except what is mandatory."),
			switches,
		)

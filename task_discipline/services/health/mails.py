"""Whether mail goes out: the account, what failed, what is stuck."""

from datetime import timedelta

import frappe
from frappe import _

from task_discipline.services import clock, mail, mail_state, settings
from task_discipline.services.health.finding import Finding, error, fine, warning
from task_discipline.services.health.words import MOST, number

_QUEUE = mail_state.QUEUE
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def account() -> Finding:
	"""Whether the site can send mail at all."""
	if not settings.load().notify_by_mail:
		return fine(_("People are told by the bell alone: mail is switched off in the task settings."))
	if mail_state.is_held_back():
		return error(
			_("The host holds all mails back."),
			_("Press Resume Sending in the list Email Queue, and remove mute_emails from site_config.json."),
		)
	if not mail.is_ready():
		return error(
			_("The site has no account for outgoing mail, so nobody is told by mail."),
			_(
				"Open Email Account, tick Enable Outgoing and Default Outgoing; or switch mail off in the task settings."
			),
		)
	return fine(_("Mails go out by the default account of the site."))


def failed() -> Finding:
	"""How many mails of the last day were sent, and how many failed."""
	since = clock.now() - _DAY
	sent = _count("modified", since, ("Sent",))
	lost = _count("creation", since, ("Error",))
	figures = {"sent": sent, "failed": lost}
	words = _("Mails of the last day: {0} sent, {1} failed.").format(number(sent), number(lost))
	if not lost:
		return fine(words, **figures)
	advice = _("Open the list Email Queue, status Error: each row says why. Mend it and press Retry Sending.")
	return warning(words, advice, **figures) if sent else error(words, advice, **figures)


def _count(column: str, since: object, states: tuple[str, ...]) -> int:
	queue = frappe.qb.DocType(_QUEUE)
	rows = frappe.qb.from_(queue).where(queue.status.isin(states) & (queue[column] >= since))
	return len(rows.select(queue.name).limit(MOST).run())


def stuck() -> Finding:
	"""Whether mails wait that should be gone: of a worker that died while it sent, or of a queue that stands."""
	sending, waiting = _dead_while_sent(), _waiting()
	figures = {"sending": sending, "waiting": waiting}
	if waiting:
		return error(
			_("Mails that have waited for more than an hour: {0}.").format(number(waiting)),
			_(
				"The host sends them every four minutes: see the scheduler, the workers and the mail account above."
			),
			**figures,
		)
	if sending:
		return warning(
			_("Mails that have been Sending for more than an hour, since their worker died: {0}.").format(
				number(sending)
			),
			_("The host never takes them up again. The page for administrators tells how to free them."),
			**figures,
		)
	return fine(_("No mail is stuck."), **figures)


def _dead_while_sent() -> int:
	queue = frappe.qb.DocType(_QUEUE)
	rows = frappe.qb.from_(queue).where((queue.status == "Sending") & (queue.modified < clock.now() - _HOUR))
	return len(rows.select(queue.name).limit(MOST).run())


def _waiting() -> int:
	queue, late = frappe.qb.DocType(_QUEUE), clock.now() - _HOUR
	rows = (
		frappe.qb.from_(queue)
		.where(queue.status.isin(("Not Sent", "Partially Sent")) & (queue.creation < late))
		.where(queue.send_after.isnull() | (queue.send_after < late))
	)
	return len(rows.select(queue.name).limit(MOST).run())

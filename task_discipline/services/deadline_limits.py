"""Limits of requests for another deadline: what the site, the template and the task say together."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_fullname

from task_discipline.domain.agreement import Verdict
from task_discipline.domain.deadline_limits import Limit, Limits, fewest
from task_discipline.services import agreement, calendars, inputs, mail, settings

MOST_REQUESTS = 100


def of_task(task: Document, verdict: Verdict | None) -> Limits:
	"""The limits of a stored task for its responsible, who stands to its deadline as ``verdict`` says."""
	site = settings.load()
	most = fewest((cint(task.most_deadline_requests), site.most_deadline_requests))
	return Limits(
		is_firm=bool(task.deadline_is_firm),
		most=most,
		answered=_answered(task) if most else 0,
		latest=_latest(task, site.latest_deadline_days),
		taken_away=calendars.naive(verdict.was) if verdict and verdict.was else None,
	)


def require(task: Document, asked: datetime) -> None:
	"""Raises ``frappe.ValidationError`` where the responsible may not ask for this deadline, with a way out."""
	limits = of_task(task, agreement.standing(task.as_dict()))
	broken = limits.refusal(asked)
	if broken:
		words = f"{_refusal(broken, limits)} {_way_out(task)}"
		frappe.throw(words, title=_("Not to be asked for"))


def passed(task: Document, deadline: datetime) -> dict[str, list[str]]:
	"""What the event of a move says: the limits that the assigner goes beyond, if there are any."""
	beyond = of_task(task, None).passed(task.deadline, deadline)
	return {"limits_passed": [limit.value for limit in beyond]} if beyond else {}


def texts(codes: Iterable[str]) -> list[str]:
	"""What a move went beyond, in words for whoever reads the history."""
	words = {
		Limit.FIRM: _("The deadline was firm"),
		Limit.REQUESTS: _("No more requests for another deadline were allowed"),
		Limit.LATEST: _("The deadline lies beyond the latest one that might be asked for"),
	}
	return [words[Limit(code)] for code in codes if code in Limit._value2member_map_]


def prepare(task: Document) -> None:
	"""Clean what a form says of limits. Raises ``frappe.ValidationError`` on bad input."""
	label = _(task.meta.get_label("most_deadline_requests"))
	task.most_deadline_requests = inputs.whole(task.most_deadline_requests, label, MOST_REQUESTS)
	task.latest_deadline = inputs.moment(task.latest_deadline, _("Latest deadline"), task.responsible)


def check(task: Document) -> None:
	"""Raises ``frappe.ValidationError`` for a latest deadline before the deadline itself."""
	before = task.get_doc_before_save()
	# The assigner may move the deadline beyond it later, which is no reason to refuse other changes then.
	is_new = not before or before.latest_deadline != task.latest_deadline
	if is_new and task.latest_deadline and task.deadline and task.latest_deadline < task.deadline:
		frappe.throw(
			_("The latest deadline comes before the deadline. Choose a later one, or leave it empty."),
			title=_("Latest deadline"),
		)


def _answered(task: Document) -> int:
	"""Requests of the responsible that were answered; one that was taken back, or waits, uses up nothing."""
	rows = frappe.db.sql(
		"""select count(*) from `tabTD Deadline Request` where task = %s and requested_by = %s
		and source = 'Person' and status in ('Approved', 'Refused')""",
		(task.name, task.responsible),
	)
	return int(rows[0][0])


def _latest(task: Document, days: int) -> datetime | None:
	by_site = task.first_deadline + timedelta(days) if days and task.first_deadline else None
	return min(filter(None, (by_site, task.latest_deadline)), default=None)


def _refusal(limit: Limit, limits: Limits) -> str:
	if limit is Limit.FIRM:
		return _("The deadline of this task is firm: another one cannot be asked for.")
	if limit is Limit.REQUESTS:
		return _("You have asked as often as this task allows: all {0} requests are used up.").format(
			limits.most
		)
	zone = calendars.zone_or_site(frappe.get_cached_value("User", frappe.session.user, "time_zone"))
	latest = mail.moment_in_words(limits.latest, zone.key)
	return _("A deadline after {0} cannot be asked for: choose an earlier one.").format(latest)


def _way_out(task: Document) -> str:
	return _("If you need more time, say so to {0} in a comment: who set the task may still move it.").format(
		get_fullname(task.assigner)
	)

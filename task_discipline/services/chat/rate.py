"""How often one person may do something in a minute, so that nobody floods the others; kept in the cache."""

import frappe
import redis
from frappe import _

from task_discipline.services import clock, settings

_MINUTE = 60
MESSAGES = "messages"
"""How many of these is a setting of the site; the others are limited by ``MOST``."""
MOST = {
	"typing": 40,
	"uploads": 40,
	"searches": 40,
	"reactions": 60,
	"groups": 30,
	"changes": 60,
	"people": 60,
}
"""``changes`` are of messages that are there: edited, deleted, withdrawn, made into work."""


def count(what: str) -> None:
	"""Count one more. Raises ``frappe.TooManyRequestsError`` beyond what a person may in a minute."""
	most = settings.load().chat.messages_per_minute if what == MESSAGES else MOST[what]
	moment = clock.epoch()
	if most and _counted(what, moment // _MINUTE) > most:
		frappe.throw(
			_("That is more than {0} in a minute. Go on in {1} seconds.").format(
				most, _MINUTE - moment % _MINUTE
			),
			frappe.TooManyRequestsError,
		)


def _counted(what: str, minute: int) -> int:
	key = frappe.cache.make_key(f"td_chat_{what}:{minute}", user=frappe.session.user)
	try:
		with frappe.cache.pipeline() as together:
			together.incr(key)
			together.expire(key, 2 * _MINUTE)
			return int(together.execute()[0])
	except redis.exceptions.ConnectionError:
		return 0  # a chat without limits is better than none

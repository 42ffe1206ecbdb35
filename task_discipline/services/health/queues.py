"""Whether somebody takes the jobs: the two Redis servers, the workers, what waits for them."""

import frappe
import redis
from frappe import _
from frappe.utils.background_jobs import generate_qname, get_queue, get_redis_conn, get_workers

from task_discipline.services.health.finding import Finding, error, fine, warning

_QUEUES = ("default", "long")
"""Where the host puts the jobs of tasks and the mails."""
_MOST_WAITING = 500
_PROBE_SECONDS = 1


def workers() -> Finding:
	"""Whether somebody takes the jobs from the queues, and how many wait."""
	try:
		_knock(frappe.conf.redis_queue)
		idle, waiting = _without_worker(), {name: get_queue(name).count for name in _QUEUES}
	except redis.exceptions.RedisError as problem:
		return error(
			_("Redis does not answer, so no job is taken: {0}").format(problem),
			_("Start the Redis server that redis_queue in common_site_config.json names."),
		)
	if idle:
		return error(
			_("No worker takes jobs from: {0}.").format(", ".join(idle)),
			_("Start the workers, in production with: {0}").format("sudo supervisorctl start all"),
			**waiting,
		)
	return _queued(waiting)


def _queued(waiting: dict[str, int]) -> Finding:
	total = sum(waiting.values())
	if total > _MOST_WAITING:
		return warning(
			_("Many jobs wait in the queues: {0}.").format(total),
			_("Add workers, or open RQ Job to see what takes so long."),
			**waiting,
		)
	return fine(_("Workers are there. Jobs that wait: {0}.").format(total), **waiting)


def _without_worker() -> list[str]:
	# The connection of the process, which the host also asks for its passwords.
	get_redis_conn()
	served = {name for worker in get_workers() for name in worker.queue_names()}
	return [name for name in _QUEUES if generate_qname(name) not in served]


def cache() -> Finding:
	"""Whether the Redis server of the cache answers: without it the desk is slow and nothing is live."""
	try:
		_knock(frappe.conf.redis_cache)
	except redis.exceptions.RedisError as problem:
		return error(
			_("Redis does not answer, so there is no cache: {0}").format(problem),
			_("Start the Redis server that redis_cache in common_site_config.json names."),
		)
	return fine(_("The cache answers."))


def _knock(address: str | None) -> None:
	"""Raises ``RedisError`` where nobody answers; the host itself would try for five seconds."""
	if not address or address.startswith("sentinel"):
		return
	wait = {"socket_connect_timeout": _PROBE_SECONDS, "socket_timeout": _PROBE_SECONDS}
	with redis.from_url(address, **wait) as connection:
		try:
			connection.ping()
		except redis.exceptions.AuthenticationError:
			return  # it answers, to those who know its password

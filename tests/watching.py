"""Puts a site in order, or breaks it: beats, settings of the host, workers, logins and queued mails."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import frappe
from frappe.cache_manager import clear_defaults_cache
from frappe.utils import add_to_date, now_datetime, nowdate
from frappe.utils.background_jobs import get_queue
from rq import Worker

from task_discipline.services import heartbeat
from tests import factories, working


def forget_beats() -> None:
	"""Make a site of this one whose jobs have never run."""
	frappe.db.delete("TD Outage")
	signs = ("last_tick", "last_tick_epoch", "mail_ready_epoch")
	frappe.db.delete("Singles", {"doctype": "TD Settings", "field": ("in", signs)})
	frappe.clear_document_cache("TD Settings", "TD Settings")


def set_host(setting: str, value: object) -> None:
	"""Change a system setting of the host, which keeps all of them for the length of a request."""
	frappe.db.set_single_value("System Settings", setting, value)
	forget_host_settings()


def forget_host_settings() -> None:
	"""Drop what the host has kept of its settings and defaults, so that it reads them anew."""
	frappe.clear_document_cache("System Settings", "System Settings")
	if hasattr(frappe.local, "system_settings"):
		del frappe.local.system_settings
	clear_defaults_cache()


def log_in(moment: datetime) -> None:
	"""Let somebody have logged in at ``moment``, and nobody at any other."""
	frappe.db.delete("Activity Log")
	log = frappe.get_doc(
		doctype="Activity Log", subject="login", operation="Login", status="Success"
	).insert()
	frappe.db.set_value("Activity Log", log.name, "modified", moment, update_modified=False)


def queue_mail(**values: object) -> None:
	"""A mail in the queue of the host; its times may lie in the past."""
	past = {field: values.pop(field) for field in ("creation", "modified") if field in values}
	row = frappe.get_doc(doctype="Email Queue", sender="a@b.example", message="To: a", **values).insert()
	if past:
		frappe.db.set_value("Email Queue", row.name, past, update_modified=False)


def put_in_order() -> None:
	"""A site of which every check says that all is well, but for its worker."""
	forget_beats()
	for doctype in ("Email Queue", "TD Task Template", "TD Reminder"):
		frappe.db.delete(doctype)
	factories.make_mail_account(1)
	working.use_calendar(working.make_calendar("Filled", filled_until=add_to_date(nowdate(), years=1)))
	frappe.db.delete("TD Work Calendar", {"name": ("!=", "Filled")})
	log_in(now_datetime())
	heartbeat.beat()


@contextmanager
def in_site_config(**values: object) -> Iterator[None]:
	"""Let the site's configuration say something else for a while, in memory alone."""
	kept = {key: frappe.local.conf.get(key) for key in values}
	frappe.local.conf.update(values)
	yield
	frappe.local.conf.update(kept)


@contextmanager
def a_worker() -> Iterator[Worker]:
	"""A worker that has signed on for the queues of tasks and takes nothing."""
	queues = [get_queue("default"), get_queue("long")]
	worker = Worker(queues, connection=queues[0].connection)
	worker.register_birth()
	yield worker
	worker.register_death()

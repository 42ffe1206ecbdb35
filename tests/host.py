"""Where hosts differ in ways that tests see: asked of the host's own code, because versions do not say it all."""

import inspect
from importlib.util import find_spec

from frappe.automation.doctype.auto_repeat import auto_repeat
from frappe.model.db_query import DatabaseQuery
from frappe.utils import scheduler

PRAISES = bool(find_spec("frappe.social") and find_spec("frappe.social.doctype.energy_point_log"))
"""People give each other points for what they did; from version 16 on another app lets them."""

SLEEPS = "on_frappecloud" not in inspect.getsource(inspect.unwrap(scheduler.is_dormant))
"""A site into which nobody logs in runs its jobs but once a day; later, on the cloud of the host's makers alone."""

RENDERS_ANY_MAIL = "reference_dt" in inspect.signature(auto_repeat.generate_message_preview).parameters
"""Auto Repeat renders a template of the client's for any record that he may read; later, a stored one only."""

TAKES_WRITTEN_FILTERS = "isinstance(f, str)" in inspect.getsource(DatabaseQuery.build_filter_conditions)
"""Filters may be SQL; later they may not, and the host's own filter dashboard fails of it for every doctype."""

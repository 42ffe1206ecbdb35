"""The page that a button in a mail leads to. It only asks: the action is taken by a POST from here."""

from typing import NoReturn
from urllib.parse import quote

import frappe
from frappe import sessions
from frappe.utils.jinja_globals import is_rtl

from task_discipline.services import mail_actions, mail_links

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""What the link of the request leads to for the caller; a guest logs in first and comes back."""
	query = frappe.safe_decode(frappe.request.query_string)
	if frappe.session.user == "Guest":
		_log_in_first(query)
	context.page = mail_actions.page(query)
	context.lang = frappe.local.lang
	context.direction = "rtl" if is_rtl() else "ltr"
	if context.page.button:
		context.csrf_token = sessions.get_csrf_token()
		# The token belongs to the session, which the host keeps only where it is committed.
		frappe.db.commit()


def _log_in_first(query: str) -> NoReturn:
	frappe.flags.redirect_location = f"/login?redirect-to={quote(f'/{mail_links.PAGE}?{query}', safe='')}"
	# Not the host's own redirect: browsers remember that one, and would never come back from the login.
	raise frappe.Redirect(302)

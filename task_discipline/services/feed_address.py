"""The secret address of a person's calendar: signed for him and for the turn that it was made in.

Nothing secret is stored. A new turn makes every earlier address void; without a turn there is none.
"""

import hmac
from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_url
from frappe.utils.verified_command import get_signed_params

from task_discipline.services.preferences import PREFERENCES
from task_discipline.standing import is_active

_DOOR = "/api/method/task_discipline.api.feed.calendar"
_PURPOSE = "task-discipline-calendar"
"""Signed with the rest, so that no signature of another link fits here, nor this one there."""


def of(user: str) -> str | None:
	"""The address of the person's calendar; None where he has none."""
	turn = _turn(user)
	return get_url(f"{_DOOR}?{_signed(user, turn)}") if turn > 0 else None


def renew(user: str) -> str | None:
	"""A new address; what was given away before shows nothing any more."""
	_set_turn(user, abs(_turn(user)) + 1)
	return of(user)


def revoke(user: str) -> None:
	"""No address shows the person's calendar any more."""
	_set_turn(user, -abs(_turn(user)))


def person_of(given: Mapping[str, object]) -> str | None:
	"""Whose calendar a signed address shows; None where it is forged or void, or its person may not log in."""
	user, signature = str(given.get("person") or ""), str(given.get("_signature") or "")
	turn = _turn(user) if user else 0
	if turn <= 0 or cint(given.get("turn")) != turn:
		return None
	expected = _signed(user, turn).rpartition("=")[2]
	is_genuine = hmac.compare_digest(expected.encode(), signature.encode())
	return user if is_genuine and is_active(user) else None


def _signed(user: str, turn: int) -> str:
	return str(get_signed_params({"purpose": _PURPOSE, "person": user, "turn": turn}))


def _turn(user: str) -> int:
	"""Which address counts: the present one above zero, the last one below zero where it was given up."""
	return cint(frappe.db.get_value(PREFERENCES, {"user": user}, "feed_turn"))


def _set_turn(user: str, turn: int) -> None:
	if not is_active(user):
		frappe.throw(_("Log in to the desk to get a calendar of your own."), frappe.PermissionError)
	name = frappe.db.get_value(PREFERENCES, {"user": user}, "name")
	if not name:
		name = frappe.get_doc({"doctype": PREFERENCES, "user": user}).insert().name
	# A form of his may stand open with what he is about to choose.
	frappe.db.set_value(PREFERENCES, name, "feed_turn", turn, update_modified=False)


def keep(chosen: Document) -> None:
	"""No form, least of all one that was opened before, brings an address back that was given up."""
	chosen.feed_turn = 0 if chosen.is_new() else _turn(chosen.user)

"""What every door has in common."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar

import frappe
from frappe import _

from task_discipline import busy, postgres

Method = TypeVar("Method", bound=Callable[..., Any])


def fitting(method: Method) -> Method:
	"""Refuse missing and unknown arguments in words; the host would answer with a server error."""

	@wraps(method)
	def guarded(*args: Any, **kwargs: Any) -> Any:
		try:
			inspect.signature(method).bind(*args, **kwargs)
		except TypeError as error:
			_refuse(method, str(error))
		try:
			with busy.said():
				return method(*args, **kwargs)
		except Exception as error:
			if why := postgres.unreadable(error):
				_refuse(method, why)
			raise

	return guarded  # type: ignore[return-value]


def _refuse(method: Callable[..., Any], why: str) -> NoReturn:
	frappe.throw(_("The call does not fit {0}: {1}").format(method.__name__, why))


def reader(method: Method) -> Method:
	"""Whitelist a method that reads."""
	return frappe.whitelist(methods=["GET", "POST"])(fitting(method))


def writer(method: Method) -> Method:
	"""Whitelist a method that writes: POST only."""
	checked = fitting(method)

	@wraps(method)
	def posted(*args: Any, **kwargs: Any) -> Any:
		require_post()
		return checked(*args, **kwargs)

	return frappe.whitelist(methods=["POST"])(posted)


def require_post() -> None:
	"""Raises ``frappe.PermissionError`` inside a request that is not a POST, PUT or DELETE.

	The host's REST door runs document methods by GET and rolls their writes back without a word.
	"""
	request = getattr(frappe.local, "request", None)
	if request is not None and request.method in ("GET", "HEAD"):
		frappe.throw(_("Send this as a POST request: it changes the task."), frappe.PermissionError)

"""Doors of the host as people push at them: who asks, with which request, and what an answer gives away."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import frappe
from werkzeug.test import Client, TestResponse

from tests import factories
from tests.web import API_SECRET, api_key

GUEST = "Guest"
SECRET = "zanzibar"
"""A word that stands in everything that the hidden task says and in no request."""

OUTSIDERS = {
	"stranger": factories.STRANGER,
	"removed": factories.NEWCOMER,
	"disabled": factories.DISABLED,
	"system_manager": factories.SYSTEM_MANAGER,
	"guest": GUEST,
}
INSIDERS = {
	"observer": factories.OBSERVER,
	"head": factories.HEAD,
	"manager": factories.MANAGER,
	"mail_admin": factories.OBSERVING_SYSTEM_MANAGER,
}
Asks = Callable[["World"], dict[str, Any]]


@dataclass(frozen=True)
class World:
	"""Names of the hidden task and of everything beside it."""

	task: str
	subtask: str
	step: str
	participant: str
	event: int
	request: str
	file: str
	file_url: str
	zip: str
	comment: str
	communication: str
	todo: str
	mail: str
	share_key: str
	mine: str
	"""A task of the stranger's own."""


@dataclass(frozen=True)
class Door:
	"""One request that reads: what is sent, who must be answered, and what an answer shows."""

	path: str
	asks: Asks
	method: str = "POST"
	insiders: tuple[str, ...] = ("observer", "head", "manager")
	shows: Callable[[TestResponse, World], bool] = field(default=lambda answer, world: SECRET in text(answer))


def text(answer: TestResponse) -> str:
	"""Everything that an answer says, in one case."""
	return answer.get_data().decode("utf-8", "replace").lower()


def number(answer: TestResponse, world: World) -> bool:
	"""The answer is a number above zero."""
	return answer.status_code == 200 and bool((answer.get_json(silent=True) or {}).get("message"))


def names_task(answer: TestResponse, world: World) -> bool:
	"""The answer names the task, which the request does not."""
	return world.task.lower() in text(answer)


def granted(answer: TestResponse, world: World) -> bool:
	"""The door opens, whatever it says."""
	return answer.status_code < 300


def knock(
	user: str, method: str, path: str, body: dict[str, Any] | None = None, **options: Any
) -> TestResponse:
	"""One request in the name of ``user``, as its own transaction; ``Guest`` sends no key."""
	with ThreadPoolExecutor(max_workers=1) as pool:
		return pool.submit(_send, user, method, path, body or {}, options).result()


def call(user: str, door: str, **arguments: Any) -> TestResponse:
	"""POST to a whitelisted function of the host."""
	return knock(user, "POST", f"/api/method/{door}", arguments)


def _send(user: str, method: str, path: str, body: dict[str, Any], options: dict[str, Any]) -> TestResponse:
	from frappe.app import application

	headers = {"X-Frappe-Site-Name": os.environ["TD_SITE"], "Accept": "application/json"}
	if user != GUEST:
		headers["Authorization"] = f"token {api_key(user)}:{API_SECRET}"
	if options:
		return Client(application).open(path, method=method, headers=headers, data=body, **options)
	if method == "GET":
		return Client(application).get(path, query_string=body, headers=headers)
	return Client(application).open(path, method=method, json=body, headers=headers)


def stored(world: World) -> dict[str, list[tuple[Any, ...]]]:
	"""Every row of the hidden task and of what stands beside it, as committed now."""
	frappe.db.rollback()
	found = {}
	for doctype, column in (
		("TD Task", "name"),
		("TD Plan Step", "parent"),
		("TD Task User", "parent"),
		("TD Task Access", "task"),
		("TD Task Event", "task"),
		("TD Deadline Request", "task"),
		("Comment", "reference_name"),
		("Communication", "reference_name"),
		("Document Follow", "ref_docname"),
		("DocShare", "share_name"),
		("File", "attached_to_name"),
		("Tag Link", "document_name"),
		("ToDo", "reference_name"),
	):
		table = frappe.qb.DocType(doctype)
		rows = frappe.qb.from_(table).select("*").where(table[column] == world.task).run()
		found[doctype] = sorted(rows, key=str)
	return found

"""Doors of the host as people push at them: who asks, with which request, and what an answer gives away."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import frappe
import pytest
from werkzeug.test import Client, TestResponse

from tests import factories
from tests.web import API_SECRET, api_key

TASK = "TD Task"
METHOD = "/api/method/"
GUEST = "Guest"
SECRET = "zanzibar"
"""A word that stands in everything that the hidden task says and in no request."""

LIKE = f"%{SECRET[:5]}%"
"""Matches the secret without saying it."""

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
ADMINS = ("mail_admin",)
"""People of the task who may open the host's own records too."""

Asks = Callable[["World"], dict[str, Any]]


@dataclass(frozen=True)
class World:
	"""Names of the hidden task and of everything beside it."""

	task: str
	subtask: str
	step: str
	participant: str
	event: int
	reminder: int
	request: str
	file: str
	file_url: str
	zip: str
	comment: str
	former_comment: str
	"""Written by the removed observer while he was one."""
	communication: str
	todo: str
	mail: str
	rating: int
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
	host_fails: bool = False
	"""The host itself fails here, for every doctype."""


def text(answer: TestResponse) -> str:
	"""Everything that an answer says, in one case."""
	return answer.get_data().decode("utf-8", "replace").lower()


def told(answer: TestResponse) -> str:
	"""An answer in short, for the report of a failed test."""
	body = answer.get_json(silent=True) or {}
	error = str(body.get("exc") or body.get("exception") or "")[-300:]
	return f"{answer.status_code} {body.get('exc_type', '')} {error or text(answer)[:400]}"


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


def call(user: str, door: str, /, **arguments: Any) -> TestResponse:
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
		("TD Task Rating", "task"),
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


def push(door: Door, people: Mapping[str, str], world: World, *, at_once: int = 1) -> dict[str, TestResponse]:
	"""The same request in the name of each of ``people``; answers by what the person is."""
	path, body = door.path.format_map(vars(world)), door.asks(world)
	with ThreadPoolExecutor(max_workers=at_once) as pool:
		waiting = {who: pool.submit(_send, user, door.method, path, body, {}) for who, user in people.items()}
		return {who: answer.result() for who, answer in waiting.items()}


def expect_shut(door: Door, world: World) -> None:
	"""Nobody outside the task sees anything, and nobody gets a server error instead of an answer."""
	for who, answer in push(door, OUTSIDERS, world, at_once=3).items():
		assert not door.shows(answer, world), f"{who}: {told(answer)}"
		assert door.host_fails or answer.status_code < 500, f"{who}: {told(answer)}"


def expect_open(door: Door, world: World) -> None:
	"""Whoever belongs to the task gets what the door is there for."""
	people = {who: INSIDERS[who] for who in door.insiders}
	if not people:
		pytest.fail("A door that opens to nobody proves nothing here.")
	for who, answer in push(door, people, world, at_once=3).items():
		assert door.shows(answer, world), f"{who}: {told(answer)}"


def expect_untouched(door: Door, people: Mapping[str, str], world: World) -> dict[str, TestResponse]:
	"""None of ``people`` changes the hidden task or what stands beside it, nor learns of it; returns the answers."""
	before = stored(world)
	answers = push(door, people, world)
	heard = {who: told(answer) for who, answer in answers.items()}
	assert stored(world) == before, heard
	assert not any(SECRET in text(answer) for answer in answers.values()), heard
	assert door.host_fails or all(answer.status_code < 500 for answer in answers.values()), heard
	return answers

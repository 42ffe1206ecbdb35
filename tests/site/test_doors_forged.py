"""Requests that another site makes a person's browser send: his session alone opens no writing door."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from werkzeug.test import Client, TestResponse

from tests import factories, fuzzing
from tests.doors import World
from tests.fuzzing import Takings

MANAGER = factories.MANAGER


@pytest.fixture
def takings(client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Takings]:
	"""From the login on, which is kept."""
	with fuzzing.nothing_kept(monkeypatch.setattr) as takings:
		yield takings


@pytest.fixture
def client(world: World) -> Client:
	"""A browser in which a person is at his desk: its cookies go with whatever request."""
	from frappe.app import application

	client = Client(application)
	login = {"usr": MANAGER, "pwd": factories.PASSWORD}
	assert send(client, "POST", "/api/method/login", login).status_code == 200
	assert send(client, "GET", "/app", {}).status_code == 200  # the session gets its token with the desk
	return client


def send(client: Client, method: str, path: str, body: dict[str, object]) -> TestResponse:
	headers = {"X-Frappe-Site-Name": os.environ["TD_SITE"], "Accept": "application/json"}
	with ThreadPoolExecutor(max_workers=1) as pool:
		return pool.submit(client.open, path, method=method, data=body, headers=headers).result()


def test_no_writer_hears_a_session_without_its_token(client: Client, world: World) -> None:
	writers = [one for one in fuzzing.opened() if one.writes]
	assert len(writers) > 80
	for one in writers:
		path, body = one.request(world.task, {})
		forged = send(client, "POST", path, body)
		assert (forged.status_code, forged.get_json()["exc_type"]) == (400, "CSRFTokenError"), one.path


def test_no_writer_is_reached_by_a_link_or_a_picture(client: Client, world: World, takings: Takings) -> None:
	for one in (one for one in fuzzing.opened() if one.writes):
		# Only of tasks there is one of this name. Letters for a number are a server error of the host on PostgreSQL.
		is_numbered = one.doctype and frappe.get_meta(one.doctype).autoname == "autoincrement"
		path, body = one.request("0" if is_numbered else world.task, {})
		assert send(client, "GET", path, body).status_code in (403, 404), one.path
	assert takings.writes == 0
	user = send(client, "GET", "/api/method/frappe.auth.get_logged_user", {}).get_json()["message"]
	assert user == MANAGER, "or nobody was there who might have written"

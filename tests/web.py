"""Real requests to the host's WSGI application, each as its own transaction, as a browser or a program sends them."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
from werkzeug.test import Client, TestResponse

API_SECRET = "tests-only-secret"


def api_key(user: str) -> str:
	"""The key that ``allow_api`` gives a person; derived from the name, so nothing has to be kept."""
	return "td" + "".join(letter for letter in user if letter.isalnum())[:40]


def allow_api(users: list[str]) -> None:
	"""Give people a key and a secret for the API; the caller commits."""
	from frappe.utils.password import set_encrypted_password

	for user in users:
		frappe.db.set_value("User", user, "api_key", api_key(user), update_modified=False)
		set_encrypted_password("User", user, API_SECRET, "api_secret")


def request(user: str, method: str, path: str, body: dict[str, Any] | None = None) -> TestResponse:
	"""One request in the name of ``user``; runs in a thread of its own, so the caller's connection stays untouched."""
	with ThreadPoolExecutor(max_workers=1) as pool:
		return pool.submit(send, user, method, path, body or {}).result()


def together(user: str, method: str, path: str, bodies: list[dict[str, Any]]) -> list[TestResponse]:
	"""The same request several times at once."""
	with ThreadPoolExecutor(max_workers=len(bodies)) as pool:
		return list(pool.map(lambda body: send(user, method, path, body), bodies))


def call(user: str, door: str, **arguments: Any) -> TestResponse:
	"""POST to a whitelisted function of the host or of ours."""
	return request(user, "POST", f"/api/method/{door}", arguments)


def action(task: str, method: str, **arguments: Any) -> dict[str, Any]:
	"""The body of a call of a task's method, as the form sends it."""
	return {"dt": "TD Task", "dn": task, "method": method, "args": json.dumps(arguments)}


def words(response: TestResponse) -> str:
	"""What the person reads when a request is refused."""
	return response.get_data(as_text=True)


def send(user: str, method: str, path: str, body: dict[str, Any]) -> TestResponse:
	"""One request in the name of ``user`` in this very thread, which has no connection of its own afterwards."""
	client = _client()
	if method == "GET":
		return client.get(path, query_string=body, headers=_headers(user))
	return client.open(path, method=method, json=body, headers=_headers(user))


def upload(user: str, path: str, form: dict[str, Any]) -> TestResponse:
	"""The same with a form that holds a file."""
	return _client().post(path, data=form, headers=_headers(user))


def _client() -> Client:
	from frappe.app import application

	return Client(application)


def _headers(user: str) -> dict[str, str]:
	return {
		"Authorization": f"token {api_key(user)}:{API_SECRET}",
		"X-Frappe-Site-Name": os.environ["TD_SITE"],
		"Accept": "application/json",
	}

"""People at their desks, for Locust: each logs in by his password and works, a click every few seconds.

Reads the environment: ``TD_SITE``, ``TD_PASSWORD``, ``TD_PEOPLE`` and ``TD_GROUPS`` (separated by blanks).
"""

import json
import os
import random
import re
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from locust import HttpUser, between, task

PEOPLE = cycle(os.environ["TD_PEOPLE"].split())
GROUPS = os.environ["TD_GROUPS"].split()
_TOKEN = re.compile(r'csrf_token\s*[=:]\s*"([^"]+)"')
_COLUMNS = json.dumps(
	[
		f"`tabTD Task`.`{name}`"
		for name in ("name", "subject", "status", "deadline", "responsible", "priority")
	]
)
_OPEN = json.dumps([["TD Task", "is_open", "=", 1]])


class Person(HttpUser):
	"""Somebody with the role of the app, who reads more than he writes."""

	wait_time = between(5, 15)

	def on_start(self) -> None:
		"""Log in and load the desk, as a browser does; the session's token comes with the desk."""
		self.client.headers.update(
			{"X-Frappe-Site-Name": os.environ["TD_SITE"], "Accept": "application/json"}
		)
		self.name = next(PEOPLE)
		self.own: list[str] = []
		self.listed: list[str] = []
		self._call("login", {"usr": self.name, "pwd": os.environ["TD_PASSWORD"]}, "log in")
		page = self.client.get("/app", name="load the desk").text
		if token := _TOKEN.search(page):
			self.client.headers["X-Frappe-CSRF-Token"] = token.group(1)

	@task(8)
	def list_tasks(self) -> None:
		"""The open tasks by deadline, and their number."""
		asked = {"doctype": "TD Task", "fields": _COLUMNS, "filters": _OPEN, "page_length": 20}
		order = {"order_by": "`tabTD Task`.`deadline` asc", "view": "List"}
		page = self._call("frappe.desk.reportview.get", asked | order, "list") or {}
		self._call("frappe.desk.reportview.get_count", asked | {"limit": 1001}, "count")
		keys = page.get("keys") or []
		if "name" in keys:
			self.listed = [row[keys.index("name")] for row in page["values"]]

	@task(5)
	def open_task(self) -> None:
		"""One of those that he has just seen."""
		if self.listed:
			door = "frappe.desk.form.load.getdoc"
			self._call(door, {"doctype": "TD Task", "name": random.choice(self.listed)}, "open")

	@task(4)
	def see_my_day(self) -> None:
		"""My Day, as it is loaded."""
		self._call("task_discipline.api.my_day.load", {}, "My Day")

	@task(2)
	def set_task(self) -> None:
		"""A new task for himself, due in a few days."""
		deadline = f"{datetime.now() + timedelta(days=random.randint(2, 20)):%Y-%m-%d %H:%M:%S}"
		doc = {"doctype": "TD Task", "subject": "Call the supplier back", "responsible": self.name}
		made = self._call(
			"frappe.client.insert", {"doc": json.dumps(doc | {"deadline": deadline})}, "set a task"
		)
		if made:
			self.own.append(made["name"])

	@task(2)
	def act(self) -> None:
		"""Start one of his own tasks, and hand it in."""
		if self.own:
			name = self.own.pop()
			for method, arguments in (("start", {}), ("submit_task", {"result": "Done, see the mail."})):
				body = {"dt": "TD Task", "dn": name, "method": method, "args": json.dumps(arguments)}
				self._call("run_doc_method", body, "action")

	@task(3)
	def talk(self) -> None:
		"""Open a talk and say something in it."""
		group = random.choice(GROUPS)
		self._call("task_discipline.api.chat.open_group", {"group": group}, "open a talk")
		key = f"{random.getrandbits(80):x}"
		said = {"group": group, "text": "The crane is here, and so is the second lorry.", "client_id": key}
		self._call("task_discipline.api.chat.send", said, "send")

	def _call(self, door: str, body: dict[str, Any], name: str) -> Any:
		with self.client.post(f"/api/method/{door}", data=body, name=name, catch_response=True) as answer:
			if answer.status_code != 200:
				answer.failure(
					f"{answer.status_code} {self.name} {body.get('name', '')} {answer.text[-300:]}"
				)
				return None
			return answer.json().get("message")

"""Requests that push at the doors of a hidden project."""

import json
from typing import Any

from tests.doors import METHOD, Door, number

TASK, POINT, EVENT, PERSON, EDGE = (
	"TD Task",
	"TD Milestone",
	"TD Project Event",
	"TD Task User",
	"TD Task Dependency",
)


def client(function: str, **body: Any) -> Door:
	"""A function of the host's client; ``{project}`` in a value is the name that the world has for it."""
	return Door(f"{METHOD}frappe.client.{function}", lambda w: filled(body, w))


def desk(function: str, body: Any, **options: Any) -> Door:
	"""A function of the host's desk."""
	return Door(f"{METHOD}frappe.desk.{function}", lambda w: filled(body, w), **options)


def filled(body: dict[str, Any], world: Any) -> dict[str, Any]:
	"""The body with the names of the world in place of ``{project}`` and the like."""
	said = {f"{{{name}}}": str(value) for name, value in vars(world).items()}
	written = json.dumps(body)
	for mark, name in said.items():
		written = written.replace(mark, name)
	return json.loads(written)


def rows(doctype: str, **more: Any) -> Door:
	"""A list by the client's function."""
	return client("get_list", doctype=doctype, **({"fields": ["*"], "limit_page_length": 0} | more))


def counted(doctype: str, filters: list) -> Door:
	"""A count by the client's function."""
	body = {"doctype": doctype, "filters": filters}
	return Door(METHOD + "frappe.client.get_count", lambda w: body, shows=number)


def rest(path: str, **options: Any) -> Door:
	"""A GET of the host's REST door."""
	return Door(f"/api/resource/{path}", lambda w: {}, "GET", **options)


def call(method: str, body: dict[str, Any], **options: Any) -> Door:
	"""Any whitelisted function."""
	return Door(METHOD + method, lambda w: filled(body, w), **options)


def resource(verb: str, path: str, **body: Any) -> Door:
	"""A request to the host's REST door that writes."""
	return Door(f"/api/resource/{path}", lambda w: filled(body, w), verb)


def method_of(doctype: str, name: str, method: str, **args: Any) -> Door:
	"""A method of a stored document."""
	return call("run_doc_method", {"dt": doctype, "dn": name, "method": method, "args": json.dumps(args)})


def forged(doctype: str, name: object, method: str, **fields: Any) -> Door:
	"""A method of a document that the client made up."""
	doc = {"doctype": doctype, "name": name, **fields}
	return call("run_doc_method", {"docs": json.dumps(doc), "method": method, "args": json.dumps(ARGUMENTS)})


ARGUMENTS = {"reason": "x", "title": "x", "due_date": "2099-01-01"}
"""More than any method takes; those of a document that is refused are never looked at."""

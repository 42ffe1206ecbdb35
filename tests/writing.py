"""Every door of the host by which somebody may try to change one record, or to put something beside it."""

import json
from typing import Any

from tests.doors import METHOD, Door
from tests.factories import STRANGER

_UNCHECKED = dict.fromkeys(
	("ignore_permissions", "ignore_validate", "ignore_validate_update_after_submit", "by_service"), 1
)
_FLAGS = {"flags": _UNCHECKED, "_validate": None, **_UNCHECKED}
FORM, BULK = "frappe.desk.form.", "frappe.desk.doctype.bulk_update.bulk_update."


def writers(doctype: str, name: str | int, field: str) -> dict[str, Door]:
	"""Requests that write ``field`` of the record, take the record away, or leave something beside it."""
	place, key = {"doctype": doctype, "name": name}, str(name)
	at = {"doctype": doctype, "name": key}
	changed = {**place, field: "9"}
	methods: dict[str, dict[str, Any]] = {
		"frappe.client.set_value": {**at, "fieldname": field, "value": "9"},
		"frappe.client.save": {"doc": changed},
		"frappe.client.insert": {"doc": {"doctype": doctype, field: "9"}},
		"frappe.client.insert_many": {"docs": [{"doctype": doctype, field: "9"}]},
		"frappe.client.submit": {"doc": json.dumps(changed)},
		"frappe.client.cancel": at,
		"frappe.client.delete": at,
		"frappe.client.bulk_update": {"docs": json.dumps([{**changed, "docname": key}])},
		"frappe.client.rename_doc": {"doctype": doctype, "old_name": key, "new_name": "X9"},
		"frappe.model.rename_doc.update_document_title": {
			"doctype": doctype,
			"docname": key,
			"title": "X9",
			"name": "X9",
		},
		FORM + "save.cancel": at,
		FORM + "linked_with.cancel_all_linked_docs": {"docs": json.dumps([at])},
		FORM + "assign_to.add": {"args": {**at, "assign_to": json.dumps([STRANGER]), "description": "x"}},
		FORM + "utils.add_comment": {
			"reference_doctype": doctype,
			"reference_name": key,
			"content": "x",
			"comment_email": STRANGER,
			"comment_by": "x",
		},
		FORM + "document_follow.follow_document": {"doctype": doctype, "doc_name": key, "user": STRANGER},
		"frappe.desk.reportview.delete_items": {"doctype": doctype, "items": json.dumps([key])},
		"frappe.desk.like.toggle_like": {**at, "add": "Yes"},
		"frappe.desk.doctype.tag.tag.add_tag": {"tag": "x", "dt": doctype, "dn": key},
		"frappe.desk.doctype.tag.tag.remove_tag": {"tag": "x", "dt": doctype, "dn": key},
		"frappe.desk.calendar.update_event": {
			"args": json.dumps({**at, "start": "2020-01-01", "end": "2020-01-02"}),
			"field_map": json.dumps({"id": "name", "start": field, "end": field}),
		},
		"frappe.desk.gantt.update_task": {
			"args": json.dumps({**at, "start": "2020-01-01"}),
			"field_map": json.dumps({"id": "name", "start": field}),
		},
		BULK + "submit_cancel_or_update_docs": {
			"doctype": doctype,
			"docnames": json.dumps([key]),
			"action": "update",
			"data": json.dumps({field: "9"}),
		},
		"frappe.model.workflow.apply_workflow": {"doc": json.dumps(place), "action": "Approve"},
		"frappe.model.workflow.bulk_workflow_approval": {
			"docnames": json.dumps([key]),
			"doctype": doctype,
			"action": "Approve",
		},
		"frappe.share.add": {**at, "user": STRANGER, "write": 1},
		"frappe.client.attach_file": {
			"filename": "x.txt",
			"filedata": "x",
			"doctype": doctype,
			"docname": key,
			"is_private": 1,
		},
		"frappe.core.doctype.communication.email.make": {**at, "content": "x", "recipients": "x@x.example"},
		"frappe.templates.includes.comments.comments.add_comment": {
			"comment": "A comment that is long enough",
			"comment_email": STRANGER,
			"comment_by": "x",
			"reference_doctype": doctype,
			"reference_name": key,
			"route": "x",
		},
		"frappe.templates.includes.likes.likes.like": {
			"reference_doctype": doctype,
			"reference_name": key,
			"like": 1,
		},
	}
	return (
		{door: _post(METHOD + door, body) for door, body in methods.items()}
		| {
			f"savedocs {action}": _savedocs(changed, action)
			for action in ("Save", "Submit", "Update", "Cancel")
		}
		| {"save with flags of the host": _post(METHOD + "frappe.client.save", {"doc": changed | _FLAGS})}
		| {f"method {one}": _method(at, one, args) for one, args in _methods(field).items()}
		| {f"insert {one['doctype']}": _insert(one) for one in _beside(doctype, key)}
		| _rest(doctype, key, field)
	)


def _post(path: str, body: dict[str, Any]) -> Door:
	return Door(path, lambda _world: body)


def _savedocs(document: dict[str, Any], action: str) -> Door:
	return _post(METHOD + FORM + "save.savedocs", {"doc": json.dumps(document), "action": action})


def _methods(field: str) -> dict[str, dict[str, Any]]:
	"""Methods of the host's documents, whether it opens them or not."""
	return {
		"submit": {},
		"cancel": {},
		"rename": {"name": "X9", "validate_rename": 0, "force": 1},
		"add_comment": {"text": "x"},
		"delete": {"ignore_permissions": 1, "force": 1},
		"db_set": {"fieldname": field, "value": "9"},
		"db_update": {},
		"save": {"ignore_permissions": 1},
		"insert": {"ignore_permissions": 1},
		"add_tag": {"tag": "x"},
		"add_seen": {},
		"add_viewed": {},
		"queue_action": {"action": "delete"},
		"notify_update": {},
		"reload": {},
	}


def _method(at: dict[str, str], method: str, args: dict[str, Any]) -> Door:
	body = {"dt": at["doctype"], "dn": at["name"], "method": method, "args": json.dumps(args)}
	return _post(METHOD + "run_doc_method", body)


def _insert(document: dict[str, Any]) -> Door:
	return _post(METHOD + "frappe.client.insert", {"doc": document})


def _beside(doctype: str, key: str) -> list[dict[str, Any]]:
	"""Records of the host that would stand beside ours."""
	reference = {"reference_doctype": doctype, "reference_name": key}
	return [
		{"doctype": "Comment", "comment_type": "Comment", "content": "x", **reference},
		{"doctype": "Communication", "subject": "x", "content": "x", **reference},
		{"doctype": "DocShare", "share_doctype": doctype, "share_name": key, "user": STRANGER, "read": 1},
		{"doctype": "Document Follow", "ref_doctype": doctype, "ref_docname": key, "user": STRANGER},
		{"doctype": "ToDo", "description": "x", "reference_type": doctype, "reference_name": key},
		{"doctype": "Tag Link", "document_type": doctype, "document_name": key, "tag": "x", "title": "x"},
		{
			"doctype": "File",
			"file_name": "x.txt",
			"content": "x",
			"is_private": 1,
			"attached_to_doctype": doctype,
			"attached_to_name": key,
		},
	]


def _rest(doctype: str, key: str, field: str) -> dict[str, Door]:
	first, second = f"/api/resource/{doctype}", f"/api/v2/document/{doctype}"

	def door(path: str, method: str, **body: Any) -> Door:
		return Door(path, lambda _world: body, method)

	return {
		"REST PUT": door(f"{first}/{key}/", "PUT", **{field: "9"}),
		"REST POST": door(first, "POST", **{field: "9"}),
		"REST DELETE": door(f"{first}/{key}/", "DELETE"),
		"REST method": door(f"{first}/{key}/", "POST", run_method="submit"),
		"REST v2 PATCH": door(f"{second}/{key}/", "PATCH", **{field: "9"}),
		"REST v2 POST": door(second, "POST", **{field: "9"}),
		"REST v2 DELETE": door(f"{second}/{key}/", "DELETE"),
		"REST v2 method": door(f"{second}/{key}/method/cancel/", "POST"),
	}

"""Opening, saving and submitting one task in the form, beside a plain document of the same fields and child tables."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import frappe
from frappe.desk.form.load import getdoc
from frappe.desk.form.save import savedocs
from frappe.handler import run_doc_method
from frappe.utils import add_days, now_datetime, set_request

from benchmarks.measure import measured, new_request, side_by_side
from benchmarks.table import Row
from benchmarks.tasks.people import ORDINARY

_ASSIGNER, _RESPONSIBLE, _CO_ASSIGNEE, _OBSERVER = ORDINARY[10:14]
PLAIN = "TD Benchmark Plain"
_CHILDREN = {
	"TD Plan Step": "TD Benchmark Plain Step",
	"TD Task Dependency": "TD Benchmark Plain Dependency",
	"TD Task User": "TD Benchmark Plain User",
}
_KEPT = (
	"fieldname",
	"fieldtype",
	"label",
	"options",
	"default",
	"reqd",
	"in_list_view",
	"read_only",
	"no_copy",
)
_CONTENT = {
	"subject": "Prepare the contract for client 7",
	"description": "<p>Collect the papers and agree on the terms.</p>",
	"priority": "High",
	"responsible": _RESPONSIBLE,
	"co_assignees": [{"user": _CO_ASSIGNEE}],
	"observers": [{"user": _OBSERVER}],
	"plan": [{"title": f"Step {number}"} for number in range(1, 6)],
}
_GOAL = 1.5
_turn = count(1)
_browser: dict[str, str] = {}


def rows(runs: int) -> Iterator[Row]:
	"""Measure opening, saving and handing in, the last one with mail and without."""
	plain = plain_document()
	task = _make("TD Task")
	frappe.db.commit()
	yield _beside_plain("open", partial(getdoc, "TD Task", task), partial(getdoc, PLAIN, plain), runs)
	yield _beside_plain("save", partial(_save, "TD Task", task), partial(_save, PLAIN, plain), runs)
	for title, before in (("bells", _post), ("bells and mail", _post_with_mail)):
		submit = measured(partial(_submit, task), runs, _RESPONSIBLE, before)
		yield Row(f"form: submit_task() with {title}", submit)


def _beside_plain(title: str, ours: Callable[[], object], plain: Callable[[], object], runs: int) -> Row:
	figures = side_by_side({"ours": ours, "plain": plain}, runs, _ASSIGNER)
	beside = {"plain document": figures["plain"]}
	return Row(f"form: {title}", figures["ours"], beside, _GOAL * figures["plain"].total)


def plain_document() -> str:
	"""Name of a plain document of the same fields and child tables as a task; its doctype is made where it differs."""
	new_request("Administrator")
	for doctype, copy in (*_CHILDREN.items(), ("TD Task", PLAIN)):
		if not _is_copied(doctype, copy):
			frappe.delete_doc("DocType", copy, force=True, ignore_missing=True)
			_copy_doctype(doctype, copy)
	name = _make(PLAIN)
	frappe.db.commit()
	return name


def _is_copied(doctype: str, copy: str) -> bool:
	"""Whether the copy stands and has every field of the present version."""
	if not frappe.db.exists("DocType", copy):
		return False
	return {df.fieldname for df in frappe.get_meta(doctype).fields} == {
		df.fieldname for df in frappe.get_meta(copy).fields
	}


def set_task() -> str:
	"""Set one task as its form does."""
	return _make("TD Task")


def _make(doctype: str) -> str:
	frappe.set_user(_ASSIGNER)
	deadline = add_days(now_datetime(), 7).replace(microsecond=0)
	doc = frappe.get_doc({"doctype": doctype, "deadline": deadline, "assigner": _ASSIGNER, **_CONTENT})
	name = doc.insert().name
	frappe.set_user("Administrator")
	return str(name)


def _save(doctype: str, name: str) -> None:
	"""Save a changed subject, as the form sends it; the browser has loaded the document before."""
	doc = json.loads(_loaded(doctype, name)) | {"subject": f"Prepare the contract, version {next(_turn)}"}
	savedocs(json.dumps(doc), "Save")


def _loaded(doctype: str, name: str) -> str:
	key = f"{doctype} {name}"
	if key not in _browser:
		_browser[key] = frappe.as_json(frappe.get_doc(doctype, name).as_dict())
	return _browser[key]


def _post() -> None:
	set_request(method="POST", path="/api/method/run_doc_method")


def _post_with_mail() -> None:
	"""Mail goes into the queue only: nothing listens there."""
	_post()
	frappe.local.conf.update({"mail_server": "127.0.0.1", "mail_login": "bench@bench.example"})
	frappe.local.conf.update({"auto_email_id": "bench@bench.example"})


def _submit(task: str) -> None:
	run_doc_method("submit_task", dt="TD Task", dn=task, args='{"result": "<p>Signed</p>"}')


def _copy_doctype(doctype: str, copy: str) -> None:
	meta = frappe.get_meta(doctype)
	fields = [{key: df.get(key) for key in _KEPT} for df in meta.fields]
	for df in fields:
		df["options"] = _CHILDREN.get(df["options"], df["options"])
	permissions = [{"role": "Task Discipline User", "read": 1, "write": 1, "create": 1}]
	frappe.get_doc(
		doctype="DocType",
		name=copy,
		module="Core",
		custom=1,
		istable=meta.istable,
		title_field=None if meta.istable else "subject",
		fields=fields,
		permissions=[] if meta.istable else permissions,
	).insert()

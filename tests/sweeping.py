"""All functions that the host opens to requests, and plausible arguments for each: what nobody has thought of, too."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe

DOCTYPES = (
	"doctype",
	"dt",
	"reference_doctype",
	"ref_doctype",
	"reference_dt",
	"goal_doctype",
	"document_type",
	"aggregate_on_doctype",
)
NAMES = (
	"name",
	"dn",
	"docname",
	"doc_name",
	"document",
	"document_name",
	"reference_name",
	"reference_doc",
	"ref_docname",
	"source_name",
)
LISTS = ("names", "docnames", "items", "source_names")
FIELDS = (
	"field",
	"fieldname",
	"searchfield",
	"group_by",
	"goal_value_field",
	"goal_total_field",
	"goal_field",
	"workflow_state_field",
)
DOCUMENTS = ("doc", "docs", "chart")
WITHOUT_ARGUMENTS = ("doctype", "name", "dt", "dn", "fields", "filters", "items", "page_length", "start")
"""What functions read that take no arguments and look into the request."""


def functions() -> Iterator[tuple[str, tuple[str, ...]]]:
	"""Dotted path and arguments of each function of the host that a request may call and that is about a record."""
	base = Path(frappe.__file__).parent
	about = {*DOCTYPES, *NAMES, *LISTS, *DOCUMENTS, "txt", "text"}
	for path in sorted(base.rglob("*.py")):
		parts = path.relative_to(base).with_suffix("").parts
		if "tests" in parts or path.name.startswith("test_"):
			continue
		for name, arguments in _opened(path.read_text()):
			if not arguments or about & set(arguments):
				module = ".".join(("frappe", *parts)).removesuffix(".__init__")
				yield f"{module}.{name}", arguments or WITHOUT_ARGUMENTS


def _opened(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
	if "whitelist" not in source:
		return
	for node in ast.parse(source).body:
		if isinstance(node, ast.FunctionDef) and any(
			"whitelist" in ast.unparse(one) for one in node.decorator_list
		):
			yield node.name, tuple(one.arg for one in (*node.args.args, *node.args.kwonlyargs))


def arguments_for(
	names: tuple[str, ...], doctype: str, record: str, field: str, word: str, *, as_rows: bool
) -> dict[str, Any]:
	"""Values for the arguments that are known by their names; ``as_rows`` writes what may be written in two ways."""
	document = json.dumps({"doctype": doctype, "name": record})
	values: dict[str, Any] = {
		**dict.fromkeys(DOCTYPES, doctype),
		**dict.fromkeys(NAMES, record),
		**dict.fromkeys(LISTS, json.dumps([record])),
		**dict.fromkeys(FIELDS, field),
		**dict.fromkeys(("fields", "filter_fields"), json.dumps([field])),
		**dict.fromkeys(("filters", "current_filters"), "{}" if as_rows else "[]"),
		**dict.fromkeys(("txt", "text", "search_term"), word),
		**dict.fromkeys(("limit", "page_len", "page_length", "limit_page_length"), 20),
		**_shapes(doctype, field),
		"doc": doctype if as_rows and "name" in names else document,
		"docs": f"[{document}]" if as_rows else json.dumps([record]),
		"stats": json.dumps([{"name": field, "type": "Data"}] if as_rows else [field]),
		"start": "2000-01-01" if "end" in names else 0,
	}
	return {name: values[name] for name in names if name in values}


def _shapes(doctype: str, field: str) -> dict[str, Any]:
	columns = json.dumps({doctype: ["name", field]})
	return {
		"chart": json.dumps(
			{
				"chart_type": "Group By",
				"document_type": doctype,
				"group_by_based_on": field,
				"group_by_type": "Count",
				"type": "Bar",
				"filters_json": "[]",
			}
		),
		"date_field": "creation",
		"end": "2100-01-01",
		"export_fields": columns,
		"export_records": "all",
		"field_map": json.dumps({"start": "creation", "end": "modified", "title": field, "id": "name"}),
		"file_type": "CSV",
		"goal_doctype_link": "owner",
		"goal_history_field": "creation",
		"message": f"{{{{ doc.{field} }}}}",
		"method": "frappe.client.get",
		"select_columns": columns,
		"states": '["x"]',
		"subject": "x",
		"title": "x",
		"tree_method": "frappe.desk.treeview.get_children",
		"web_form_name": "request-data",
		"with_data": 1,
	}

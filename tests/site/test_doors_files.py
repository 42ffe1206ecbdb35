"""Prints and files of a hidden task: who gets in and who does not."""

import json

import pytest

from tests.doors import METHOD, SECRET, TASK, Door, World, expect_open, expect_shut, text
from tests.factories import STRANGER


def _has_file(answer, world: World) -> bool:
	return answer.status_code == 200 and "harbour" in text(answer)


DOORS: dict[str, Door] = {
	"printview": Door("/printview", lambda w: {"doctype": TASK, "name": w.task}, "GET"),
	"printview with a key": Door(
		"/printview", lambda w: {"doctype": TASK, "name": w.task, "key": w.share_key}, "GET"
	),
	"printview of a child row": Door(
		"/printview", lambda w: {"doctype": "TD Plan Step", "name": w.step}, "GET", insiders=()
	),
	"get_html_and_style": Door(
		METHOD + "frappe.www.printview.get_html_and_style", lambda w: {"doc": TASK, "name": w.task}
	),
	"get_html_and_style of forged JSON": Door(
		METHOD + "frappe.www.printview.get_html_and_style",
		lambda w: {
			"doc": json.dumps({"doctype": TASK, "name": w.task, "assigner": STRANGER, "owner": STRANGER})
		},
		insiders=(),
	),
	"raw print": Door(
		METHOD + "frappe.www.printview.get_rendered_raw_commands",
		lambda w: {"doc": TASK, "name": w.task},
		insiders=(),
	),
	"get_print": Door(
		METHOD + "frappe.utils.print_format.download_multi_pdf",
		lambda w: {"doctype": TASK, "name": json.dumps([w.task])},
		insiders=(),
	),
	"private address": Door("{file_url}", lambda w: {}, "GET", shows=_has_file),
	"private address with an id": Door("{file_url}", lambda w: {"fid": w.file}, "GET", shows=_has_file),
	"download_file": Door(
		METHOD + "frappe.core.doctype.file.file.download_file",
		lambda w: {"file_url": w.file_url},
		"GET",
		shows=_has_file,
	),
	"handler.download_file": Door(
		METHOD + "frappe.handler.download_file", lambda w: {"file_url": w.file_url}, "GET", shows=_has_file
	),
	"zip_files": Door(
		METHOD + "frappe.core.api.file.zip_files",
		lambda w: {"files": json.dumps([w.file])},
		shows=lambda answer, w: SECRET.encode() in answer.get_data(),
	),
	"get_attached_images": Door(
		METHOD + "frappe.core.api.file.get_attached_images",
		lambda w: {"doctype": TASK, "names": json.dumps([w.task])},
	),
	"get_files_in_folder": Door(
		METHOD + "frappe.core.api.file.get_files_in_folder",
		lambda w: {"folder": "Home", "page_length": 5000},
		insiders=(),
	),
	"get_files_in_folder of attachments": Door(
		METHOD + "frappe.core.api.file.get_files_in_folder",
		lambda w: {"folder": "Home/Attachments", "page_length": 5000},
	),
	"get_files_by_search_text": Door(
		METHOD + "frappe.core.api.file.get_files_by_search_text", lambda w: {"text": SECRET[:5]}
	),
}


@pytest.mark.parametrize("name", DOORS)
def test_outsiders_see_nothing(name: str, world: World) -> None:
	expect_shut(DOORS[name], world)


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.insiders])
def test_insiders_see_it(name: str, world: World) -> None:
	expect_open(DOORS[name], world)

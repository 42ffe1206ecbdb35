"""What a backup has to bring along beside the rows: an address, a signed link, and a file of a task."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import frappe

_FILE = "lifecycle.txt"


def furnish(keep_in: Path) -> None:
	"""Make them for somebody of the demo, and keep where they lead."""
	from task_discipline.services import feed_address, mail_links

	task = frappe.get_last_doc("TD Task", {"status": "New"})
	frappe.get_doc(
		doctype="File",
		file_name=_FILE,
		content="A file of a task, kept through all that happens to its site.",
		is_private=1,
		attached_to_doctype="TD Task",
		attached_to_name=task.name,
	).insert()
	frappe.set_user(task.responsible)
	calendar = feed_address.renew(task.responsible)
	button = mail_links.url(mail_links.Link("accept", task.name, task.responsible), 30)
	frappe.db.commit()
	keep_in.write_text(json.dumps({"calendar": calendar, "button": button, "task": task.name}))


def links(kept_in: Path, *, are_good: bool) -> Iterator[str]:
	"""What does not lead where it did, or where it should not, on the connected site."""
	kept = json.loads(kept_in.read_text())
	for name, leads in (("calendar", _shows_calendar), ("button", _leads_to_task)):
		if leads(kept) != are_good:
			yield f"the {name} {'leads nowhere' if are_good else 'leads there without the key'}"
	file = frappe.get_doc("File", {"attached_to_name": kept["task"], "file_name": _FILE})
	if "kept through all" not in str(file.get_content()):
		yield "the file of the task is not there"


def _shows_calendar(kept: dict[str, str]) -> bool:
	from frappe.app import application
	from werkzeug.test import Client

	address = urlsplit(kept["calendar"])
	headers = {"X-Frappe-Site-Name": frappe.local.site}
	site = frappe.local.site
	with Client(application).get(f"{address.path}?{address.query}", headers=headers) as response:
		found = response.status_code == 200 and kept["task"] in response.get_data(as_text=True)
	frappe.init(site=site)
	frappe.connect()
	return found


def _leads_to_task(kept: dict[str, str]) -> bool:
	from task_discipline.services import mail_links

	try:
		return mail_links.read(urlsplit(kept["button"]).query).task == kept["task"]
	except mail_links.Void:
		return False

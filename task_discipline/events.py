"""Handlers on the host's doctypes; each looks at records of ours only and lets all others pass."""

import frappe
from frappe import _, realtime
from frappe.desk.notifications import extract_mentions
from frappe.model.document import Document
from frappe.utils import add_days, escape_html, now_datetime

from task_discipline import beside, chat_names, compat, files, permissions, project_rights
from task_discipline.api import request_guard
from task_discipline.services import people_merge, preferences, saved_reports, todo_mirror
from task_discipline.services.chat import caretaking
from task_discipline.services.chat import events as talk
from task_discipline.services.chat import files as chat_files
from task_discipline.services.chat import renaming as chat_renaming
from task_discipline.services.digests import claims as ledger
from task_discipline.services.imports import telling
from task_discipline.services.money import merging, renaming
from task_discipline.services.ratings import renewal

_UNSAVED = {
	permissions.TASK: "new-td-task-",
	permissions.TEMPLATE: "new-td-task-template-",
	permissions.PROJECT: "new-td-project-link-",
}
"""How the desk names a record before it is saved."""


def check_comment(comment: Document, method: str | None = None) -> None:
	"""A mention mails the comment's text, so only people who may read what it stands beside can be mentioned."""
	if not _tells_of_ours(comment):
		return
	place = comment.reference_doctype, comment.reference_name
	blind = [user for user in extract_mentions(comment.content or "") if not permissions.reads(*place, user)]
	if blind:
		frappe.throw(_not_to_mention(place[0]).format(escape_html(", ".join(blind))))


def _not_to_mention(doctype: str) -> str:
	words = {
		permissions.TASK: _("{0} may not see this task. Add them as observers first, then mention them."),
		permissions.TEMPLATE: _("{0} may not see this template. Mention only people who can open it."),
		permissions.PROJECT: _(
			"{0} may not see this project. Add them as observers first, then mention them."
		),
	}
	return words[doctype]


def keep_talk_among_people(record: Document, method: str | None = None) -> None:
	"""What is said beside a task, a template or a project goes to the desks of its people, one by one.

	The host sends it to the room of the form, which it checks at the door only: whoever was taken off the
	task while his form stood open would read on.
	"""
	if record.reference_doctype not in permissions.ROOTS or not record.reference_name:
		return
	people = _people_of(record.reference_doctype, record.reference_name)
	room = realtime.get_doc_room(record.reference_doctype, record.reference_name)
	compat.readdress_realtime("docinfo_update", room, map(realtime.get_user_room, people))


def tell_chat(comment: Document, method: str | None = None) -> None:
	"""What is written beside a task or a project stands in its chat, too, for those who talk there."""
	talk.of_comment(comment)


def _people_of(doctype: str, name: str) -> list[str]:
	if doctype == permissions.TASK:
		return frappe.get_all("TD Task Access", filters={"task": name}, pluck="user", order_by=None)
	if doctype == permissions.PROJECT:
		return project_rights.people_of(name)
	people = frappe.db.get_value(doctype, name, ["owner", "assigner"])
	return [user for user in dict.fromkeys(people or ()) if permissions.can_read_template(name, user)]


def check_communication(communication: Document, method: str | None = None) -> None:
	"""A mail beside a task or a template stands in its timeline, so whoever puts it there must be able to read it."""
	if communication.flags.in_receive:
		_keep_apart(communication)
	_tells_of_ours(communication)


def _keep_apart(mail: Document) -> None:
	"""No mail from outside gets beside a task, whatever it answers and whatever name stands in its address.

	What people of the task reply becomes a comment before the host sees it.
	"""
	if mail.reference_doctype in permissions.GUARDED:
		mail.update({"reference_doctype": None, "reference_name": None, "reference_owner": None})
	strangers = [link for link in mail.timeline_links if link.link_doctype not in permissions.GUARDED]
	if len(strangers) < len(mail.timeline_links):
		mail.set("timeline_links", strangers)


def check_todo(todo: Document, method: str | None = None) -> None:
	"""A ToDo on a task or a template is written and done by people who may read it."""
	if not _tells_of_ours(todo):
		return
	person = todo.allocated_to
	if person and not permissions.reads(todo.reference_type, todo.reference_name, person):
		frappe.throw(_not_to_assign(todo.reference_type).format(escape_html(person)), frappe.PermissionError)
	if todo.status != "Open":
		keep_mirror(todo)


def _not_to_assign(doctype: str) -> str:
	words = {
		permissions.TASK: _(
			"{0} may not see this task. Add them as observer or co-assignee instead of assigning it."
		),
		permissions.TEMPLATE: _(
			"{0} may not see this template. Only people who can open it get it assigned."
		),
		permissions.PROJECT: _(
			"{0} may not see this project. Add them as member or observer instead of assigning it."
		),
	}
	return words[doctype]


def keep_mirror(todo: Document, method: str | None = None) -> None:
	"""The open ToDo of somebody who works on a task ends with his work, or "Assigned to me" would forget the task."""
	stored = todo.get_doc_before_save() or todo
	if todo.is_new() or stored.status != "Open" or stored.reference_type != permissions.TASK:
		return
	if todo_mirror.is_mirrored(stored.reference_name, stored.allocated_to):
		frappe.throw(
			_(
				"This ToDo follows task {0} and closes with it. Submit the task, or ask its assigner to take you off."
			).format(escape_html(stored.reference_name))
		)


def refuse_share(share: Document, method: str | None = None) -> None:
	"""The host lets any share open the form, so tasks are not shared: people are added to them."""
	if share.share_doctype in permissions.NEVER_SHARED:
		frappe.throw(
			_("Tasks are not shared. Add the person as an observer or co-assignee of the task."),
			frappe.PermissionError,
		)


def expire_public_link(key: Document, method: str | None = None) -> None:
	"""The host's mails carry a link that prints the record for anybody: to a task it is void from the start."""
	if key.reference_doctype in permissions.GUARDED:
		key.expires_on = add_days(now_datetime(), -1)


def check_follow(follow: Document, method: str | None = None) -> None:
	"""The host mails changes to followers without asking whether they may read them.

	So only people of the task follow it: their follow ends when they are taken off.
	"""
	if follow.ref_doctype not in permissions.GUARDED:
		return
	_require_root(follow.ref_doctype)
	if follow.ref_doctype != permissions.TASK or not permissions.own_roles(follow.ref_docname, follow.user):
		permissions.deny_read(str(follow.ref_docname), follow.ref_doctype)


def check_tag(tag: Document, method: str | None = None) -> None:
	"""The host lets administrators write a tag beside any record, whether they may read it or not."""
	_tells_of_ours(tag)


def check_praise(points: Document, method: str | None = None) -> None:
	"""The host lets anybody praise anybody for any record, and tells both its title: only for one that both may read."""
	place = points.reference_doctype, points.reference_name
	_require_root(place[0])
	if place[0] not in permissions.ROOTS or points.type == "Auto":
		return
	if not all(permissions.reads(*place, user) for user in (frappe.session.user, points.user)):
		permissions.deny_read(str(place[1]), place[0])


def check_auto_report(report: Document, method: str | None = None) -> None:
	"""The host mails a report with the eyes of whatever person it names: on tasks these are one's own."""
	doctype = frappe.db.get_value("Report", report.report, "ref_doctype")
	if doctype in permissions.GUARDED and report.user != frappe.session.user and not permissions.is_manager():
		frappe.throw(
			_("A report on tasks shows what you may see yourself. Set {0} as its user.").format(
				frappe.bold(frappe.session.user)
			),
			frappe.PermissionError,
		)
	saved_reports.mail_to_reader(report)


def open_report(report: Document, method: str | None = None) -> None:
	"""A shipped report that is about whoever looks gets his name as it opens."""
	saved_reports.open_for_reader(report)


def check_report(report: Document, method: str | None = None) -> None:
	"""A custom report keeps the columns that its maker has added, for everybody who opens it."""
	if report.report_type == "Custom Report":
		stored = frappe.parse_json(report.json or "{}")
		request_guard.refuse_joined_columns(stored.get("columns") if isinstance(stored, dict) else stored)


def check_file_change(file: Document, method: str | None = None) -> None:
	"""A stored row cannot be turned to the file of a task or a template; runs before the host moves anything on the disk."""
	before = file.get_doc_before_save()
	if not before:
		return
	if file.file_url != before.file_url and beside.hides(files.at_address(file.file_url or "")):
		_refuse_claim()
	if before.is_private and not file.is_private:
		_refuse_publishing(file)


def check_file(file: Document, method: str | None = None) -> None:
	"""Files of a task or a template are private and put there by those who work on it."""
	if file.is_new() and _is_claimed_by_host(file) and beside.hides(files.with_content(file.content_hash)):
		files.drop_copy(file)
		_refuse_claim()
	if file.attached_to_doctype == chat_names.GROUP and file.is_new():
		chat_files.check_upload(file)
		return
	_require_root(file.attached_to_doctype)
	if file.attached_to_doctype in permissions.ROOTS and file.attached_to_name:
		_check_attachment(file)


def _check_attachment(file: Document) -> None:
	if not file.is_private:
		frappe.throw(_("Files of a task are private. Attach it again as a private file."))
	place = file.attached_to_doctype, file.attached_to_name
	if str(place[1]).startswith(_UNSAVED[place[0]]):
		return  # attached in a form that is not saved yet; the host links it when the record is
	if not permissions.works_on(*place) and not _is_pasted(file):
		frappe.throw(
			_("Only those who work on {0} attach files to it. Put yours into a comment.").format(
				escape_html(place[1])
			),
			frappe.PermissionError,
		)


def _is_pasted(file: Document) -> bool:
	# A picture inside a comment, which the host stores beside the task in its own name.
	return bool(file.flags.ignore_permissions) and permissions.reads(
		file.attached_to_doctype, file.attached_to_name
	)


def _is_claimed_by_host(file: Document) -> bool:
	# Doors that make a row from an address or a name that the client chose, and ask for no permission.
	return bool(file.flags.ignore_permissions) and bool(
		file.attached_to_field
		or file.attached_to_doctype == "Communication"
		or frappe.session.user == "Guest"
	)


def _refuse_publishing(file: Document) -> None:
	if file.attached_to_doctype in permissions.ROOTS:
		frappe.throw(_("Files of a task are private and stay so."))
	# The host keeps equal content once: to publish one row publishes the rows of all others.
	if any(other.name != file.name for other in files.with_content(file.content_hash)):
		frappe.throw(_("The same file belongs to a task and stays private. Upload a copy that differs."))


def _refuse_claim() -> None:
	frappe.throw(_("You have no access to this file. Upload your own copy."), frappe.PermissionError)


def _tells_of_ours(record: Document) -> bool:
	"""Whether a record of the host stands beside a task or a template. Raises where the person may not read that."""
	doctype_field, name_field = beside.HOST_RECORDS[record.doctype]
	if not record.get(name_field):
		return False  # the host notes that way that a record is gone
	_require_root(record.get(doctype_field))
	if record.get(doctype_field) not in permissions.ROOTS:
		return False
	permissions.require_read(record.get(name_field), record.get(doctype_field))
	return True


def _require_root(doctype: str | None) -> None:
	if doctype in permissions.GUARDED and doctype not in permissions.ROOTS:
		frappe.throw(_("Put this beside the task itself: its records stand alone."), frappe.PermissionError)


def forget_person(user: Document, method: str | None = None) -> None:
	"""What a person has chosen goes with his account."""
	preferences.forget(user.name)
	caretaking.of_closed_account(user.name)


def close_account(user: Document, method: str | None = None) -> None:
	"""Whoever has no desk any more looks after no group of the chat."""
	before = user.get_doc_before_save()
	had_desk = before and before.enabled and before.user_type == "System User"
	if had_desk and not (user.enabled and user.user_type == "System User"):
		caretaking.of_closed_account(user.name)


def merge_person(user: Document, method: str, old: str, new: str, merge: bool = False) -> None:
	"""Before an account takes another name, perhaps that of another account."""
	if merge:
		merging.check(old, new)
		preferences.make_room(old, new)
		ledger.make_room(old, new)
		people_merge.make_room(old, new)
		chat_renaming.make_room(old, new)


def rename_person(user: Document, method: str, old: str, new: str, merge: bool = False) -> None:
	"""What a person has chosen is found by the new name of his account."""
	preferences.follow(new)
	renaming.person(old, new)
	chat_renaming.follow(old, new, merged=merge)
	if merge:
		# Two who had one task are one person now, who is rated for all of it.
		renewal.call(user=new)


def follow_import(data_import: Document, method: str | None = None) -> None:
	"""At the end of an import of tasks people hear of all their tasks at once."""
	telling.follow(data_import)

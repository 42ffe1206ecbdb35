"""Makes what the tests need; every helper that builds a record lives here."""

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.desk.doctype.tag.tag import add_tag
from frappe.utils import now_datetime

from task_discipline.services import clock, rows
from tests import purging
from tests.web import allow_api

ASSIGNER = "anna@td-test.example"
RESPONSIBLE = "boris@td-test.example"
CO_ASSIGNEE = "clara@td-test.example"
OBSERVER = "dmitri@td-test.example"
HEAD = "elena@td-test.example"
MANAGER = "felix@td-test.example"
STRANGER = "greta@td-test.example"
DISABLED = "hans@td-test.example"
NEWCOMER = "irina@td-test.example"
SYSTEM_MANAGER = "jakob@td-test.example"
OBSERVING_SYSTEM_MANAGER = "karin@td-test.example"

PEOPLE: dict[str, tuple[str, ...]] = {
	ASSIGNER: ("Task Discipline User",),
	RESPONSIBLE: (),
	CO_ASSIGNEE: (),
	OBSERVER: (),
	HEAD: ("Task Discipline User",),
	MANAGER: ("Task Discipline Manager",),
	STRANGER: ("Task Discipline User",),
	DISABLED: ("Task Discipline User",),
	NEWCOMER: ("Task Discipline User",),
	SYSTEM_MANAGER: ("System Manager",),
	OBSERVING_SYSTEM_MANAGER: ("System Manager",),
}
PASSWORD = "Discipline-Tests-1"


def ensure_people() -> None:
	"""Create the people of the tests once; their enabled state is restored every time."""
	for email, roles in PEOPLE.items():
		if not frappe.db.exists("User", email):
			_make_user(email, roles)
	frappe.db.set_value("User", {"name": ("in", list(PEOPLE))}, "enabled", 1)
	frappe.db.set_value("User", DISABLED, "enabled", 0)
	_drop_foreign_roles()
	ensure_team()
	allow_api(list(PEOPLE))
	forget_people()


def settle_people() -> None:
	"""Make the people ready for a browser: nothing greets them and their lists start as on the first day."""
	people = ("in", list(PEOPLE))
	frappe.db.set_value("User", {"name": people}, {"onboarding_status": "{}", "mute_sounds": 1})
	frappe.db.delete("__UserSettings", {"user": people})
	frappe.cache.delete_value("_user_settings")


def forget_people() -> None:
	"""Drop cached users and their roles, so that no test sees what another one rolled back."""
	for email in PEOPLE:
		frappe.cache.hdel("roles", email)
		frappe.clear_document_cache("User", email)


def _make_user(email: str, roles: tuple[str, ...]) -> None:
	user = frappe.get_doc(
		doctype="User",
		email=email,
		first_name=email.split("@")[0].title(),
		last_name="Tester",
		send_welcome_email=0,
		# His roles make a desk user of him. A desk user from the start would become a System Manager, too,
		# on a site that has none.
		user_type="Website User",
		language="en",
		time_zone="Europe/Berlin",
		new_password=PASSWORD,
	)
	user.flags.no_welcome_mail = True
	user.flags.ignore_password_policy = True
	# A user without any role with desk access would become a website user.
	user.append_roles(*(roles or ("Desk User", "Dashboard Manager")))
	user.insert()


def _drop_foreign_roles() -> None:
	"""The host may have made a System Manager of somebody who should not see everything."""
	managers = [email for email, roles in PEOPLE.items() if "System Manager" in roles]
	others = ("in", [email for email in PEOPLE if email not in managers])
	frappe.db.delete("Has Role", {"role": "System Manager", "parenttype": "User", "parent": others})
	frappe.cache.delete_key("roles")


def ensure_team() -> None:
	"""HEAD is the chief of RESPONSIBLE."""
	if not frappe.db.exists("TD Team", "Test team"):
		team = frappe.get_doc(doctype="TD Team", team_name="Test team", head=HEAD)
		team.append("members", {"user": RESPONSIBLE})
		team.insert()


def in_hours(hours: float) -> datetime:
	"""A moment that many hours from now, in whole seconds."""
	return (now_datetime() + timedelta(hours=hours)).replace(microsecond=0)


def task_fields(**fields: Any) -> dict[str, Any]:
	"""What a form sends for an ordinary task with an observer and a plan of two steps."""
	defaults: dict[str, Any] = {
		"doctype": "TD Task",
		"subject": "Prepare the contract",
		"responsible": RESPONSIBLE,
		"co_assignees": [{"user": CO_ASSIGNEE}],
		"observers": [{"user": OBSERVER}],
		"deadline": in_hours(48),
		"plan": [{"title": "Draft"}, {"title": "Agree"}],
	}
	return defaults | fields


def make_task(set_by: str = ASSIGNER, /, **fields: Any) -> Any:
	"""A stored task, set by a person through the ordinary door."""
	with acting_as(set_by):
		return frappe.get_doc(task_fields(**fields)).insert()


class acting_as:
	"""Run what is inside in the name of a user."""

	def __init__(self, user: str):
		self.user = user

	def __enter__(self) -> None:
		self.before = frappe.session.user
		frappe.set_user(self.user)

	def __exit__(self, *unused: object) -> None:
		frappe.set_user(self.before)


def act(user: str, task: str, action: str, /, **arguments: Any) -> dict[str, Any]:
	"""Take an action as the document's method does, in the name of ``user``."""
	with acting_as(user):
		return getattr(frappe.get_doc("TD Task", task), action)(**arguments)


def events_of(task: str) -> list[str]:
	"""The events of a task, oldest first."""
	return frappe.get_all("TD Task Event", filters={"task": task}, pluck="event", order_by="name asc")


def make_mail_account(port: int) -> Any:
	"""The site's default outgoing account on a server of the loopback."""
	return frappe.get_doc(
		doctype="Email Account",
		email_account_name="TD Tests",
		email_id="desk@td-test.example",
		enable_outgoing=1,
		default_outgoing=1,
		smtp_server="127.0.0.1",
		smtp_port=port,
		no_smtp_authentication=1,
		awaiting_password=0,
	).insert()


def purge() -> None:
	"""Remove what tests committed: tasks of the tests' people and everything beside them."""
	purging.purge(list(PEOPLE))


def make_furnished_task(word: str) -> dict[str, Any]:
	"""A task with a record of every kind beside it, each saying ``word``; returns their names.

	NEWCOMER was its observer, has a subtask of it, and was taken off. DISABLED is on it and lost his account.
	"""
	frappe.db.set_value("User", DISABLED, "enabled", 1)
	frappe.clear_document_cache("User", DISABLED)
	watching = (OBSERVER, NEWCOMER, DISABLED, OBSERVING_SYSTEM_MANAGER)
	task = make_task(
		subject=f"{word} merger",
		description=f"<p>{word}</p>",
		plan=[{"title": f"{word} step"}],
		observers=[{"user": user} for user in watching],
	)
	subtask = make_task(NEWCOMER, subject="Ask the bank", parent_task=task.name)
	names = {"task": task.name, "subtask": subtask.name} | _furnish(task.name, word)
	with acting_as(ASSIGNER):
		task.reload()
		names |= {"step": task.plan[0].name, "participant": task.observers[0].name}
		task.set("observers", [row for row in task.observers if row.user != NEWCOMER])
		task.save()
	frappe.db.set_value("User", DISABLED, "enabled", 0)
	frappe.clear_document_cache("User", DISABLED)
	return names


def _furnish(task: str, word: str) -> dict[str, Any]:
	beside = {"reference_doctype": "TD Task", "reference_name": task}
	act(RESPONSIBLE, task, "propose_deadline", deadline=str(in_hours(96)), reason=f"{word} waits")
	with acting_as(ASSIGNER):
		file = make_file(task, f"{word}.txt", f"{word} harbour plans")
		archive = make_file(task, f"{word}.zip", _zipped(f"{word}-inside.txt", f"{word} harbour"))
		doc = frappe.get_doc("TD Task", task)
		comment = doc.add_comment("Comment", f"{word} talk")
		key = doc.get_document_share_key()
		letter = frappe.get_doc(
			doctype="Communication",
			subject=f"{word} mail",
			content=word,
			communication_type="Communication",
			**beside,
		).insert(ignore_permissions=True)
	with acting_as(NEWCOMER):
		former = frappe.get_doc("TD Task", task).add_comment("Comment", f"{word} question")
	add_tag("td-tests", "TD Task", task)
	mail = frappe.get_doc(
		doctype="Email Queue", sender=ASSIGNER, message=f"{word} mail", status="Not Sent", **beside
	).insert(ignore_permissions=True)
	return {
		"event": frappe.db.get_value("TD Task Event", {"task": task}, "name"),
		"request": frappe.db.get_value("TD Deadline Request", {"task": task}, "name"),
		"rating": place_rating(task, explanation=f'[["{word}",[]]]'),
		"reminder": frappe.db.get_value("TD Reminder", {"task": task}, "name"),
		"file": file.name,
		"file_url": file.file_url,
		"zip": archive.name,
		"comment": comment.name,
		"former_comment": former.name,
		"communication": letter.name,
		"todo": frappe.db.get_value("ToDo", {"reference_name": task, "allocated_to": RESPONSIBLE}, "name"),
		"mail": mail.name,
		"share_key": key,
	}


def place_rating(task: str, user: str = RESPONSIBLE, **values: Any) -> int:
	"""A rating past all events, for what is asked of ratings however they came about."""
	return rows.insert(
		"TD Task Rating",
		[{"task": task, "user": user, "settled_at": clock.now(), "counted": 1, "outcome": "Done", **values}],
	)[0]


def make_file(task: str | None, name: str, content: str | bytes) -> Any:
	"""A private file, attached to a task or to nothing, uploaded by the session's user."""
	place = {"attached_to_doctype": "TD Task", "attached_to_name": task} if task else {}
	return frappe.get_doc(doctype="File", file_name=name, content=content, is_private=1, **place).insert()


def _zipped(name: str, content: str) -> bytes:
	packed = io.BytesIO()
	with zipfile.ZipFile(packed, "w") as archive:
		archive.writestr(name, content)
	return packed.getvalue()


def place_share(doctype: str, name: str | int, user: str, *, everyone: int = 0) -> str:
	"""A share with every right, past all checks, as an import or an older app may have left it."""
	share = frappe.new_doc("DocShare")
	share.update({"share_doctype": doctype, "share_name": str(name), "user": user, "everyone": everyone})
	share.update(dict.fromkeys(("read", "write", "submit", "share"), 1))
	share.name = frappe.generate_hash(length=10)
	share.db_insert()
	return share.name


def remove_furnished(names: dict[str, Any]) -> None:
	"""Remove what ``make_furnished_task`` made and the tests left, from the disk too."""
	frappe.set_user("Administrator")
	people = ("in", list(PEOPLE))
	for file in frappe.get_all("File", filters={"owner": people}, pluck="name", order_by=None):
		frappe.delete_doc("File", file, force=True)
	frappe.db.delete("Tag Link", {"document_type": "TD Task"})
	frappe.db.delete("Tag", {"name": "td-tests"})
	frappe.db.delete("DocShare", {"share_doctype": ("like", "TD %")})
	frappe.db.delete("Document Follow", {"ref_doctype": "TD Task"})
	frappe.db.delete("Document Share Key", {"reference_doctype": "TD Task"})
	frappe.db.delete("Communication", {"owner": people})
	frappe.db.delete("Comment", {"owner": people})
	frappe.db.delete("ToDo", {"owner": people})
	frappe.db.delete("Email Queue", {"name": names["mail"]})
	frappe.db.delete("Access Log", {"user": people})
	purge()


def make_crowd(number: int, role: str) -> list[str]:
	"""So many enabled users of that role at once, past the documents, which would take minutes."""
	users = [f"crowd{serial:05}@td-test.example" for serial in range(number)]
	people = [(user, user, "Crowd", 1, "System User", "en") for user in users]
	fields = ["name", "email", "full_name", "enabled", "user_type", "language"]
	frappe.db.bulk_insert("User", fields, people)
	roles = [(frappe.generate_hash(length=12), user, "User", "roles", role) for user in users]
	frappe.db.bulk_insert("Has Role", ["name", "parent", "parenttype", "parentfield", "role"], roles)
	return users

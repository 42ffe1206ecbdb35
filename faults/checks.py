"""What must be so after any fault, asked of the stored rows, the disk and the mail server; each answers with what is not."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import frappe

from faults.journal import Journal
from faults.post import Post
from faults.work import FILES, MESSAGES, content
from faults.world import EARNERS, FIRST, REMINDED_PEOPLE, TALKERS, World
from task_discipline.api import chat
from task_discipline.chat_names import GROUP, MESSAGE
from task_discipline.money_names import ENTRY, STATEMENT
from tests import chatting
from tests.factories import acting_as
from tests.recurring import ROWS_BESIDE
from tests.statements import PERIOD

_EVENTS = {
	"accept_assignment": "Assignment Accepted",
	"submit_task": "Submitted",
	"change_deadline": "Deadline Changed",
}
Problems = Iterator[str]
Due = Counter[tuple[str, str]]


def occurrences(world: World, reached: datetime) -> Problems:
	"""Each date that came due has its one task, whole."""
	rows = frappe.get_all(
		"TD Task", {"template": ("in", world.templates)}, ["name", "template", "occurrence"], order_by=None
	)
	days = range((reached - FIRST).days + 1)
	wanted = Counter((name, FIRST + timedelta(days=day)) for name in world.templates for day in days)
	yield from _compared("occurrences", Counter((row.template, row.occurrence) for row in rows), wanted)
	tasks = [row.name for row in rows]
	for (doctype, column), number in ROWS_BESIDE.items():
		found = Counter(frappe.get_all(doctype, {column: ("in", tasks)}, pluck=column, order_by=None))
		yield from _compared(f"{doctype} of made tasks", found, Counter(dict.fromkeys(tasks, number)))
	yield from _compared("made tasks with reminders", set(_reminded(tasks)), set(tasks))


def _reminded(tasks: list[str]) -> list[str]:
	return frappe.get_all("TD Reminder", {"task": ("in", tasks)}, pluck="task", order_by=None)


def bells(world: World, due: Due) -> Problems:
	"""Each reminder has rung once."""
	rows = frappe.db.sql(
		"""select document_name, for_user from `tabNotification Log`
		where document_name in %s and from_user = 'Administrator'""",
		(world.reminded,),
	)
	yield from _compared("bells", Counter(rows), due)


def letters(world: World, post: Post, due: Due) -> Problems:
	"""Each reminder is one mail in the queue, and that mail has reached the mail server."""
	rows = frappe.db.sql(
		"""select queue.reference_name, recipient.recipient from `tabEmail Queue` queue
		join `tabEmail Queue Recipient` recipient on recipient.parent = queue.name
		where queue.reference_name in %s""",
		(world.reminded,),
	)
	yield from _compared("mails in the queue", Counter(rows), due)
	yield from _compared("mails at the server", post.mails_about(world.reminded), due)


def due(world: World, ends: datetime, reached: datetime) -> Due:
	"""Which reminders must have gone by ``ends``, by task and person.

	A clock that has gone on to a day off has put some off until the next working day, where they come late.
	"""
	all_of_them = Counter((task, user) for task in world.reminded for user in REMINDED_PEOPLE)
	if reached == ends:
		return all_of_them
	waiting = {"kind": "Before Deadline", "state": "Planned", "moment": (">", reached)}
	put_off = frappe.get_all(
		"TD Reminder", {"task": ("in", world.reminded), **waiting}, ["task", "user"], order_by=None
	)
	return all_of_them - Counter((row.task, row.user) for row in put_off)


def talk(world: World) -> Problems:
	"""Each message is stored once and found by its words, and every counter is what a recount says."""
	rows = frappe.get_all(
		MESSAGE,
		{"chat_group": world.group},
		["name", "kind", "client_id", "text"],
		order_by="name asc",
		limit=0,
	)
	said = Counter(row.client_id for row in rows if row.kind == "Message")
	wanted = Counter(f"{user}{number}" for user in TALKERS for number in range(MESSAGES))
	yield from _compared("messages", said, wanted)
	yield from _compared("counters", chatting.counters(world.group), chatting.recounted(world.group))
	stored = frappe.db.get_value(GROUP, world.group, ["message_count", "last_message"])
	yield from _compared("messages counted at the group", stored, (len(rows), rows[-1].name))
	for row in rows:
		if row.kind == "Message":
			yield from _found(world, row)


def _found(world: World, row: frappe._dict) -> Problems:
	chatting.forget_limits()
	with acting_as(TALKERS[0]):
		found = [one["name"] for one in chat.search(row.text.split()[0], world.group)["messages"]]
	if row.name not in found:
		yield f"message {row.name} is not found by its words"


def months() -> Problems:
	"""Each earner has one statement, which holds all his entries and says what they come to."""
	rows = frappe.get_all(STATEMENT, {"period": PERIOD}, ["name", "user", "entries", "fines"], order_by=None)
	yield from _compared("statements", Counter(row.user for row in rows), Counter(EARNERS))
	for row in rows:
		held = frappe.get_all(ENTRY, {"statement": row.name, "user": row.user}, pluck="amount", order_by=None)
		yield from _compared(
			f"sums of {row.user}", (row.entries, abs(row.fines)), (len(held), abs(sum(held)))
		)
	loose = frappe.db.count(ENTRY, {"statement": ("is", "not set")})
	if loose:
		yield f"{loose} entries are in no statement"


def actions(world: World, journal: Journal) -> Problems:
	"""Each action that somebody asked for is on record once, whether or not the answer reached him."""
	for method, event in _EVENTS.items():
		tasks = frappe.get_all(
			"TD Task Event", {"task": ("in", world.acted), "event": event}, pluck="task", order_by=None
		)
		yield from _compared(f"events of {method}", Counter(tasks), Counter(world.acted))
		lost = set(journal.done(method)) - set(tasks)
		if lost:
			yield f"{method} was answered and is not on record: {sorted(lost)}"
	states = set(frappe.get_all("TD Task", {"name": ("in", world.acted)}, pluck="status", order_by=None))
	yield from _compared("states of tasks worked on", states, {"Submitted"})


def whole_tasks() -> Problems:
	"""No task stands without its people, its first event or its mirror."""
	for doctype, column in (
		("TD Task Access", "task"),
		("TD Task Event", "task"),
		("ToDo", "reference_name"),
	):
		bare = frappe.db.sql(
			f"""select task.name from `tabTD Task` task left join `tab{doctype}` beside on beside.`{column}` = task.name
			where beside.name is null""",
			pluck=True,
		)
		if bare:
			yield f"tasks without {doctype}: {bare[:5]}"
	lost = frappe.db.sql(
		"""select access.task from `tabTD Task Access` access
		left join `tabTD Task` task on task.name = access.task where task.name is null""",
		pluck=True,
	)
	if lost:
		yield f"TD Task Access of no task: {lost[:5]}"


def files(world: World) -> Problems:
	"""Each file that was uploaded is there, and whole."""
	rows = frappe.get_all("File", {"attached_to_name": world.upload}, ["name", "file_name"], order_by=None)
	there = Counter()
	for row in rows:
		name = row.file_name.partition(".txt")[0][:6] + ".txt"
		there[name] += 1
		try:
			is_whole = frappe.get_doc("File", row.name).get_content() in (
				content(name),
				content(name).decode(),
			)
		except OSError:
			is_whole = False
		if not is_whole:
			yield f"{row.file_name} is not whole on the disk"
	missing = {f"paper{number}.txt" for number in range(FILES)} - set(there)
	if missing:
		yield f"files are missing: {sorted(missing)}"


def told(journal: Journal, *, must_hear: bool) -> Problems:
	"""Whoever was told something was told it in words, where the host could speak at all."""
	for line in journal.lines():
		if line.outcome == "problem":
			yield f"{line.who}: {line.words}"
		if line.outcome == "speechless" and must_hear:
			yield f"{line.who} asked for {line.what} and heard no words: {line.status} {line.words[-160:]}"


def nothing_held() -> Problems:
	"""No transaction was left behind that holds what others want."""
	held = frappe.db.sql(
		"""select trx_mysql_thread_id from information_schema.innodb_trx
		where trx_mysql_thread_id != connection_id() and trx_rows_locked > 0""",
		pluck=True,
	)
	if held:
		yield f"transactions still hold rows: {held}"


def _compared(what: str, found: object, wanted: object) -> Problems:
	if found == wanted:
		return
	if isinstance(found, Counter) and isinstance(wanted, Counter):
		yield f"{what}: too few {dict((wanted - found).most_common(3))}, too many {dict((found - wanted).most_common(3))}"
	else:
		yield f"{what}: {str(found)[:200]} instead of {str(wanted)[:200]}"

"""Groups of all sizes and a million messages, by statements of the database itself; made once for each number."""

from datetime import datetime

import frappe
from frappe.database.sequence import set_next_val
from frappe.utils.password import update_password

from benchmarks.tasks import people
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.services import rows

FEW = 100_000
"""Messages of somebody in a hurry, at most."""
SIZES = (2, 20, 200, 1_000)
LISTED, LISTED_MESSAGES = 200, 1_000
LIVE_CLIENTS, LIVE_GROUPS, LIVE_SIZE = 50, 10, 20
BIG, ROOM = "TDG-B-BIG", "TDG-B-ROOM"
READER = people.LIGHT
"""In every one of the listed groups, with half of each unread."""
CLIENTS = people.ORDINARY[:LIVE_CLIENTS]
PASSWORD = "a benchmark on the loopback"
_VERSION, _MARK, _PORTION = 1, "task_discipline_benchmark_chat", 100_000
_WORDS = "The crane stands at the north quay and the second lorry waits for its papers"


def of_size(members: int) -> str:
	"""Name of the group of so many members."""
	return f"TDG-B-{members:04d}"


def live_group(number: int) -> str:
	"""Name of one of the groups that the live clients share out among them."""
	return f"TDG-B-LIVE{number:02d}"


def listed_group(number: int) -> str:
	"""Name of one of the groups of ``READER``."""
	return f"TDG-B-L{number:03d}"


def members_of_live(number: int) -> list[str]:
	"""Five clients, and others who are away."""
	share = LIVE_CLIENTS // LIVE_GROUPS
	here = CLIENTS[number * share : (number + 1) * share]
	return [*here, *people.ORDINARY[100 : 100 + LIVE_SIZE - share]]


def ensure(messages: int) -> None:
	"""Make everything, unless the site holds just this from an earlier run."""
	mark = f"{_VERSION}:{messages}"
	if frappe.db.get_global(_MARK) == mark:
		return
	print(f"Making {messages:,} messages, once ...", flush=True)
	for doctype in (GROUP, MEMBER, MESSAGE):
		frappe.db.truncate(doctype)
	people.create()
	for user in CLIENTS:
		update_password(user, PASSWORD)
	_insert_groups()
	_insert_messages(BIG, 1, messages)
	for number in range(LISTED):
		_insert_messages(listed_group(number), messages + 1 + number * LISTED_MESSAGES, LISTED_MESSAGES)
	_count()
	set_next_val(MESSAGE, messages + LISTED * LISTED_MESSAGES + 1)
	frappe.db.set_single_value("TD Settings", "chat_messages_per_minute", 0)
	frappe.db.set_global(_MARK, mark)
	frappe.db.commit()
	for doctype in (GROUP, MEMBER, MESSAGE):
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")


def _insert_groups() -> None:
	groups = {of_size(size): people.PEOPLE[:size] for size in SIZES}
	groups |= {name: [READER, *people.ORDINARY[:199]] for name in (BIG, ROOM)}
	groups |= {live_group(number): members_of_live(number) for number in range(LIVE_GROUPS)}
	groups |= {listed_group(number): [READER, *people.ORDINARY[:19]] for number in range(LISTED)}
	rows.insert(GROUP, [{"kind": "Private", "title": name} for name in groups], list(groups))
	rows.insert(
		MEMBER, [{"chat_group": name, "user": user} for name, users in groups.items() for user in users]
	)
	frappe.db.commit()


def _insert_messages(group: str, first: int, number: int) -> None:
	for start in range(first, first + number, _PORTION):
		last = min(start + _PORTION, first + number) - 1
		frappe.db.sql(
			f"""insert into `tab{MESSAGE}` (name, creation, modified, owner, modified_by, chat_group, author, kind,
				text, client_id)
			select seq, moment, moment, author, author, %(group)s, author, 'Message',
				concat(%(words)s, ' ', seq), concat('fill-', seq)
			from (select seq, %(epoch)s + interval seq * 20 second moment,
				concat('person', lpad(10 + seq %% 190, 4, '0'), '@bench.example') author
				from seq_{start}_to_{last}) made""",
			{"group": group, "words": _WORDS, "epoch": datetime(2025, 1, 1)},
		)
		frappe.db.commit()


def _count() -> None:
	"""What the services keep with each message, once for all."""
	frappe.db.sql(
		f"""update `tab{GROUP}` about join (select chat_group, count(*) number, max(name) newest, max(creation) moment
			from `tab{MESSAGE}` group by chat_group) said on said.chat_group = about.name
		set about.message_count = said.number, about.last_message = said.newest, about.last_message_at = said.moment"""
	)
	frappe.db.sql(
		f"""update `tab{MEMBER}` present join `tab{GROUP}` about on about.name = present.chat_group
		set present.last_read = about.last_message where about.message_count > 0"""
	)
	half = LISTED_MESSAGES // 2
	frappe.db.sql(
		f"update `tab{MEMBER}` set last_read = last_read - {half}, unread = {half} where chat_group like 'TDG-B-L0%%' or"
		f" chat_group like 'TDG-B-L1%%'"
	)

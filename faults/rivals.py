"""Somebody else at the database, who holds what the workers want, or takes it in another order."""

import random
import time
from contextlib import suppress
from typing import Any

import pymysql

from faults.ground import MariaDB
from faults.world import World
from task_discipline.chat_names import GROUP, MEMBER, MESSAGE
from task_discipline.money_names import ENTRY, STATEMENT

_WEIGHT = 300
"""Rows that a rival has written: the database gives up the transaction that has written less."""
_SAID = 20


def _wanted(world: World) -> list[tuple[str, tuple[object, ...]]]:
	"""Rows that each of the workers writes, or holds while he writes."""
	return [
		(f"select name from `tab{GROUP}` where name = %s for update", (world.group,)),
		(f"select name from `tab{MEMBER}` where chat_group = %s for update", (world.group,)),
		("select name from `tabTD Task` where name in %s for update", (world.acted,)),
		("select name from `tabTD Task` where name in %s for update", (world.reminded,)),
		("select name from `tabTD Reminder` where task in %s for update", (world.reminded,)),
		("select name from `tabTD Task Template` where name in %s for update", (world.templates,)),
		("select name from `tabSeries` where name like 'TD%%' for update", ()),
		("select name from `tabTD Task` where name = %s for update", (world.upload,)),
		(f"select name from `tab{STATEMENT}` for update", ()),
		(f"select name from `tab{ENTRY}` for update", ()),
	]


def talk_and_forget(mariadb: MariaDB) -> None:
	"""Say something, and delete it for ever: what a crash makes of the index of words is seen in what is said next."""
	with mariadb.connection() as connection:
		cursor = connection.cursor()
		for number in range(_SAID):
			cursor.execute(
				f"""insert into `tab{MESSAGE}` (name, creation, modified, chat_group, kind, author, client_id, text)
				values (nextval(td_chat_message_id_seq), now(), now(), 'gone', 'Message', 'nobody', uuid(), %s)""",
				f"forgotten {number}",
			)
		connection.commit()
		cursor.execute(f"delete from `tab{MESSAGE}` where chat_group = 'gone'")
		connection.commit()


def hold(mariadb: MariaDB, world: World, chance: random.Random, seconds: float) -> None:
	"""Hold rows of several kinds for so long."""
	with mariadb.connection() as connection:
		cursor = connection.cursor()
		for statement, values in chance.sample(_wanted(world), 5):
			_try(cursor, statement, values)
		time.sleep(seconds)
		connection.rollback()


def cross(mariadb: MariaDB, world: World, chance: random.Random) -> None:
	"""Take rows of several kinds in a random order, one after the other, with much to lose."""
	with mariadb.connection() as connection:
		cursor = connection.cursor()
		rows = [(f"rival{chance.random()}",) for _row in range(_WEIGHT)]
		cursor.executemany("insert into `tabTag` (name) values (%s)", rows)
		for statement, values in chance.sample(_wanted(world), 6):
			_try(cursor, statement, values)
			time.sleep(0.03)
		connection.rollback()


def _try(cursor: Any, statement: str, values: tuple[object, ...]) -> None:
	with suppress(pymysql.err.OperationalError):  # a rival may lose too
		cursor.execute(statement, values)

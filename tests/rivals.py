"""Others who hold what somebody wants to change, and how long the database has him wait for them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.database import get_db
from frappe.database.database import Database

_WAITING = {
	"mariadb": "select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT'",
	"postgres": "select 1 from pg_locks where not granted",
}


@contextmanager
def rival(*, is_root: bool = False) -> Iterator[Database]:
	"""Another connection to the site's database, whose transaction is rolled back in the end."""
	conf = frappe.conf
	connection = get_db(
		host=conf.db_host,
		port=conf.db_port,
		user=conf.root_login if is_root else conf.db_name,
		password=conf.root_password if is_root else conf.db_password,
		cur_db_name=conf.db_name,
	)
	connection.connect()
	connection.begin()
	try:
		yield connection
	finally:
		connection.rollback()
		connection.close()


def make_heavy(connection: Database) -> None:
	"""Let the database sacrifice the others: MariaDB does so to whoever has written less, PostgreSQL to who waits first."""
	if frappe.db.db_type == "mariadb":
		connection.sql(
			"insert into `tabToDo` (name, creation) select concat('td', seq), now() from seq_1_to_500"
		)


@contextmanager
def impatience() -> Iterator[None]:
	"""A database that lets no connection that is made meanwhile wait longer than a second."""
	if frappe.db.db_type == "postgres":
		ways = (f"alter role `{frappe.conf.db_name}` set lock_timeout = {{}}", "'1s'", "default")
	else:
		ways = ("set global innodb_lock_wait_timeout = {}", "1", _patience())
	_as_root(ways[0].format(ways[1]))
	yield
	_as_root(ways[0].format(ways[2]))


def _patience() -> str:
	return str(frappe.db.sql("select @@global.innodb_lock_wait_timeout")[0][0])


def _as_root(statement: str) -> None:
	with rival(is_root=True) as root:
		root.sql(statement)
		root.sql("commit")


def wait_at_most(patience: str) -> None:
	"""How long our own connection waits for a lock: ``'1'`` second, or ``'default'``. Ends the transaction."""
	frappe.db.rollback()
	name = "lock_timeout" if frappe.db.db_type == "postgres" else "innodb_lock_wait_timeout"
	seconds = "1000" if patience == "1" and frappe.db.db_type == "postgres" else patience
	frappe.db.sql(f"set session {name} = {seconds}")
	frappe.db.commit()


def wait_for_waiting() -> None:
	"""Until another transaction waits for a lock. MariaDB looks at what others wait for ten times a second."""
	with rival(is_root=True) as root:
		for _look in range(100):
			if root.sql(_WAITING[frappe.db.db_type]):
				return
			time.sleep(0.1)
	raise AssertionError("nobody waits")

"""Entry: python -m lifecycle COMMAND ..., started by scripts/lifecycle in the folder of the sites.

take SITE FILE            keep what the site holds
same|kept|... A B         compare what was kept; ends with 1 and says what differs
furnish SITE              a calendar address, a button of a mail and a file beside the demo, and keep where they lead
links SITE ok|void        whether what was kept leads there on this site
"""

import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import frappe

from lifecycle import compare, furnishing, snapshot
from lifecycle.snapshot import Snapshot

_WORDS = ("task_discipline", "Task Discipline", "TD Task", "TD Chat", "TD Reminder", "td_jobs")
_COMPARED: Mapping[str, Callable[[Snapshot, Snapshot], Iterator[str]]] = {
	"beside": compare.beside,
	"defined": compare.defined,
	"same": compare.same,
	"kept": compare.kept,
	"no-trace": lambda before, after: compare.no_trace(before, after, _WORDS),
}


def main(command: str, *arguments: str) -> int:
	"""Do one command; returns the exit code."""
	if command in _COMPARED:
		before, after = (pickle.loads(Path(name).read_bytes()) for name in arguments)
		return _told(_COMPARED[command](before, after))
	site, rest = arguments[0], arguments[1:]
	frappe.init(site=site)
	frappe.connect()
	try:
		if command == "take":
			Path(rest[0]).write_bytes(pickle.dumps(snapshot.take()))
			return 0
		if command == "furnish":
			furnishing.furnish(Path(rest[0]))
			return 0
		return _told(furnishing.links(Path(rest[0]), are_good=rest[1] == "ok"))
	finally:
		frappe.destroy()


def _told(problems: Iterator[str]) -> int:
	found = list(problems)
	for line in found:
		print(line)
	return 1 if found else 0


sys.exit(main(*sys.argv[1:]))

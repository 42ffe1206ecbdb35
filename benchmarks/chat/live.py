"""What live desks are told: how soon, and whether each is told everything, once and in order."""

import json
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import frappe
import requests

from benchmarks import accounts
from benchmarks.chat import fill
from benchmarks.measure import Figure
from benchmarks.table import Row
from task_discipline.chat_names import MEMBER

_SHOWN, _CALM, _EACH = 150, 100, 0.2
_RATE, _SENDERS, _REST = 200, 2, 5
_PROGRAM, _WINDOW = (Path(__file__).with_name(name) for name in ("clients.py", "window.py"))


@dataclass(frozen=True)
class Place:
	"""Where the site is served: its pages, its sockets, the Python that has a client of sockets, and a browser if any."""

	web: str
	sockets: str
	python: str
	browser: str | None = None


class _NotReady(SystemExit):
	"""A program that was to listen has ended before it could."""


class Listener:
	"""A program that notes what it hears or sees, the live sockets or the browser."""

	def __init__(self, process: subprocess.Popen[str]) -> None:
		self._process = process

	def told(self) -> dict:
		"""What it has noted so far; it ends."""
		time.sleep(_REST)
		output, _errors = self._process.communicate("enough\n")
		return json.loads(output)


def sessions(place: Place) -> dict[str, requests.Session]:
	"""Every client logged in by its password, as a person is."""
	return {user: _session(place, user) for user in fill.CLIENTS}


def _session(place: Place, user: str) -> requests.Session:
	session = requests.Session()
	answer = session.post(
		f"{place.web}/api/method/login", data={"usr": user, "pwd": fill.PASSWORD}, timeout=60
	)
	answer.raise_for_status()
	return session


@contextmanager
def desks(place: Place, logged_in: dict[str, requests.Session]) -> Iterator[Listener]:
	"""Fifty sockets, connected."""
	order = {
		"url": place.sockets,
		"origin": place.web,
		"site": frappe.local.site,
		"sessions": {user: session.cookies["sid"] for user, session in logged_in.items()},
	}
	with _listening([place.python, str(_PROGRAM)], order) as listener:
		yield listener


@contextmanager
def window(place: Place) -> Iterator[Listener | None]:
	"""One more person, in a real browser with the talk open; None where there is no browser."""
	if not place.browser:
		yield None
		return
	accounts.open_desk([fill.READER], fill.PASSWORD)
	frappe.db.commit()
	sid = _session(place, fill.READER).cookies["sid"]
	order = {"url": place.web, "group": fill.ROOM, "sid": sid, "browser": place.browser}
	with ExitStack() as stack:
		try:
			yield stack.enter_context(_listening([sys.executable, str(_WINDOW)], order))
		except _NotReady:
			print("No window could be opened: what is shown is not measured.", flush=True)
			yield None


@contextmanager
def _listening(command: Sequence[str], order: dict[str, object]) -> Iterator[Listener]:
	process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
	try:
		process.stdin.write(json.dumps(order) + "\n")
		process.stdin.flush()
		if process.stdout.readline().strip() != "ready":
			raise _NotReady("The live clients could not connect.")
		yield Listener(process)
	finally:
		process.kill()
		process.wait()


def rows(place: Place) -> Iterator[Row]:
	"""From the click to every desk, through web server and sockets, one message at a time."""
	logged_in = sessions(place)
	with desks(place, logged_in) as live, window(place) as watched:
		sent = dict(_post(place, logged_in, number) for number in range(_CALM))
		told = live.told()
		shown = watched.told() if watched else {}
	delays = [(moment - sent[name]) * 1000 for each in told.values() for moment, _group, name in each]
	_require(len(delays) == _CALM * len(logged_in), "Not every desk was told every message.")
	yield from _shares(f"sent to told, {len(logged_in)} desks, group of 200", delays)
	if watched:
		seen = [(shown[str(name)] - moment) * 1000 for name, moment in sent.items() if str(name) in shown]
		_require(len(seen) == _CALM, "Not every message was shown in the browser.")
		yield from _shares(f"sent to shown in a browser, {len(logged_in)} desks beside it", seen)


def _shares(what: str, delays: Sequence[float]) -> Iterator[Row]:
	ordered = sorted(delays)
	for label, share in (("half of all", 0.5), ("95 of 100", 0.95)):
		yield Row(f"chat: {what}, {label}", Figure(ordered[int(share * len(ordered)) - 1], 0, 0), goal=_SHOWN)


def _post(place: Place, logged_in: dict[str, requests.Session], number: int) -> tuple[int, float]:
	user = fill.CLIENTS[number % len(fill.CLIENTS)]
	moment = time.time()
	answer = logged_in[user].post(
		f"{place.web}/api/method/task_discipline.api.chat.send",
		json={
			"group": fill.ROOM,
			"text": f"The crane is here {number}",
			"client_id": frappe.generate_hash(length=20),
		},
		headers={"X-Frappe-Site-Name": frappe.local.site},
		timeout=60,
	)
	answer.raise_for_status()
	time.sleep(max(moment + _EACH - time.time(), 0))
	return answer.json()["message"]["name"], moment


def flood(place: Place, seconds: int) -> Iterator[str]:
	"""Lines that tell of 200 messages a second: into ten groups of 20, and into one of 200 with every desk in it."""
	logged_in = sessions(place)
	groups = [fill.live_group(number) for number in range(fill.LIVE_GROUPS)]
	yield _flooded(place, logged_in, groups, seconds, "ten groups of 20")
	yield _flooded(place, logged_in, [fill.ROOM], seconds, "one group of 200")


def _flooded(
	place: Place, logged_in: dict[str, requests.Session], groups: Sequence[str], seconds: int, where: str
) -> str:
	with desks(place, logged_in) as live:
		sent, took = _send(groups, seconds)
		told = live.told()
	expected = _expected(groups, sent)
	delays = [(moment - sent[name][0]) * 1000 for each in told.values() for moment, _group, name in each]
	return (
		f"{len(sent):,} messages in {took:.0f} s into {where}, {len(sent) / took:.0f} a second, "
		f"{len(delays):,} times told to {len(told)} desks: {_faults(told, expected)}; sent to told "
		f"{statistics.median(delays):.0f} ms, 95 of 100 within {sorted(delays)[int(0.95 * len(delays)) - 1]:.0f} ms"
	)


def _send(groups: Sequence[str], seconds: int) -> tuple[dict[int, tuple[float, str]], float]:
	command = [sys.executable, "-m", "benchmarks.chat.sender", frappe.local.site]
	command += [str(_RATE // _SENDERS), str(seconds), *groups]
	senders = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _number in range(_SENDERS)]
	answers = [json.loads(sender.communicate()[0]) for sender in senders]
	frappe.db.rollback()
	sent = {name: moment for answer in answers for moment, name in answer["sent"]}
	where = dict(
		frappe.db.sql("select name, chat_group from `tabTD Chat Message` where name in %s", (list(sent),))
	)
	_require(len(where) == len(sent) == _RATE * seconds, "Not every message was stored.")
	return {name: (moment, where[name]) for name, moment in sent.items()}, max(
		answer["seconds"] for answer in answers
	)


def _expected(groups: Sequence[str], sent: dict[int, tuple[float, str]]) -> dict[str, dict[str, list[int]]]:
	"""The messages that each desk is to be told, group by group, in their order."""
	stored: dict[str, list[int]] = defaultdict(list)
	for name in sorted(sent):
		stored[sent[name][1]].append(name)
	expected: dict[str, dict[str, list[int]]] = {user: {} for user in fill.CLIENTS}
	for group in groups:
		for user in frappe.get_all(MEMBER, {"chat_group": group}, pluck="user"):
			if user in expected:
				expected[user][group] = stored[group]
	return expected


def _faults(told: dict[str, list[tuple[float, str, int]]], expected: dict[str, dict[str, list[int]]]) -> str:
	counts: Counter[str] = Counter()
	for user, groups in expected.items():
		for group, names in groups.items():
			heard = [name for _moment, where, name in told[user] if where == group]
			counts["lost"] += len(set(names) - set(heard))
			counts["doubled"] += len(heard) - len(set(heard))
			counts["out of order"] += sum(later < earlier for earlier, later in pairwise(heard))
	return ", ".join(f"{counts[fault]} {fault}" for fault in ("lost", "doubled", "out of order"))


def _require(holds: bool, otherwise: str) -> None:
	if not holds:
		raise SystemExit(f"{otherwise} The figures would be wrong.")

"""Entry: python -m benchmarks --site SITE SUBJECT [options], started by scripts/benchmark in the folder of the sites."""

import argparse
from collections.abc import Iterator

import frappe

from benchmarks import table
from benchmarks.chat import fill as chat_fill
from benchmarks.chat import live
from benchmarks.chat import opening as talk
from benchmarks.projects import opening
from benchmarks.recurrence import generator, rules
from benchmarks.reminders import digests, planning, sending
from benchmarks.reports import backfill, money, month, others, rating, sites
from benchmarks.reports import fill as reports_fill
from benchmarks.tasks import fill, forms, lists, overdue_job

PARTS = {
	"tasks": ("overdue", "forms", "lists"),
	"recurrence": ("rules", "generator", "memory"),
	"reminders": ("planning", "sending", "digests", "memory"),
	"projects": ("opening",),
	"reports": ("month", "others", "money", "rating", "memory"),
	"chat": ("talk", "live", "flood"),
}
_DUE, _MANY, _GENERATED = 2_000, 100_000, 200
_BIG, _SMALL, _TASKS_OF_SMALL = 5_000, 999, 20
_SMALL_ARCHIVE, _BACKFILLED = 100_000, 10_000
_FLOOD, _SHORT_FLOOD = 60, 10
"""Seconds of a flood of messages, and of one among few."""


def main() -> None:
	"""Connect to the site, make the data where they are missing, measure and print."""
	options = _options()
	frappe.init(site=options.site)
	frappe.connect()
	try:
		_fill(options)
		print(
			f"Medians of {options.runs} runs in milliseconds (of it in the database), among {options.tasks:,} "
			f"{'messages' if options.subject == 'chat' else 'tasks'}.\n"
		)
		for line in table.lines(_rows(options), markdown=options.markdown):
			print(line, flush=True)
		for line in _closing_lines(options):
			print(f"\n{line}", flush=True)
	finally:
		frappe.destroy()


def _fill(options: argparse.Namespace) -> None:
	if options.subject == "chat":
		chat_fill.ensure(options.tasks)
		return
	if options.subject != "reports":
		fill.ensure(options.tasks)
		return
	moment = reports_fill.ensure(options.tasks)
	if options.small_site:
		with sites.on(options.small_site):
			reports_fill.ensure(_SMALL_ARCHIVE, moment)


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(
		prog="./scripts/benchmark", description="See ./scripts/benchmark --help."
	)
	parser.add_argument("--site", required=True)
	parser.add_argument("subject", choices=list(PARTS))
	parser.add_argument("--small-site")
	parser.add_argument("--web")
	parser.add_argument("--sockets")
	parser.add_argument("--socket-python")
	parser.add_argument("--browser")
	parser.add_argument("--tasks", type=int, default=1_000_000)
	parser.add_argument("--runs", type=int, default=9)
	parser.add_argument("--only", choices=sorted({part for parts in PARTS.values() for part in parts}))
	parser.add_argument("--markdown", action="store_true")
	return parser.parse_args()


def _rows(options: argparse.Namespace) -> Iterator[table.Row]:
	runs = options.runs
	measured = {
		"overdue": lambda: overdue_job.rows(runs),
		"forms": lambda: forms.rows(runs),
		"lists": lambda: lists.rows(runs),
		"rules": lambda: rules.rows(runs),
		"generator": lambda: generator.rows(_DUE, min(_MANY, options.tasks), runs),
		"planning": lambda: planning.rows(_GENERATED, runs),
		"sending": lambda: sending.rows(_DUE, options.tasks, runs),
		"digests": lambda: digests.rows(runs),
		"month": lambda: month.rows(reports_fill.made_at(), options.small_site, runs),
		"others": lambda: others.rows(reports_fill.made_at(), runs),
		"money": lambda: money.rows(reports_fill.made_at(), runs),
		"rating": lambda: rating.rows(runs),
		"talk": lambda: talk.rows(options.tasks, runs),
		"live": lambda: live.rows(_place(options)),
		"opening": lambda: opening.rows(_BIG, _SMALL, _TASKS_OF_SMALL, runs),
	}
	for part in _parts(options):
		if part in measured:
			yield from measured[part]()


def _place(options: argparse.Namespace) -> live.Place:
	return live.Place(options.web, options.sockets, options.socket_python, options.browser)


def _closing_lines(options: argparse.Namespace) -> Iterator[str]:
	if "flood" in _parts(options):
		yield from live.flood(_place(options), _FLOOD if options.tasks > chat_fill.FEW else _SHORT_FLOOD)
	if "memory" not in _parts(options):
		return
	if options.subject == "reports":
		yield from backfill.lines(_BACKFILLED)
		return
	measured = sending if options.subject == "reminders" else generator
	yield from measured.memory(min(_MANY, options.tasks))


def _parts(options: argparse.Namespace) -> list[str]:
	return [part for part in PARTS[options.subject] if options.only in (None, part)]


main()

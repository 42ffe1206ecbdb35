"""Entry: python -m benchmarks.load --site SITE ..., started by scripts/load in the folder of the sites.

Makes the people ready, lets Locust work in their names while jobs run, watches the memory of the servers, and prints
one table. The exit code is 1 where any request failed.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import frappe
import psutil

from benchmarks.load import fill

_USERS = Path(__file__).with_name("users.py")
_GOALS = {"list": 100, "count": 100, "open": 150, "action": 200, "send": 100}
"""Milliseconds that 95 of 100 requests may take on two cores, all servers included."""
_GROWN = 1.25
_COMING = 2
"""People who come to their desks in a second: loading the desk costs as much as twenty lists."""
_LINE = "| {:<16} | {:>8} | {:>7} | {:>7} | {:>7} | {:>7} | {:<10} |"


def main() -> int:
	"""Run the load; see ``./scripts/load --help``."""
	options = _options()
	frappe.init(site=options.site)
	frappe.connect()
	users, groups = fill.ensure(options.tasks, options.people)
	with fill.without_shares(), tempfile.TemporaryDirectory() as folder:
		return _run(options, users, groups, Path(folder))


def _run(options: argparse.Namespace, users: list[str], groups: list[str], folder: Path) -> int:
	jobs = subprocess.Popen(
		[sys.executable, "-m", "benchmarks.load.jobs", options.site, str(_whole_time(options))],
		stdin=subprocess.PIPE,
		stdout=subprocess.PIPE,
		text=True,
	)
	jobs.stdout.readline()
	desks = _start_desks(options, users, groups, folder)
	memory = _watch(options.servers, desks)
	worked, _errors = jobs.communicate("enough\n")
	failures = _print_table(folder / "load_stats.csv")
	_print_failures(folder / "load_failures.csv")
	print(f"\nJobs beside, slowest turn of each: {worked.strip()}; exit code {jobs.returncode}")
	grown = _print_memory(memory)
	return int(bool(failures or jobs.returncode or grown or desks.returncode))


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="./scripts/load")
	parser.add_argument("--site", required=True)
	parser.add_argument("--web", required=True)
	parser.add_argument("--locust", required=True)
	parser.add_argument("--servers", required=True, help="name=file of a process number, separated by commas")
	parser.add_argument("--tasks", type=int, default=1_000_000)
	parser.add_argument("--people", type=int, default=200)
	parser.add_argument("--seconds", type=int, default=600)
	return parser.parse_args()


def _start_desks(
	options: argparse.Namespace, users: list[str], groups: list[str], folder: Path
) -> subprocess.Popen[str]:
	said = {"TD_SITE": options.site, "TD_PASSWORD": fill.PASSWORD}
	lists = {"TD_PEOPLE": " ".join(users), "TD_GROUPS": " ".join(groups)}
	command = (
		f"{options.locust} -f {_USERS} --headless --only-summary --csv {folder}/load --host {options.web}"
	)
	command += (
		f" -u {options.people} -r {_COMING} -t {_whole_time(options)}s --reset-stats --loglevel WARNING"
	)
	return subprocess.Popen(
		command.split(), env=os.environ | said | lists, stdout=subprocess.DEVNULL, text=True
	)


def _whole_time(options: argparse.Namespace) -> int:
	"""Seconds, those included in which people come; what they wait for is counted from the last one on."""
	return int(options.seconds + options.people / _COMING)


def _watch(servers: str, desks: subprocess.Popen[str]) -> dict[str, list[float]]:
	"""Megabytes of each server with its children, every five seconds until the people go home."""
	files = dict(pair.split("=") for pair in servers.split(","))
	memory: dict[str, list[float]] = {name: [] for name in files}
	while desks.poll() is None:
		for name, file in files.items():
			memory[name].append(_megabytes(int(Path(file).read_text())))
		time.sleep(5)
	return memory


def _megabytes(number: int) -> float:
	process = psutil.Process(number)
	family = [process, *process.children(recursive=True)]
	return sum(one.memory_full_info().pss for one in family) / 2**20


def _print_table(file: Path) -> int:
	print(_LINE.format("request", "number", "failed", "median", "p95", "p99", "goal (p95)"))
	print(_LINE.format(*["---"] * 7))
	failed = 0
	with file.open() as stream:
		for row in csv.DictReader(stream):
			name = row["Name"]
			goal = _GOALS.get(name)
			judged = f"{goal} {'met' if float(row['95%']) <= goal else 'missed'}" if goal else ""
			cells = (row["Request Count"], row["Failure Count"], row["50%"], row["95%"], row["99%"])
			print(_LINE.format(name, *cells, judged))
			failed += int(row["Failure Count"])
	return failed


def _print_failures(file: Path) -> None:
	with file.open() as stream:
		for row in csv.DictReader(stream):
			print(f"{row['Occurrences']} times {row['Name']}: {row['Error'][:600]}")


def _print_memory(memory: dict[str, list[float]]) -> bool:
	"""Whether a server's memory grew from the second quarter, when all are warm, to the last one."""
	grown = False
	for name, values in memory.items():
		quarter = max(len(values) // 4, 1)
		early, late = max(values[quarter : 2 * quarter] or values), max(values[-quarter:])
		grown = grown or late > early * _GROWN
		print(f"{name}: {early:.0f} MB in the second quarter, {late:.0f} MB in the last one")
	return grown


sys.exit(main())

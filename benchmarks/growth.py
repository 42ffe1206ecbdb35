"""How many workers a company of 10,000 people with 10,000,000 tasks needs, simulated from measured costs.

python -m benchmarks.growth [--people N] [--seed N]; needs nothing but Python. A morning hour of requests arrives at random and is served
by so many web workers at once, first come first served; each takes the time that its kind was measured to take on one
processor of the machine of the benchmarks, spread as real requests are.
"""

import argparse
import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

_HOUR, _DAY_HOURS, _PEAK = 3_600, 8, 2.5
"""Seconds; hours of a working day; how much more the busiest hour holds than the mean one."""
_PRESENT = 0.8
_SPREAD = 0.6
"""Sigma of the logarithm of a service time: 95 of 100 stay within 2.7 times the median."""
_WAIT_GOAL = 100
"""Milliseconds that 95 of 100 requests may wait for a worker."""


@dataclass(frozen=True)
class Kind:
	"""What people do: how often each does it a day, and what it costs, in milliseconds of one processor."""

	name: str
	a_day: float
	web: float
	database: float


# "web" is the median answer in ./scripts/load among a million tasks, the whole request at the server; "database" the
# part that ./scripts/benchmark tells of it, or the share that MariaDB had of the processors during the load.
KINDS = (
	Kind("list and count", 60, 48, 24),
	Kind("open a task", 40, 28, 10),
	Kind("action or save", 12, 28, 12),
	Kind("My Day", 10, 30, 14),
	Kind("chat: open or page", 60, 10, 4),
	Kind("chat: send", 25, 11, 4),
	Kind("report of a month", 0.1, 333, 150),
	Kind("the desk itself", 3, 140, 30),
)
JOBS = {
	"templates renewed": (2.0, 0.8),
	"reminders sent": (6.0, 1.1),
	"digests": (1.0, 5.5),
	"mails handed to the server": (4.0, 60.0),
}
"""A day for each person, and milliseconds of a worker for each."""
_ROW_BYTES = 6_000
"""On the disk for each task with its people, history, reminders and indexes: 6 GB hold a million."""


def main() -> None:
	"""Print what the company needs."""
	parser = argparse.ArgumentParser(prog="python -m benchmarks.growth")
	parser.add_argument("--people", type=int, default=10_000)
	parser.add_argument("--tasks", type=int, default=10_000_000)
	parser.add_argument("--seed", type=int, default=1)
	options = parser.parse_args()
	rates = {kind: options.people * _PRESENT * kind.a_day / _DAY_HOURS * _PEAK / _HOUR for kind in KINDS}
	for line in (*_web(rates, options.seed), "", *_rest(rates, options.people, options.tasks)):
		print(line)


def _web(rates: dict[Kind, float], seed: int) -> Iterator[str]:
	busy = sum(rate * kind.web for kind, rate in rates.items()) / 1000
	yield f"{sum(rates.values()):,.0f} requests a second in the busiest hour keep {busy:.1f} processors busy."
	yield ""
	yield "| web workers | busy | 95 of 100 wait less than | answered within (95 of 100) |"
	yield "| --- | --- | --- | --- |"
	workers = math.ceil(busy)
	while True:
		waits, answers = simulate(rates, workers, seed)
		yield f"| {workers} | {busy / workers:.0%} | {_p95(waits):,.0f} ms | {_p95(answers):,.0f} ms |"
		if _p95(waits) <= _WAIT_GOAL:
			return
		workers += 1


def simulate(
	rates: dict[Kind, float], workers: int, seed: int, seconds: int = 300
) -> tuple[list[float], list[float]]:
	"""Waits and whole answers of all requests that arrive in ``seconds``, in milliseconds.

	``rates`` are requests a second. An M/G/k queue: arrivals at random, service times of each kind, ``workers`` at once.
	"""
	chance, total = random.Random(seed), sum(rates.values())
	kinds, weights = list(rates), list(rates.values())
	free = [0.0] * workers
	waits, answers, now = [], [], 0.0
	while now < seconds:
		now += chance.expovariate(total)
		kind = chance.choices(kinds, weights)[0]
		# The mean of the spread is kept at what was measured.
		took = kind.web / 1000 * math.exp(chance.gauss(0, _SPREAD) - _SPREAD**2 / 2)
		begin = max(now, heapq.heappop(free))
		heapq.heappush(free, begin + took)
		waits.append((begin - now) * 1000)
		answers.append((begin - now + took) * 1000)
	return waits, answers


def _rest(rates: dict[Kind, float], people: int, tasks: int) -> Iterator[str]:
	database = sum(rate * kind.database for kind, rate in rates.items()) / 1000
	yield f"The database is busy on {database:.1f} processors in that hour; the archive takes {tasks * _ROW_BYTES / 1e9:,.0f} GB."
	for name, (a_day, each) in JOBS.items():
		yield f"{name}: {people * a_day:,.0f} a day, {people * a_day * each / 60_000:,.0f} minutes of one worker."


def _p95(values: list[float]) -> float:
	return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
	main()

"""Entry: python -m faults --mariadb FILE [options], started by scripts/faults in the folder of the sites."""

import argparse
import logging
import random
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from faults import rounds
from faults.ground import Ground
from faults.kinds import KINDS
from faults.rounds import Outcome


def main() -> int:
	"""Strike as often as asked, print what became of it; returns the exit code."""
	options = _options()
	if options.list:
		for name, kind in KINDS.items():
			print(f"{name:<20} {kind.title}")
		return 0
	logging.getLogger("CSSUTILS").setLevel(
		logging.CRITICAL
	)  # what the host's mails say of colours is no fault
	seed = secrets.randbelow(1_000_000) if options.seed is None else options.seed
	print(f"Seed {seed}.", flush=True)
	with tempfile.TemporaryDirectory() as folder, Ground(options.mariadb) as ground:
		outcomes = [
			_told(rounds.run(kind, ground, random.Random(f"{seed} {number}"), Path(folder)), options.verbose)
			for number, kind in enumerate(_choice(options, seed))
			if KINDS[kind].is_possible()
		]
	return _total(outcomes, seed)


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="./scripts/faults", description="See ./scripts/faults --help.")
	parser.add_argument("--mariadb", required=True)
	parser.add_argument("--seed", type=int)
	parser.add_argument("--rounds", type=int)
	parser.add_argument("--only", choices=list(KINDS))
	parser.add_argument("--list", action="store_true")
	parser.add_argument("--verbose", action="store_true")
	return parser.parse_args()


def _choice(options: argparse.Namespace, seed: int) -> Iterator[str]:
	"""Kinds in a random order, each as often as any other."""
	chance, kinds = random.Random(seed), [options.only] if options.only else list(KINDS)
	left = options.rounds or len(kinds)
	while left > 0:
		some = chance.sample(kinds, len(kinds))[:left]
		left -= len(some)
		yield from some


def _told(outcome: Outcome, verbose: bool) -> Outcome:
	said = "survived" if not outcome.problems else "NOT survived"
	print(f"{outcome.kind:<20} {said:<14} {outcome.seconds:5.1f} s", flush=True)
	for line in outcome.problems:
		print(f"    {line}", flush=True)
	for line in outcome.heard if outcome.problems or verbose else ():
		print(f"    heard: {line}", flush=True)
	return outcome


def _total(outcomes: list[Outcome], seed: int) -> int:
	struck = Counter(outcome.kind for outcome in outcomes)
	survived = Counter(outcome.kind for outcome in outcomes if not outcome.problems)
	print(f"\n{'kind':<20} {'rounds':>6} {'survived':>9}")
	for kind in struck:
		print(f"{kind:<20} {struck[kind]:>6} {survived[kind]:>9}")
	for name in sorted(set(KINDS) - set(struck)):
		print(
			f"{name:<20} not run{'' if KINDS[name].is_possible() else ': this machine does not let it happen'}"
		)
	print(f"\n{survived.total()} of {struck.total()} survived. Seed {seed}.")
	return 0 if survived == struck else 1


sys.exit(main())

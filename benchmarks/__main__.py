"""Entry: python -m benchmarks --site SITE tasks [options], started by scripts/benchmark in the folder of the sites."""

import argparse

import frappe

from benchmarks.tasks import fill


def main() -> None:
	"""Connect to the site, make the data where they are missing, measure and print."""
	options = _options()
	frappe.init(site=options.site)
	frappe.connect()
	try:
		fill.ensure(options.tasks)
	finally:
		frappe.destroy()


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="./scripts/benchmark")
	parser.add_argument("--site", required=True)
	parser.add_argument("subject", choices=["tasks"])
	parser.add_argument("--tasks", type=int, default=1_000_000)
	return parser.parse_args()


main()

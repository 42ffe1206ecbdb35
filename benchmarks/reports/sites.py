"""Two archives in one process: each call goes to a site, in turn, so that a busy machine slows both alike."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import frappe

from benchmarks.measure import Call, Figure, medians, once

_databases: dict[str, object] = {}


@contextmanager
def on(site: str) -> Iterator[None]:
	"""Work on another site; the connections of all stay open."""
	former, _databases[frappe.local.site] = frappe.local.site, frappe.local.db
	_switch(site)
	try:
		yield
	finally:
		frappe.db.rollback()
		_switch(former)


def _switch(site: str) -> None:
	frappe.init(site, force=True)
	if site in _databases:
		frappe.local.db = _databases[site]
	else:
		frappe.connect()
		_databases[site] = frappe.local.db


def in_turn(calls: Mapping[tuple[str, str], Callable[[], object]], runs: int, user: str) -> dict[str, Figure]:
	"""Medians of calls by their names; each is keyed by its name and its site."""
	samples: dict[str, list[Figure]] = {name: [] for name, _site in calls}
	for run in range(runs + 1):
		for (name, site), call in calls.items():
			figure = _once_on(site, call, user)
			if run:  # the first one warms up
				samples[name].append(figure)
	return {name: medians(figures) for name, figures in samples.items()}


def _once_on(site: str, call: Call, user: str) -> Figure:
	if site == frappe.local.site:
		return once(call, user)
	with on(site):
		return once(call, user)

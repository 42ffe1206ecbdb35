"""Chooses the tests that a host can run. Those it cannot are left out by count, each with its reason."""

import os
from collections import Counter

import pytest

DATABASE = os.environ.get("TD_DATABASE", "mariadb")
OTHER_APPS = os.environ.get("TD_OTHER_APPS", "").split()

left_out: Counter[str] = Counter()

if "TD_SITES_PATH" in os.environ:
	# From version 16 on parts of the host look for their logs beside this folder when they are imported.
	os.chdir(os.environ["TD_SITES_PATH"])


def pytest_configure(config: pytest.Config) -> None:
	config.addinivalue_line("markers", "only_on(*databases, because): makes sense on these databases only")
	config.addinivalue_line("markers", "beside(*apps): needs one of these apps on the site")
	config.addinivalue_line("markers", "without(app): needs a site that has not this app")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	reasons = [(item, _why_not(item)) for item in items]
	left_out.update(why for _item, why in reasons if why)
	config.hook.pytest_deselected(items=[item for item, why in reasons if why])
	items[:] = [item for item, why in reasons if not why]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
	for why, count in sorted(left_out.items()):
		terminalreporter.write_line(f"{count} deselected here: {why}")


def _why_not(item: pytest.Item) -> str:
	for mark in item.iter_markers("only_on"):
		if DATABASE not in mark.args:
			return f"for {' and '.join(mark.args)} only, because {mark.kwargs['because']}"
	for mark in item.iter_markers("beside"):
		if not set(mark.args) & set(OTHER_APPS):
			return f"needs {' or '.join(mark.args)}"
	for mark in item.iter_markers("without"):
		if set(mark.args) & set(OTHER_APPS):
			return f"needs a site without {' and '.join(mark.args)}"
	return ""

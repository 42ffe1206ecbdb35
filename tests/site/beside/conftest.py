"""What the tests beside other apps leave of the connection that all tests share."""

from collections.abc import Iterator

import frappe
import pytest


@pytest.fixture(autouse=True)
def no_hurry(rolled_back: None) -> Iterator[None]:
	"""Counting connections, the host gives each later statement of the connection a second, for good."""
	yield
	frappe.db.set_execution_timeout(0)

"""A real site for the tests: connected once, rolled back after each test."""

import os
from collections.abc import Iterator

import frappe
import pytest

from task_discipline.services.chat import word_care
from tests import factories, hidden_chat, hidden_project, hidden_template
from tests.doors import SECRET, World
from tests.hidden_chat import ChatWorld
from tests.hidden_project import ProjectWorld
from tests.hidden_template import TemplateWorld


def pytest_addoption(parser: pytest.Parser) -> None:
	parser.addoption(
		"--examples",
		type=int,
		default=5,
		help="how many odd calls of each function; 1000 for a search for new faults",
	)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
	name, sites_path = os.environ["TD_SITE"], os.environ["TD_SITES_PATH"]
	os.chdir(sites_path)  # the host finds its logs beside the folder it runs in
	frappe.init(site=name, sites_path=sites_path)
	frappe.connect()
	frappe.flags.in_test = True
	factories.ensure_people()
	# What a run that was killed has left: outages that excuse everybody, and an index that has lost count.
	frappe.db.delete("TD Outage")
	word_care.rebuild()
	frappe.db.commit()
	yield name
	frappe.destroy()


@pytest.fixture(autouse=True)
def rolled_back(site: str) -> Iterator[None]:
	frappe.set_user("Administrator")
	yield
	frappe.db.rollback()
	# The host keeps webhooks that are gone, and what waits for them, beyond a rollback.
	frappe.cache.delete_value("webhooks")
	frappe.local._webhook_queue = []
	frappe.set_user("Administrator")
	frappe.clear_messages()
	factories.forget_people()
	frappe.clear_document_cache("TD Settings", "TD Settings")


@pytest.fixture(scope="module")
def world(site: str) -> Iterator[World]:
	"""A committed task that says ``SECRET`` wherever it can, for real requests of people who must not see it."""
	frappe.set_user("Administrator")
	names = factories.make_furnished_task(SECRET)
	mine = factories.make_task(
		factories.STRANGER, subject="My own task", responsible=factories.STRANGER, co_assignees=[]
	)
	frappe.db.commit()
	yield World(**names, mine=mine.name)
	frappe.db.rollback()
	factories.remove_furnished(names)


@pytest.fixture(scope="module")
def hidden(site: str) -> Iterator[TemplateWorld]:
	"""A committed template that says ``SECRET`` wherever it can."""
	with hidden_template.furnished() as world:
		yield world


@pytest.fixture(scope="module")
def hidden_house(site: str) -> Iterator[ProjectWorld]:
	"""Committed projects that say ``SECRET`` wherever they can, and their tasks another word."""
	with hidden_project.furnished() as world:
		yield world


@pytest.fixture(scope="module")
def talk(site: str) -> Iterator[ChatWorld]:
	"""Committed groups that say ``SECRET`` wherever they can."""
	with hidden_chat.furnished() as world:
		yield world

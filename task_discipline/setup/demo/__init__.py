"""Demo data: a company that introduces a CRM in fifty working days, and the last three months of its work.

    bench --site SITE execute task_discipline.setup.demo.add
    bench --site SITE execute task_discipline.setup.demo.remove

Both may be called again, and commit once, at their end. What stays after a removal is the counters that name tasks
and events: they go on where the demo left off.
"""

import sys
from datetime import date

import frappe
from frappe import _
from frappe.utils import now_datetime

from task_discipline.services import overdue
from task_discipline.setup import traces
from task_discipline.setup.demo import clearance, company, money, people, stage, surroundings, templates
from task_discipline.setup.demo.projects import Projects
from task_discipline.setup.demo.stories import STORIES
from task_discipline.setup.demo.talks import Talks


def add() -> dict[str, object]:
	"""Add the demo where it is missing; returns its people and the password of each.

	Ends with exit code 1, and the site as it was, where the names of the demo are taken.
	"""
	if not people.marked():
		_refuse(people.obstacles())
		_add()
	shown = [
		{"user": person.user, "full_name": person.full_name, "title": person.title}
		for person in company.PEOPLE
	]
	return {"password": company.PASSWORD, "people": shown}


def remove() -> dict[str, object]:
	"""Remove the demo without a trace; returns the number of its tasks and people, and the users who had to stay."""
	found = people.marked()
	files = clearance.files_of(found)
	traces.detach_files(files)
	removed = clearance.clear(found)
	traces.delete_files(files)  # last, for a file that has left the disk does not come back
	frappe.db.commit()
	frappe.clear_cache()
	return removed


def _add() -> None:
	try:
		_play(now_datetime().date())
	except BaseException:
		frappe.db.rollback()  # takes the files from the disk, too
		raise
	frappe.db.commit()


def _play(today: date) -> None:
	people.make()
	surroundings.make(today)
	projects, talks = Projects(today), Talks(today)
	stage.play(STORIES, today, (*projects.deeds(), *talks.deeds()), projects.places)
	talks.read()
	templates.make(today)
	overdue.mark()
	projects.rate()
	money.make(today)


def _refuse(obstacles: list[str]) -> None:
	# The console would bury the message of an exception under its own traceback.
	if obstacles:
		sys.exit(
			_("The demo was not added: its names are in use here. Rename or delete {0}.").format(
				", ".join(obstacles)
			)
		)

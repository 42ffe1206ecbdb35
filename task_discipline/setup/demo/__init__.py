"""Demo data: a company that introduces a CRM in fifty working days, and the last sixty days of it.

    bench --site SITE execute task_discipline.setup.demo.add

May be called again, and commits once, at its end.
"""

import sys

import frappe
from frappe import _
from frappe.utils import now_datetime

from task_discipline.setup.demo import company, people, stage
from task_discipline.setup.demo.stories import STORIES


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


def _add() -> None:
	try:
		people.make()
		stage.play(STORIES, now_datetime().date())
	except BaseException:
		frappe.db.rollback()  # takes the files from the disk, too
		raise
	frappe.db.commit()


def _refuse(obstacles: list[str]) -> None:
	# The console would bury the message of an exception under its own traceback.
	if obstacles:
		sys.exit(
			_("The demo was not added: its names are in use here. Rename or delete {0}.").format(
				", ".join(obstacles)
			)
		)

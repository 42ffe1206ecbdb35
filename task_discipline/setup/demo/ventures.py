"""The projects of the demo as data: which stories they hold, their milestones, and a kind of project to start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from task_discipline.setup.demo.script import Moment, Story, at
from task_discipline.setup.demo.stories import customer_data, integration, privacy

MANAGER = "robert"
CLIENT: Mapping[str, object] = {
	"first_name": "Nadia",
	"last_name": "Verhoeven",
	"company_name": "Northlight Software",
	"designation": "Account Manager of the CRM's vendor",
}
"""The person outside for whom the projects are; her address tells her from a real contact of this name."""
CLIENT_ADDRESS = "nadia.verhoeven@northlight.crm-demo.example"


@dataclass(frozen=True)
class Point:
	"""A milestone: ``due`` is a working day from today, ``stories`` the tasks that lead to it."""

	title: str
	due: int
	stories: tuple[str, ...] = ()
	reached: tuple[Moment, str] | None = None
	"""When, and who said so."""
	moved: tuple[Moment, int, str] | None = None
	"""When, to which day, and why."""


@dataclass(frozen=True)
class Venture:
	"""One project; ``first`` and ``last`` are working days from today."""

	name: str
	description: str
	first: int
	last: int
	members: tuple[str, ...]
	stories: Sequence[Story]
	points: tuple[Point, ...]
	observers: tuple[str, ...] = ()


VENTURES = (
	Venture(
		name="Customer data for the CRM",
		description="<p>Every customer once, with all that was agreed, and nothing left in spreadsheets.</p>",
		first=-34,
		last=32,
		members=("priya", "helena", "tomasz"),
		observers=("marcus",),
		stories=customer_data.STORIES,
		points=(
			Point(
				"Customers are free of duplicates",
				-19,
				("fields", "duplicates"),
				reached=(at(-20, "10:30"), "priya"),
			),
			Point("Data are moved", 7, ("migration", "orders", "trial")),
			Point("The old database is switched off", 24, ("archive",)),
		),
	),
	Venture(
		name="Data protection of the CRM",
		description="<p>What the law asks for before the first customer is in.</p>",
		first=-34,
		last=10,
		members=("omar", "ingrid", "priya"),
		stories=privacy.STORIES,
		points=(
			Point("The assessment is accepted", -12, ("assessment",), reached=(at(-13, "10:40"), "priya")),
			Point(
				"Consents are renewed",
				-2,
				("consents",),
				moved=(at(-3, "17:00"), 7, "Two in three readers have not answered yet."),
			),
		),
	),
	Venture(
		name="Interfaces of the CRM",
		description="<p>Telephones, web shop, mail and accounting work with the CRM, and we know when they do not.</p>",
		first=-30,
		last=12,
		members=("priya", "jonas", "helena", "ingrid"),
		observers=("lucia",),
		stories=integration.STORIES,
		points=(
			Point(
				"Orders of the web shop come in",
				-10,
				("webshop",),
				reached=(at(-10, "09:50"), "jonas"),
			),
			Point("Telephones ring in the CRM", -3, ("telephony", "popup")),
			Point("All interfaces are watched", 9, ("monitoring",)),
		),
	),
)

KIND: Mapping[str, object] = {
	"template_name": "Connect another system to the CRM",
	"description": "From the first talk with the vendor to an interface that is watched.",
	"milestones": (
		{"title": "The contract is signed", "role": "Head", "due_after": 10, "unit": "Working Days"},
		{"title": "The interface is live", "role": "Engineer", "due_after": 25, "unit": "Working Days"},
	),
	"tasks": (
		{
			"subject": "Agree with the vendor on price and service",
			"role": "Head",
			"due_after": 8,
			"milestone": "The contract is signed",
		},
		{
			"subject": "Check the data that leave the house",
			"role": "Data protection",
			"due_after": 9,
			"milestone": "The contract is signed",
		},
		{
			"subject": "Build the interface on the test system",
			"role": "Engineer",
			"starts_after": 10,
			"due_after": 18,
			"waits_for": "1, 2",
			"milestone": "The interface is live",
			"weight": 3,
		},
		{
			"subject": "Try it with real users for a week",
			"role": "Head",
			"starts_after": 18,
			"due_after": 23,
			"waits_for": "3",
			"milestone": "The interface is live",
		},
		{
			"subject": "Switch it on and watch it",
			"role": "Engineer",
			"starts_after": 23,
			"due_after": 25,
			"waits_for": "4",
			"milestone": "The interface is live",
		},
	),
}
"""A project template."""

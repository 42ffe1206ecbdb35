"""What the people of the demo say to each other, as data: where, when, and what becomes of it."""

from dataclasses import dataclass

from task_discipline.setup.demo.script import Moment, at


@dataclass(frozen=True)
class Line:
	"""One message; ``key`` is what a later line calls it by in ``reply_to``."""

	moment: Moment
	author: str
	text: str
	key: str = ""
	reply_to: str = ""
	reactions: tuple[tuple[str, str], ...] = ()
	"""Who put which picture to it."""
	file: tuple[str, str] = ("", "")
	asks: str = ""
	"""Whom it asks, for a question ..."""
	answer_by: Moment | None = None
	"""... and until when."""


@dataclass(frozen=True)
class Talk:
	"""A group and what is said in it; ``about`` is the subject of its task, or the name of its project."""

	kind: str
	maker: str
	lines: tuple[Line, ...]
	title: str = ""
	description: str = ""
	members: tuple[str, ...] = ()
	about: tuple[str, str] = ("", "")


_NUMBERS = """User;Extension;Moved
Helena Brandt;201;yes
Marcus Oyelaran;202;yes
Sofia Lindqvist;203;no
Lucía Navarro;301;no
"""

TALKS = (
	Talk(
		kind="Open",
		maker="robert",
		title="News of the CRM",
		description="What everybody should know. Questions are welcome.",
		members=("helena", "priya", "ingrid", "marcus", "sofia", "omar", "lucia"),
		lines=(
			Line(
				at(-5, "08:40"),
				"robert",
				"Good morning! The pilot runs until the end of next week. Thank you for testing so carefully.",
				reactions=(("👍", "helena"), ("👍", "marcus"), ("🎉", "sofia")),
			),
			Line(
				at(-5, "09:05"), "sofia", "Where do we note what we would like to be different?", key="where"
			),
			Line(
				at(-5, "09:12"),
				"helena",
				"Write it here or set a task for @Tomasz Wieczorek. He collects everything for the vendor.",
				reply_to="where",
			),
			Line(
				at(-1, "16:30"),
				"ingrid",
				"Please remember: no lists of customers by mail any more. Use the `Share` button of the CRM.",
				reactions=(("👍", "omar"),),
			),
		),
	),
	Talk(
		kind="Private",
		maker="robert",
		title="Heads of department",
		members=("helena", "priya", "ingrid"),
		lines=(
			Line(
				at(-4, "17:10"),
				"robert",
				"How sure are we of the go-live weekend? One sentence each, please.",
			),
			Line(at(-4, "17:25"), "priya", "IT: sure, if the second trunk line comes this week."),
			Line(at(-4, "17:31"), "helena", "Sales: sure. Two of us still need the training.", key="sales"),
			Line(at(-3, "08:15"), "ingrid", "I can free the training room on Thursday.", reply_to="sales"),
		),
	),
	Talk(
		kind="Direct",
		maker="priya",
		members=("jonas",),
		lines=(
			Line(at(-2, "15:02"), "priya", "Do you need Kenji on Monday as well, or can he do the backups?"),
			Line(at(-2, "15:09"), "jonas", "Backups are fine. I need him from Tuesday."),
			Line(at(-2, "15:10"), "priya", "Good, thank you.", reactions=(("👍", "jonas"),)),
		),
	),
	Talk(
		kind="Record",
		maker="priya",
		about=("TD Task", "Connect the telephone system to the CRM"),
		lines=(
			Line(
				at(-3, "10:20"),
				"jonas",
				"Outgoing calls work for all 45 numbers. Who has not moved yet is in the list.",
				key="list",
				file=("extensions.csv", _NUMBERS),
			),
			Line(
				at(-3, "10:41"), "lucia", "Two of mine are missing, I will ask them today.", reply_to="list"
			),
			Line(
				at(-2, "09:30"),
				"priya",
				"When does the provider deliver the second trunk line?",
				key="trunk",
				asks="jonas",
				answer_by=at(-1, "12:00"),
			),
			Line(
				at(-1, "10:55"), "jonas", "On Wednesday, they have confirmed it in writing.", reply_to="trunk"
			),
			Line(
				at(-1, "15:20"),
				"helena",
				"Does the card of the caller open for withheld numbers too?",
				asks="kenji",
				answer_by=at(1, "12:00"),
			),
		),
	),
	Talk(
		kind="Record",
		maker="robert",
		about=("TD Project Link", "Customer data for the CRM"),
		lines=(
			Line(
				at(-3, "11:15"),
				"tomasz",
				"The trial migration is through: 18,240 customers, 12 left to look at.",
			),
			Line(
				at(-3, "11:20"),
				"robert",
				"Well done. @Priya Raman, do the totals match the old database?",
				key="totals",
			),
			Line(
				at(-3, "13:45"),
				"priya",
				"To the cent. See https://crm.brightwater.example/reports/trial-2",
				reply_to="totals",
				reactions=(("🎉", "robert"), ("❤️", "tomasz")),
			),
		),
	),
)

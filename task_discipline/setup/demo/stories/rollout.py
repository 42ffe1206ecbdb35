"""Pilot, go-live and what belongs to it."""

from task_discipline.setup.demo.script import Story, at, beat

_PILOT_REPORT = """# Pilot: report

Ten users, ten working days, 214 quotations, 388 noted calls.

- A quotation takes 6 minutes instead of 11.
- 31 questions, 27 of them answered within a day.
- Open: card of the caller with two calls at once; app on the telephones.

Nine of ten want to keep the CRM.
"""

_GO_LIVE_PLAN = """Go-live plan

Friday   16:00  old database read only
Saturday 08:00  final migration
Saturday 14:00  totals compared; decision: go on or go back
Sunday          reserve
Monday   07:30  help desk opens
Way back: until Monday 12:00 the old database can be opened again in 20 minutes.
"""

STORIES = (
	Story(
		key="pipeline",
		subject="Agree on the stages of the sales pipeline",
		set_at=at(-36, "10:00"),
		assigner="helena",
		responsible="sofia",
		observers=("robert",),
		deadline=at(-28),
		description="<p>At most seven stages, each with one sentence that says when it is reached.</p>",
		beats=(
			beat(
				-35, "09:30", "sofia", "decline", reason="I am at the trade fair until the end of the week."
			),
			beat(
				-35,
				"13:10",
				"helena",
				"hand_over",
				person="marcus",
				reason="Sofia is at the fair; Marcus knows the large deals best.",
			),
			beat(-34, "09:00", "marcus", "accept_assignment"),
			beat(-29, "17:20", "marcus", "submit_task", result="<p>Six stages, from enquiry to order.</p>"),
			beat(-28, "10:30", "helena", "accept_result"),
		),
	),
	Story(
		key="pilot-group",
		subject="Choose ten people for the pilot",
		set_at=at(-24, "10:00"),
		assigner="helena",
		responsible="marcus",
		deadline=at(-19),
		description="<p>From every department, two of them sceptics.</p>",
		beats=(
			beat(-24, "11:00", "marcus", "start"),
			beat(-22, "12:10", "marcus", "submit_task", result="<p>Ten names, three of them sceptics.</p>"),
			beat(-22, "15:00", "helena", "accept_result", comment="A good mixture."),
		),
	),
	Story(
		key="pilot",
		subject="Run the pilot with ten users for two weeks",
		set_at=at(-19, "11:20"),
		assigner="helena",
		responsible="marcus",
		observers=("robert", "priya"),
		part_of="crm",
		deadline=at(-2),
		description="<p>Real customers, real quotations. A short talk every Friday.</p>",
		plan=("First week", "Second week", "Survey", "Report"),
		fields={"priority": "High", "require_plan_done": 1, "require_file": 1},
		beats=(
			beat(-19, "13:00", "marcus", "accept_assignment"),
			beat(-12, "16:30", "marcus", "tick", step="First week"),
			beat(-10, "09:00", "robert", "comment", text="I sat with the group for an hour. Encouraging!"),
			beat(-7, "16:30", "marcus", "tick", step="Second week"),
			beat(-5, "14:00", "marcus", "tick", step="Survey"),
			beat(-4, "15:30", "marcus", "tick", step="Report"),
			beat(-4, "15:40", "marcus", "attach", file_name="pilot-report.md", content=_PILOT_REPORT),
			beat(-4, "15:45", "marcus", "submit_task", result="<p>Nine of ten want to keep the CRM.</p>"),
			beat(-3, "08:50", "marcus", "withdraw"),
			beat(
				-3,
				"13:30",
				"marcus",
				"submit_task",
				result="<p>Nine of ten want to keep the CRM. Now with the answers of Customer Service.</p>",
			),
			beat(-2, "17:10", "priya", "comment", text="The open points are tasks of IT already."),
		),
	),
	Story(
		key="bonus",
		subject="Propose a bonus for clean customer data",
		set_at=at(-27, "10:30"),
		assigner="robert",
		responsible="helena",
		observers=("ingrid",),
		deadline=at(-21),
		description="<p>Small, quick, for teams rather than for single people.</p>",
		fields={"priority": "Low", "require_result": 1},
		beats=(
			beat(-26, "09:00", "helena", "start"),
			beat(
				-23,
				"17:00",
				"helena",
				"propose_deadline",
				deadline=at(-16),
				reason="The quarter's figures come next week.",
			),
			beat(
				-22,
				"09:30",
				"robert",
				"keep_deadline",
				reason="An idea is enough for now, figures can follow.",
			),
			beat(
				-20,
				"10:10",
				"helena",
				"submit_task",
				result="<p>Breakfast for the team whose records have the fewest gaps each month.</p>",
			),
			beat(-19, "09:10", "robert", "accept_result", comment="Simple. Let us try it."),
		),
	),
	Story(
		key="portal-news",
		subject="Tell customers about the new service portal",
		set_at=at(-11, "15:00"),
		assigner="helena",
		responsible="sofia",
		deadline=at(6),
		description="<p>A letter to the top 100, a mail to all others.</p>",
		beats=(
			beat(-10, "13:30", "sofia", "start"),
			beat(
				-6, "09:10", "sofia", "attach", file_name="letter-draft.txt", content="Dear customers, ...\n"
			),
			beat(
				-5,
				"11:40",
				"helena",
				"cancel_task",
				reason="The portal comes in the second step. We write when customers can use it.",
			),
		),
	),
	Story(
		key="go-live-plan",
		subject="Prepare the plan for the go-live weekend and the way back",
		set_at=at(-7, "09:00"),
		assigner="robert",
		responsible="priya",
		observers=("helena", "ingrid"),
		part_of="crm",
		deadline=at(1),
		description="<p>Hour by hour, with names. When do we decide to go back, and how?</p>",
		fields={"priority": "High", "require_file": 1},
		beats=(
			beat(-7, "09:30", "priya", "accept_assignment"),
			beat(-1, "14:10", "priya", "attach", file_name="go-live-plan.txt", content=_GO_LIVE_PLAN),
			beat(
				-1,
				"14:15",
				"priya",
				"submit_task",
				result="<p>The decision falls on Saturday at 14:00; the way back takes 20 minutes.</p>",
			),
			beat(-1, "15:05", "helena", "comment", text="Sales can test from Saturday noon. Three people."),
		),
	),
	Story(
		key="meeting",
		subject="Hold the go-live meeting with all heads",
		set_at=at(-2, "10:00"),
		assigner="robert",
		responsible="ingrid",
		co_assignees=("priya",),
		observers=("helena",),
		part_of="crm",
		deadline=at(6, "11:00"),
		description="<p>One hour, one decision.</p>",
		beats=(beat(-1, "09:30", "ingrid", "accept_assignment"),),
	),
	Story(
		key="help-desk",
		subject="Staff a help desk for the first two weeks",
		set_at=at(-6, "13:20"),
		assigner="priya",
		responsible="kenji",
		observers=("lucia",),
		deadline=at(6),
		description="<p>7:30 to 17:30, two people, one telephone number.</p>",
		beats=(
			beat(-5, "09:30", "kenji", "accept_assignment"),
			beat(
				-4,
				"11:00",
				"priya",
				"hold",
				reason="We wait for the number of questions in the second half of the training.",
			),
			beat(-2, "11:25", "priya", "observe", person="helena"),
		),
	),
)

"""The project itself, the decision, the contract with the vendor."""

from task_discipline.setup.demo.script import Story, at, beat

_COMPARISON = """# Three CRM vendors compared

| | Vendor A | Vendor B | Vendor C |
|---|---|---|---|
| Price for 45 users, 3 years | 61,000 | 48,500 | 74,200 |
| Telephony connector | yes | yes | partner |
| Data centre | Frankfurt | Dublin | Virginia |
| Import of 3 years of orders | tool | API only | tool |

Recommendation: Vendor A. The tool for the import saves about three weeks of work.
"""

_CONTRACT_SUMMARY = """Contract with the CRM vendor: summary for management

Term:        36 months, notice 3 months before the end
Price:       61,000 for 45 named users, fixed for the whole term
Service:     99.5 % a month, credit of 5 % for each started 0.5 % below
Exit:        full export in an open format within 30 days, free of charge
Liability:   capped at the fees of 24 months
"""

STORIES = (
	Story(
		key="crm",
		subject="Introduce the CRM in 50 working days",
		set_at=at(-43, "09:10"),
		assigner="robert",
		responsible="priya",
		observers=("helena", "ingrid"),
		deadline=at(8),
		description="<p>From the decision to the first day on which every department works in the CRM. "
		"The old spreadsheets are closed on that day.</p>",
		plan=(
			"Vendor chosen and budget approved",
			"Contract signed",
			"Interfaces connected",
			"Customer data migrated",
			"Pilot accepted by the departments",
			"All 45 users trained",
			"Go-live",
		),
		fields={"priority": "Urgent", "require_plan_done": 1, "estimated_hours": 400},
		beats=(
			beat(-43, "10:02", "priya", "accept_assignment"),
			beat(-43, "10:20", "helena", "comment", text="Sales will free Tomasz for two days a week."),
			beat(-37, "16:40", "priya", "tick", step="Vendor chosen and budget approved"),
			beat(-28, "17:05", "priya", "tick", step="Contract signed"),
			beat(
				-22,
				"11:30",
				"ingrid",
				"comment",
				text="Halfway. 58 % of the budget is spent, the training is still to come.",
			),
			beat(-4, "16:10", "priya", "tick", step="Pilot accepted by the departments"),
			beat(
				-2,
				"09:25",
				"priya",
				"comment",
				text="Telephony and the migration of the order history decide whether we hold the date.",
			),
		),
	),
	Story(
		key="vendors",
		subject="Compare three CRM vendors and recommend one",
		set_at=at(-43, "09:40"),
		assigner="robert",
		responsible="helena",
		co_assignees=("tomasz",),
		observers=("priya",),
		deadline=at(-37),
		description="<p>Price for three years, telephony, import of our data, place of the data centre.</p>",
		fields={"priority": "High", "require_result": 1, "require_file": 1},
		beats=(
			beat(-43, "11:15", "helena", "accept_assignment"),
			beat(-40, "14:30", "priya", "comment", text="Please look at their import tools, too."),
			beat(-39, "10:12", "tomasz", "attach", file_name="vendor-comparison.md", content=_COMPARISON),
			beat(
				-39,
				"15:50",
				"helena",
				"submit_task",
				result="<p>We recommend <b>Vendor A</b>: not the cheapest, but the only one with a tool for our "
				"order history.</p>",
			),
			beat(-38, "09:05", "robert", "accept_result", comment="Clear and quick. We go with Vendor A."),
		),
	),
	Story(
		key="budget",
		subject="Approve the budget for licences and introduction",
		set_at=at(-42, "09:15"),
		assigner="robert",
		responsible="ingrid",
		deadline=at(-37),
		description="<p>Licences, the partner's days, training, headsets. Keep 10 % in reserve.</p>",
		fields={"require_result": 1},
		beats=(
			beat(-42, "10:00", "ingrid", "accept_assignment"),
			beat(
				-37,
				"14:20",
				"ingrid",
				"submit_task",
				result="<p>92,000 in total, 8,300 of it in reserve. Booked under project 4410.</p>",
			),
			beat(-37, "16:10", "robert", "accept_result"),
		),
	),
	Story(
		key="contract",
		subject="Sign the contract with the CRM vendor",
		set_at=at(-37, "16:30"),
		assigner="ingrid",
		responsible="omar",
		observers=("robert", "priya"),
		part_of="crm",
		deadline=at(-31),
		description="<p>Negotiate and sign. We need a free export at the end and a fixed price.</p>",
		plan=("Comments to the vendor", "Negotiation", "Signature by both sides"),
		fields={
			"priority": "High",
			"require_file": 1,
			"require_plan_done": 1,
			"most_deadline_requests": 2,
			"latest_deadline": at(-26),
		},
		beats=(
			beat(-36, "09:00", "omar", "accept_assignment"),
			beat(-35, "12:10", "omar", "tick", step="Comments to the vendor"),
			beat(
				-33,
				"10:40",
				"omar",
				"propose_deadline",
				deadline=at(-28),
				reason="The vendor's lawyer is away until Thursday.",
			),
			beat(-33, "13:15", "ingrid", "agree_to_deadline"),
			beat(-30, "15:00", "omar", "tick", step="Negotiation"),
			beat(-29, "11:20", "omar", "tick", step="Signature by both sides"),
			beat(-29, "11:30", "omar", "attach", file_name="contract-summary.txt", content=_CONTRACT_SUMMARY),
			beat(-29, "11:45", "omar", "submit_task", result="<p>Signed by the vendor, ready for us.</p>"),
			beat(
				-29,
				"14:05",
				"ingrid",
				"return_for_rework",
				reason="Liability is capped at 12 months of fees; we had agreed on 24. Ask for the change.",
			),
			beat(
				-28,
				"15:40",
				"omar",
				"submit_task",
				result="<p>The cap is 24 months now. Signed by both sides.</p>",
			),
			beat(-28, "16:30", "ingrid", "accept_result", comment="Well negotiated."),
		),
	),
	Story(
		key="licences",
		subject="Order 45 licences and assign them to the departments",
		set_at=at(-28, "17:10"),
		assigner="ingrid",
		responsible="priya",
		deadline=at(-23),
		description="<p>18 for Sales, 9 for IT and Operations, 18 for Administration and Customer Service.</p>",
		beats=(
			beat(-27, "09:45", "priya", "start"),
			beat(-23, "11:00", "priya", "submit_task", result="<p>Ordered and assigned.</p>"),
			beat(-22, "09:10", "ingrid", "accept_result"),
		),
	),
	Story(
		key="credit",
		subject="Claim the credit for the vendor's outage",
		set_at=at(-1, "10:40"),
		assigner="ingrid",
		responsible="omar",
		observers=("priya",),
		deadline=at(5),
		description="<p>Four hours on the first day of the pilot. The contract gives us 5 %.</p>",
		fields={"priority": "Low"},
	),
)

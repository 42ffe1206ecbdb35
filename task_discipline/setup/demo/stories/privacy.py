"""What the law asks for: agreements, assessments, consents."""

from task_discipline.setup.demo.script import Story, at, beat

_PROCESSING_AGREEMENT = """# Data processing agreement: what was changed

1. Sub-processors: notice of 30 days and a right to object.
2. Audits: once a year on site, or an ISO 27001 report.
3. Breaches: we are told within 24 hours, not 72.
4. Deletion: 30 days after the end of the contract, with a certificate.
"""

STORIES = (
	Story(
		key="processing",
		subject="Agree on the data processing agreement (GDPR, Article 28)",
		set_at=at(-34, "09:30"),
		assigner="ingrid",
		responsible="omar",
		observers=("priya",),
		part_of="contract",
		deadline=at(-26),
		description="<p>No customer record may reach the vendor before this is signed.</p>",
		fields={"priority": "Urgent", "require_result": 1},
		beats=(
			beat(-34, "10:10", "omar", "accept_assignment"),
			beat(
				-27,
				"09:00",
				"priya",
				"comment",
				text="The trial migration waits for this. Is Friday realistic?",
			),
			beat(-24, "17:30", "omar", "submit_task", result="<p>Agreed by mail, attached.</p>"),
			beat(
				-23,
				"09:40",
				"ingrid",
				"return_for_rework",
				reason="A mail is not enough: Article 28 asks for a signed contract.",
			),
			beat(-22, "15:15", "omar", "attach", file_name="dpa-changes.md", content=_PROCESSING_AGREEMENT),
			beat(-22, "15:20", "omar", "submit_task", result="<p>Signed by the vendor.</p>"),
			beat(
				-21,
				"10:05",
				"ingrid",
				"return_for_rework",
				reason="The list of sub-processors is missing from the annex.",
			),
			beat(
				-20,
				"11:50",
				"omar",
				"submit_task",
				result="<p>Signed, with the annex of seven sub-processors.</p>",
			),
			beat(-20, "16:00", "ingrid", "accept_result"),
		),
	),
	Story(
		key="assessment",
		subject="Write the data protection impact assessment for the CRM",
		set_at=at(-25, "11:00"),
		assigner="priya",
		responsible="omar",
		co_assignees=("amelie",),
		deadline=at(-14),
		description="<p>Which data, why, how long, who sees it, and what could go wrong.</p>",
		plan=("List of data", "Risks", "Measures"),
		fields={"require_plan_done": 1, "require_result": 1},
		beats=(
			beat(-24, "09:20", "omar", "start"),
			beat(-21, "14:00", "amelie", "tick", step="List of data"),
			beat(-17, "16:10", "omar", "tick", step="Risks"),
			beat(-14, "13:30", "omar", "tick", step="Measures"),
			beat(
				-14,
				"13:40",
				"omar",
				"submit_task",
				result="<p>Eleven risks, two of them high; both are covered by single sign-on and the rule on "
				"deletion.</p>",
			),
			beat(-13, "10:15", "priya", "accept_result", comment="Good, I use it for the access rights."),
		),
	),
	Story(
		key="retention",
		subject="Agree how long we keep the data of former customers",
		set_at=at(-11, "10:30"),
		assigner="omar",
		responsible="lucia",
		observers=("ingrid",),
		deadline=at(-5),
		description="<p>Invoices stay ten years. What about notes, calls and leads that came to nothing?</p>",
		fields={"require_result": 1},
		beats=(
			beat(-10, "09:00", "lucia", "accept_assignment"),
			beat(
				-6, "11:45", "ingrid", "comment", text="Accounting needs the invoice address for ten years."
			),
			beat(
				-4,
				"15:25",
				"lucia",
				"submit_task",
				result="<p>Notes and calls: three years after the last order. Dead leads: one year.</p>",
			),
		),
	),
	Story(
		key="consents",
		subject="Renew the marketing consents of newsletter readers",
		set_at=at(-12, "14:00"),
		assigner="omar",
		responsible="sofia",
		observers=("helena",),
		deadline=at(-2),
		description="<p>3,100 readers, 840 of them without a date of consent. Write to those and wait two weeks; "
		"whoever does not answer is taken off the list.</p>",
		plan=("Text of the mail", "First mail", "Reminder", "Take the rest off the list"),
		fields={"priority": "High"},
		beats=(
			beat(-12, "15:10", "sofia", "accept_assignment"),
			beat(-10, "10:00", "sofia", "tick", step="Text of the mail"),
			beat(-9, "09:30", "sofia", "tick", step="First mail"),
			beat(-3, "16:20", "helena", "comment", text="312 have answered so far, says the statistics."),
			beat(-1, "09:10", "omar", "comment", text="Sofia, the reminder was due. When does it go out?"),
		),
	),
)

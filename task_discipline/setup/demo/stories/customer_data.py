"""Customers, prices and orders on their way into the CRM."""

from task_discipline.setup.demo.script import Story, at, beat

_DUPLICATES = """# Duplicate customers

* 11,842 records read, 1,317 suspected duplicates
* 1,206 merged by tax number or by name and postcode
* 96 decided by Sales, 15 left apart on purpose
* Result: 10,540 customers
"""

_PRICE_CHECK = """Price list: check after the import

Articles in the file      4,200
Imported                  4,193
Without a VAT group           0
Refused                       7  (no unit; listed for Purchasing)
Random check of 50 prices    50 right
"""

_RECONCILIATION = """# Trial migration: totals

| | old | CRM | difference |
|---|---|---|---|
| Customers | 10,540 | 10,540 | 0 |
| Contact persons | 17,903 | 17,901 | 2 |
| Open quotations | 412 | 412 | 0 |
| Value of open quotations | 1,884,210.50 | 1,884,210.50 | 0 |

The two contact persons have no name in the old system.
"""

_RESTORE_LOG = """Restore test
09:02  backup of last night copied to the test server (14.2 GB)
09:31  database restored
09:44  log in, search, open 20 customers: right
"""

STORIES = (
	Story(
		key="migration",
		subject="Migrate customer data from the spreadsheets and the old database",
		set_at=at(-33, "10:00"),
		assigner="priya",
		responsible="amelie",
		co_assignees=("jonas",),
		observers=("helena",),
		part_of="crm",
		deadline=at(4),
		description="<p>Customers, contact persons, open quotations, three years of orders. "
		"Totals must match to the penny.</p>",
		plan=("Map the fields", "Remove duplicates", "Trial migration", "Order history", "Final migration"),
		fields={"priority": "High", "require_plan_done": 1, "require_result": 1, "estimated_hours": 120},
		beats=(
			beat(-33, "11:10", "amelie", "accept_assignment"),
			beat(-25, "09:30", "amelie", "tick", step="Map the fields"),
			beat(-20, "17:00", "amelie", "tick", step="Remove duplicates"),
			beat(
				-9, "10:00", "helena", "comment", text="Sales stops editing the old list on the last weekend."
			),
			beat(-1, "16:30", "amelie", "tick", step="Trial migration"),
		),
	),
	Story(
		key="fields",
		subject="Map the old fields to the fields of the CRM",
		set_at=at(-33, "10:20"),
		assigner="priya",
		responsible="amelie",
		co_assignees=("tomasz",),
		part_of="migration",
		deadline=at(-27),
		description="<p>One table: old field, new field, rule, who decided.</p>",
		beats=(
			beat(-33, "11:15", "amelie", "start"),
			beat(
				-29, "13:20", "tomasz", "comment", text="Customer groups: use the five that Sales agreed on."
			),
			beat(-26, "15:45", "amelie", "submit_task", result="<p>142 fields, 31 of them dropped.</p>"),
			beat(-25, "09:15", "priya", "accept_result", comment="A day late, but complete."),
		),
	),
	Story(
		key="duplicates",
		subject="Remove duplicate customers before the migration",
		set_at=at(-30, "09:00"),
		assigner="priya",
		responsible="amelie",
		observers=("sofia", "marcus"),
		part_of="migration",
		deadline=at(-19),
		description="<p>Merge what is sure, ask Sales about the rest.</p>",
		fields={"require_file": 1},
		beats=(
			beat(-30, "10:30", "amelie", "accept_assignment"),
			beat(
				-24, "11:00", "marcus", "comment", text="The two Harpers are different companies. Keep both."
			),
			beat(-21, "14:10", "amelie", "attach", file_name="duplicates.md", content=_DUPLICATES),
			beat(
				-21, "14:20", "amelie", "submit_task", result="<p>1,302 duplicates less, 15 kept apart.</p>"
			),
			beat(-20, "09:50", "priya", "accept_result"),
		),
	),
	Story(
		key="prices",
		subject="Import the price list of 4,200 articles",
		set_at=at(-20, "10:15"),
		assigner="helena",
		responsible="tomasz",
		observers=("marcus", "sofia"),
		deadline=at(-12),
		description="<p>List prices, quantity scales and the discounts of the top 100 accounts.</p>",
		plan=("Clean the file", "Import", "Check 50 prices by hand"),
		fields={"require_plan_done": 1, "require_file": 1},
		beats=(
			beat(-20, "11:00", "tomasz", "accept_assignment"),
			beat(-17, "15:30", "tomasz", "tick", step="Clean the file"),
			beat(-14, "12:00", "tomasz", "tick", step="Import"),
			beat(-13, "10:05", "tomasz", "tick", step="Check 50 prices by hand"),
			beat(-13, "10:10", "tomasz", "attach", file_name="price-check.txt", content=_PRICE_CHECK),
			beat(-13, "10:20", "tomasz", "submit_task", result="<p>4,193 articles are in.</p>"),
			beat(
				-13,
				"14:45",
				"helena",
				"return_for_rework",
				reason="Gloves and helmets have the wrong VAT group; quotations come out too low.",
			),
			beat(
				-12, "11:30", "marcus", "comment", text="Seen in three quotations. I corrected them by hand."
			),
			beat(
				-12,
				"17:10",
				"tomasz",
				"submit_task",
				result="<p>VAT groups corrected for 380 articles, prices checked again.</p>",
			),
			beat(-11, "09:00", "helena", "accept_result"),
		),
	),
	Story(
		key="orders",
		subject="Import three years of order history",
		set_at=at(-16, "09:30"),
		assigner="priya",
		responsible="amelie",
		co_assignees=("jonas",),
		part_of="migration",
		deadline=at(3),
		description="<p>About 96,000 orders through the vendor's interface.</p>",
		beats=(
			beat(-15, "10:00", "amelie", "start"),
			beat(
				-5,
				"15:30",
				"amelie",
				"comment",
				text="The interface stops us after 2,000 orders a day. The vendor has to raise the limit.",
			),
			beat(
				-3,
				"09:20",
				"priya",
				"hold",
				reason="The vendor raises the limit of the interface on Thursday.",
				until=at(2, "09:00"),
			),
		),
	),
	Story(
		key="contacts",
		subject="Check the contact persons of the top 100 accounts",
		set_at=at(-9, "11:00"),
		assigner="helena",
		responsible="sofia",
		co_assignees=("marcus",),
		deadline=at(2),
		description="<p>Name, position, direct line, consent. Call where in doubt.</p>",
		plan=("Accounts 1 to 25", "Accounts 26 to 50", "Accounts 51 to 75", "Accounts 76 to 100"),
		fields={"require_plan_done": 1},
		beats=(
			beat(-9, "13:00", "sofia", "accept_assignment"),
			beat(-6, "16:00", "sofia", "tick", step="Accounts 1 to 25"),
			beat(-3, "15:10", "marcus", "tick", step="Accounts 26 to 50"),
			beat(
				-1,
				"10:20",
				"helena",
				"change_deadline",
				deadline=at(3),
				reason="You are both at customers on Tuesday.",
			),
		),
	),
	Story(
		key="addresses",
		subject="Correct the addresses that the courier sent back",
		set_at=at(-23, "13:00"),
		assigner="tomasz",
		responsible="lucia",
		description="<p>27 parcels in the last quarter. No hurry, between two calls.</p>",
		fields={"priority": "Low"},
		beats=(
			beat(-20, "16:00", "lucia", "start"),
			beat(-15, "16:40", "lucia", "submit_task", result="<p>26 corrected, one firm has closed.</p>"),
			beat(-14, "09:30", "tomasz", "accept_result", comment="Thank you!"),
		),
	),
	Story(
		key="trial",
		subject="Run a trial migration and compare the totals",
		set_at=at(-8, "09:15"),
		assigner="priya",
		responsible="amelie",
		observers=("helena", "ingrid"),
		part_of="migration",
		deadline=at(1),
		description="<p>Everything but the order history, on the test system.</p>",
		fields={"priority": "High", "require_file": 1, "require_result": 1},
		beats=(
			beat(-8, "10:40", "amelie", "accept_assignment"),
			beat(-1, "16:20", "amelie", "attach", file_name="reconciliation.md", content=_RECONCILIATION),
			beat(
				-1,
				"16:25",
				"amelie",
				"submit_task",
				result="<p>All totals match; two contact persons without a name were left out.</p>",
			),
			beat(-1, "16:50", "ingrid", "comment", text="The value of the quotations is right to the penny."),
		),
	),
	Story(
		key="backup",
		subject="Prove that a backup of the CRM can be restored",
		set_at=at(-15, "10:00"),
		assigner="priya",
		responsible="kenji",
		deadline=at(-7),
		description="<p>Restore last night's backup on another server and work with it.</p>",
		fields={"require_file": 1},
		beats=(
			beat(-15, "11:30", "kenji", "start"),
			beat(-8, "10:00", "kenji", "attach", file_name="restore-test.txt", content=_RESTORE_LOG),
			beat(-8, "10:05", "kenji", "submit_task", result="<p>Restored in 42 minutes.</p>"),
			beat(-8, "14:00", "priya", "accept_result"),
			beat(
				-3,
				"11:15",
				"priya",
				"reopen",
				reason="The attachments were not in the backup: quotations open without their files.",
			),
			beat(
				-3,
				"11:20",
				"priya",
				"change_deadline",
				deadline=at(2),
				reason="Time to add the folder of files and to test again.",
			),
		),
	),
	Story(
		key="archive",
		subject="Archive the old customer database and close it for writing",
		set_at=at(-4, "14:30"),
		assigner="robert",
		responsible="amelie",
		observers=("priya",),
		part_of="crm",
		waits_for=("migration",),
		deadline=at(12),
		description="<p>Read only from the day after go-live, kept for ten years.</p>",
		fields={"starts_on": at(9, "09:00")},
	),
)

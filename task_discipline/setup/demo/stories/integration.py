"""Telephony, web shop, mail, accounting, access: what the CRM is connected to."""

from task_discipline.setup.demo.script import Story, at, beat

_ACCESS_REVIEW = """Access rights before the pilot

45 accounts, 12 roles
3 accounts of people who have left: closed
2 accounts with the right to export everything: reduced
Service accounts: 4, each with its own key
"""

_POPUP_NOTES = """# Card of the caller: what was tested

- known number: card opens in 0.8 s
- unknown number: empty card with the number
- two customers with one number: list of both
- withheld number: nothing opens
"""

STORIES = (
	Story(
		key="telephony",
		subject="Connect the telephone system to the CRM",
		set_at=at(-18, "09:00"),
		assigner="priya",
		responsible="jonas",
		co_assignees=("kenji",),
		observers=("helena", "lucia"),
		part_of="crm",
		deadline=at(1),
		description="<p>Calls are placed from the CRM and noted there by themselves.</p>",
		plan=("Connector installed", "Outgoing calls", "Card of the caller", "Notes on calls"),
		fields={"priority": "High", "require_plan_done": 1, "estimated_hours": 60},
		beats=(
			beat(-18, "09:50", "jonas", "accept_assignment"),
			beat(-14, "17:00", "kenji", "tick", step="Connector installed"),
			beat(-9, "12:15", "jonas", "tick", step="Outgoing calls"),
			beat(
				-6, "10:10", "lucia", "comment", text="Customer Service needs the card before the training."
			),
			beat(-6, "11:40", "priya", "edit", priority="Urgent"),
			beat(
				-1,
				"11:05",
				"jonas",
				"propose_deadline",
				deadline=at(4),
				reason="The provider delivers the second trunk line only on Wednesday.",
			),
		),
	),
	Story(
		key="popup",
		subject="Show the customer's card on an incoming call",
		set_at=at(-10, "09:20"),
		assigner="jonas",
		responsible="kenji",
		observers=("lucia",),
		part_of="telephony",
		deadline=at(-1),
		description="<p>Within one second, for known and for unknown numbers.</p>",
		beats=(
			beat(-10, "10:00", "kenji", "accept_assignment"),
			beat(-3, "15:00", "kenji", "attach", file_name="caller-card-tests.md", content=_POPUP_NOTES),
			beat(
				-3,
				"15:10",
				"kenji",
				"submit_task",
				result="<p>Works on all telephones of the test group.</p>",
			),
			beat(
				-2,
				"10:30",
				"jonas",
				"return_for_rework",
				reason="With two calls at once the first card is lost. Open the second one beside it.",
			),
			beat(-2, "10:55", "lucia", "comment", text="That is half of our calls on Monday mornings."),
		),
	),
	Story(
		key="recording",
		subject="Record calls for training",
		set_at=at(-21, "13:30"),
		assigner="helena",
		responsible="jonas",
		observers=("omar",),
		deadline=at(-10),
		description="<p>With the customer's consent at the beginning of the call.</p>",
		beats=(
			beat(-20, "09:15", "jonas", "start"),
			beat(
				-18,
				"14:40",
				"omar",
				"comment",
				text="A consent by pressing a key is hardly ever given freely. I advise against it.",
			),
			beat(
				-17,
				"10:00",
				"helena",
				"cancel_task",
				reason="Legal advises against it. We train with role plays instead.",
			),
		),
	),
	Story(
		key="webshop",
		subject="Take web shop orders over into the CRM every five minutes",
		set_at=at(-29, "10:00"),
		assigner="priya",
		responsible="jonas",
		observers=("tomasz",),
		part_of="crm",
		deadline=at(-20),
		description="<p>New orders, changes of address, cancellations. Nothing twice.</p>",
		fields={"priority": "High", "require_result": 1},
		beats=(
			beat(-29, "11:00", "jonas", "accept_assignment"),
			beat(
				-22,
				"16:00",
				"priya",
				"change_deadline",
				deadline=at(-16),
				reason="The shop's update comes first.",
			),
			beat(
				-17,
				"16:15",
				"priya",
				"change_deadline",
				deadline=at(-13),
				reason="The agency needs three more days for the new interface.",
			),
			beat(-17, "16:20", "priya", "hold", reason="We wait for the agency.", until=at(-15, "09:00")),
			beat(-15, "09:30", "priya", "resume"),
			beat(-14, "11:10", "tomasz", "comment", text="Test order 20417 came in twice yesterday."),
			beat(
				-11,
				"12:30",
				"jonas",
				"submit_task",
				result="<p>Runs every five minutes; an order that comes again is recognised by its number.</p>",
			),
			beat(-10, "09:40", "priya", "accept_result", comment="Two days late; the result is solid."),
		),
	),
	Story(
		key="sso",
		subject="Set up single sign-on for all staff",
		set_at=at(-26, "09:00"),
		assigner="priya",
		responsible="kenji",
		observers=("omar",),
		part_of="crm",
		deadline=at(-18),
		description="<p>With the company's own accounts and the second factor.</p>",
		beats=(
			beat(-26, "09:30", "kenji", "start"),
			beat(-21, "16:50", "kenji", "submit_task", result="<p>Live for the test group, 12 people.</p>"),
			beat(-20, "10:00", "priya", "accept_result", comment="Three days early, thank you."),
		),
	),
	Story(
		key="mailboxes",
		subject="Link the company's mailboxes to the customers",
		set_at=at(-13, "15:00"),
		assigner="priya",
		responsible="jonas",
		observers=("sofia", "marcus"),
		deadline=at(3),
		description="<p>A mail to a customer shows in his history; private mail stays private.</p>",
		plan=("Shared mailboxes", "Personal mailboxes", "Rule for private mail"),
		beats=(
			beat(-12, "09:00", "jonas", "start"),
			beat(
				-7,
				"11:30",
				"priya",
				"hand_over",
				person="kenji",
				reason="Jonas is needed for the telephony. Kenji knows the mail server.",
			),
			beat(-7, "13:10", "kenji", "agree_deadline"),
			beat(-6, "14:20", "kenji", "tick", step="Shared mailboxes"),
			beat(
				-2,
				"13:05",
				"marcus",
				"comment",
				text="Mails to purchasing agents are linked now. Very handy.",
			),
			beat(
				-1,
				"14:10",
				"priya",
				"change_deadline",
				deadline=at(6),
				reason="The rule for private mail goes to Legal first.",
			),
			beat(
				-1,
				"16:40",
				"priya",
				"change_deadline",
				deadline=at(5),
				reason="Legal answers sooner than we thought.",
			),
		),
	),
	Story(
		key="accounting",
		subject="Send won deals to accounting as draft invoices",
		set_at=at(-5, "10:00"),
		assigner="ingrid",
		responsible="jonas",
		observers=("robert",),
		deadline=at(9),
		description="<p>As drafts only: accounting checks and posts them.</p>",
		beats=(
			beat(
				-2,
				"14:15",
				"jonas",
				"decline",
				reason="This needs the vendor's accounting module, which we did not buy. Priya has the offer.",
			),
		),
	),
	Story(
		key="phones",
		subject="Put the CRM's app on the telephones of Sales",
		set_at=at(-8, "14:00"),
		assigner="helena",
		responsible="kenji",
		observers=("sofia",),
		deadline=at(-1),
		description="<p>14 telephones, with a screen lock and the company's profile.</p>",
		beats=(
			beat(
				-3, "12:40", "sofia", "comment", text="I am at customers all week and would need it by then."
			),
		),
	),
	Story(
		key="keys",
		subject="Keep the keys of all interfaces in the vault",
		set_at=at(-17, "09:00"),
		assigner="jonas",
		responsible="kenji",
		deadline=at(-13),
		description="<p>No key in a script or in a mail any more; each one is renewed once.</p>",
		beats=(
			beat(-16, "10:30", "kenji", "start"),
			beat(-13, "15:20", "kenji", "submit_task", result="<p>Nine keys moved and renewed.</p>"),
			beat(-12, "09:20", "jonas", "accept_result"),
		),
	),
	Story(
		key="access",
		subject="Review the access rights before the pilot",
		set_at=at(-16, "16:00"),
		assigner="priya",
		responsible="priya",
		observers=("omar",),
		deadline=at(-14, "12:00"),
		description="<p>Who may see, change and export what; accounts of people who have left.</p>",
		fields={"require_file": 1},
		beats=(
			beat(-15, "15:00", "priya", "attach", file_name="access-review.txt", content=_ACCESS_REVIEW),
			beat(-14, "09:45", "priya", "submit_task", result="<p>Three accounts closed, two reduced.</p>"),
		),
	),
	Story(
		key="monitoring",
		subject="Watch the interfaces and alert IT when one stands still",
		set_at=at(-2, "15:40"),
		assigner="priya",
		responsible="kenji",
		co_assignees=("jonas",),
		waits_for=("telephony", "mailboxes"),
		deadline=at(5),
		description="<p>Telephony, web shop, mail. An alert after ten minutes without a sign of life.</p>",
	),
)

"""Training, and what people read and look at afterwards."""

from task_discipline.setup.demo.script import Story, at, beat

_TRAINING_PLAN = """# Training of 45 users

| Group | People | Hours | Trainer |
|---|---|---|---|
| Sales A | 9 | 2 x 3 | Tomasz |
| Sales B | 9 | 2 x 3 | Tomasz |
| Customer Service | 10 | 3 | Lucía |
| Administration | 8 | 2 | Lucía |
| IT and Operations | 9 | 2 | Jonas |
"""

STORIES = (
	Story(
		key="training-plan",
		subject="Plan the training of all 45 users",
		set_at=at(-22, "09:00"),
		assigner="ingrid",
		responsible="lucia",
		observers=("helena", "priya"),
		deadline=at(-15),
		description="<p>Groups, rooms, trainers. Nobody waits longer than a week between training and use.</p>",
		fields={"require_file": 1},
		beats=(
			beat(-22, "10:10", "lucia", "accept_assignment"),
			beat(-15, "14:50", "lucia", "attach", file_name="training-plan.md", content=_TRAINING_PLAN),
			beat(-15, "15:00", "lucia", "submit_task", result="<p>Five groups, rooms booked.</p>"),
			beat(-15, "17:20", "ingrid", "accept_result"),
		),
	),
	Story(
		key="train-sales",
		subject="Train Sales in two groups",
		set_at=at(-9, "09:30"),
		assigner="lucia",
		responsible="tomasz",
		co_assignees=("marcus",),
		observers=("helena",),
		deadline=at(4),
		description="<p>Two half days for each group, with their own customers as examples.</p>",
		plan=("Material", "Group A, first half", "Group A, second half", "Group B", "Questions answered"),
		beats=(
			beat(-9, "10:20", "tomasz", "accept_assignment"),
			beat(-7, "17:00", "tomasz", "tick", step="Material"),
			beat(-2, "12:30", "tomasz", "tick", step="Group A, first half"),
			beat(-1, "12:30", "marcus", "tick", step="Group A, second half"),
			beat(-1, "13:00", "helena", "comment", text="Much praise from group A. Group B is curious."),
		),
	),
	Story(
		key="train-service",
		subject="Train Customer Service",
		set_at=at(-14, "09:00"),
		assigner="lucia",
		responsible="lucia",
		observers=("ingrid",),
		deadline=at(-6),
		description="<p>Three hours: calls, complaints, returns.</p>",
		beats=(
			beat(-13, "09:00", "lucia", "start"),
			beat(-5, "12:15", "lucia", "submit_task", result="<p>Ten people, one will catch up.</p>"),
		),
	),
	Story(
		key="handbook",
		subject="Write a handbook of 20 pages for Sales",
		set_at=at(-18, "13:00"),
		assigner="helena",
		responsible="tomasz",
		observers=("marcus",),
		deadline=at(-5),
		description="<p>For people who have two minutes between two calls: pictures first, words second.</p>",
		fields={"require_result": 1},
		beats=(
			beat(-18, "14:30", "tomasz", "accept_assignment"),
			beat(-8, "16:00", "tomasz", "submit_task", result="<p>First version, 46 pages.</p>"),
			beat(-7, "11:00", "helena", "return_for_rework", reason="46 pages is a novel. Cut it to 20."),
			beat(-5, "15:30", "tomasz", "submit_task", result="<p>22 pages.</p>"),
			beat(
				-4,
				"10:20",
				"helena",
				"return_for_rework",
				reason="Better! The pictures still show the test system; take them again after the pilot.",
				deadline=at(2),
			),
			beat(-3, "09:45", "marcus", "comment", text="Page 7 is the one that I would print and pin up."),
		),
	),
	Story(
		key="dashboard",
		subject="Build the weekly sales dashboard",
		set_at=at(-3, "16:30"),
		assigner="robert",
		responsible="tomasz",
		observers=("helena",),
		deadline=at(7),
		description="<p>New quotations, won and lost, overdue follow-ups; one page for Monday, 9 o'clock.</p>",
		plan=("Figures agreed with Sales", "First draft", "Final version"),
	),
)

"""The pictures of the documents: what each shows, who looks at it, and what he does first.

``./scripts/screenshots`` takes them all from the demo; a test holds this table, the files and the documents together.
"""

from typing import NamedTuple

DESK, PHONE = 1366, 390


class Picture(NamedTuple):
	"""``user`` is what the demo calls a person.

	``page`` is an address of the desk, or a doctype with what the record is found by. ``steps`` are done in their order:
	"click PLACE", "show PLACE" (in the middle of the screen) or "wait PLACE", each with a CSS selector.
	"""

	name: str
	user: str
	page: str | tuple[str, dict[str, str]]
	steps: tuple[str, ...] = ()
	width: int = DESK
	height: int = 850


MIGRATION = ("TD Task", {"subject": "Migrate customer data from the spreadsheets and the old database"})
WEB_SHOP = ("TD Task", {"subject": "Take web shop orders over into the CRM every five minutes"})
CUSTOMER_DATA = ("TD Project Link", {"project_name": "Customer data for the CRM"})
PIPELINE = ("TD Task Template", {"subject": "Pipeline report of week {week}"})
MONTH = ("TD Discipline Statement", {"user": "amelie@crm-demo.example"})

PREFERENCES = ("click .page-head .menu-btn-group > button", "click .dropdown-item >> text=My Preferences")

PICTURES = (
	Picture("task-form", "amelie", MIGRATION, ("wait .td-progress",)),
	Picture(
		"submit",
		"amelie",
		MIGRATION,
		("click .standard-actions .primary-action", "wait .modal.show .ql-editor"),
	),
	Picture("my-day", "kenji", "/app/td-my-day", ("wait .td-my-row",)),
	Picture("my-day-phone", "amelie", "/app/td-my-day", ("wait .td-my-row",), PHONE, 760),
	Picture(
		"workspace", "robert", "/app/task-discipline", ("wait svg.chart", "wait .quick-list-item"), DESK, 1000
	),
	Picture("task-calendar", "amelie", "/app/td-task/view/calendar/default", ("wait .fc-event",)),
	Picture(
		"calendar",
		"amelie",
		"/app/td-my-day",
		(*PREFERENCES, 'show .td-preferences-form [data-fieldname="calendar_view"]'),
		DESK,
		600,
	),
	Picture(
		"chat",
		"priya",
		"/app/td-chat",
		("click .td-chat-group >> text=Connect the telephone", "wait .td-chat-row"),
	),
	Picture(
		"report",
		"robert",
		"/app/query-report/Execution Discipline?period=Last+Month",
		("wait svg.chart",),
		DESK,
		1050,
	),
	Picture("dashboard", "robert", "/app/dashboard-view/Task Discipline", ("wait svg.chart",), DESK, 640),
	Picture("why", "jonas", WEB_SHOP, ("click .form-tabs >> text=Figures", "show .td-why-verdict")),
	Picture("statement", "amelie", MONTH, ("wait .td-entries",)),
	Picture("project", "robert", CUSTOMER_DATA, ("wait .td-shares",)),
	Picture("project-plan", "robert", CUSTOMER_DATA, ("click .form-tabs >> text=Plan", "wait .td-plan-row")),
	Picture("template", "robert", PIPELINE, ("wait .td-dates", "show .td-dates")),
	Picture("set-up", "robert", "/app/td-setup", ("wait .td-setup-step",), DESK, 950),
	Picture("preferences", "amelie", "/app/td-my-day", (*PREFERENCES, "wait .td-preferences-form")),
)
"""In the order of the documents."""

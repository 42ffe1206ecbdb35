app_name = "task_discipline"
app_title = "Task Discipline"
app_publisher = "Task Discipline contributors"
app_description = "Orders on record: tasks, deadlines and fair execution figures inside the desk"
app_email = "maintainers@task-discipline.example"
app_license = "mit"

export_python_type_annotations = True
require_type_annotated_api_methods = True

# Install and migrate
after_install = "task_discipline.setup.install.after_install"
after_migrate = "task_discipline.setup.install.after_migrate"
after_uninstall = "task_discipline.setup.uninstall.after_uninstall"
before_uninstall = "task_discipline.setup.uninstall.before_uninstall"
setup_wizard_complete = "task_discipline.setup.install.after_wizard"
fixtures = [
	{"dt": "Custom HTML Block", "filters": [["name", "=", "Task Discipline Health"]]},
	{"dt": "Role", "filters": [["name", "in", ["Task Discipline Manager", "Task Discipline User"]]]},
]

# Scheduler
scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"task_discipline.td_jobs.mark_overdue",
			"task_discipline.td_jobs.remind_of_questions",
			"task_discipline.td_jobs.renew_templates",
			"task_discipline.td_jobs.replan_reminders",
			"task_discipline.td_jobs.send_reminders",
		],
		"*/15 * * * *": [
			"task_discipline.td_jobs.mail_unread_talk",
			"task_discipline.td_jobs.mend_search",
			"task_discipline.td_jobs.rate_archive",
			"task_discipline.td_jobs.rate_projects",
			"task_discipline.td_jobs.send_digests",
		],
	},
	"daily_long": [
		"task_discipline.td_jobs.delete_old_talk",
		"task_discipline.td_jobs.rate_last_months",
		"task_discipline.td_jobs.recount_projects",
	],
}

# Permissions
has_permission = {
	"Activity Log": "task_discipline.beside.has_host_record_permission",
	"Comment": "task_discipline.beside.has_host_record_permission",
	"Communication": "task_discipline.beside.has_host_record_permission",
	"Document Share Key": "task_discipline.beside.has_host_record_permission",
	"Email Queue": "task_discipline.beside.has_host_record_permission",
	"File": "task_discipline.beside.has_file_permission",
	"Notification Log": "task_discipline.beside.has_host_record_permission",
	"Prepared Report": "task_discipline.prepared_rights.has_permission",
	"TD Absence": "task_discipline.personal.has_absence_permission",
	"TD Bonus Base": "task_discipline.money_rights.has_base_permission",
	"TD Chat Group": "task_discipline.chat_rights.has_group_permission",
	"TD Chat Member": "task_discipline.chat_rights.has_member_permission",
	"TD Chat Message": "task_discipline.chat_rights.has_message_permission",
	"TD Deadline Request": "task_discipline.permissions.has_record_permission",
	"TD Digest": "task_discipline.personal.has_permission",
	"TD Discipline Entry": "task_discipline.money_rights.has_entry_permission",
	"TD Discipline Rule": "task_discipline.permissions.has_common_permission",
	"TD Discipline Rule Version": "task_discipline.permissions.has_common_permission",
	"TD Discipline Statement": "task_discipline.money_rights.has_statement_permission",
	"TD Milestone": "task_discipline.permissions.has_record_permission",
	"TD Preferences": "task_discipline.personal.has_permission",
	"TD Project Event": "task_discipline.permissions.has_record_permission",
	"TD Project Link": "task_discipline.permissions.has_project_permission",
	"TD Reminder": "task_discipline.permissions.has_record_permission",
	"TD Task": "task_discipline.permissions.has_task_permission",
	"TD Task Access": "task_discipline.permissions.has_access_permission",
	"TD Task Event": "task_discipline.permissions.has_record_permission",
	"TD Task Rating": "task_discipline.rating_rights.has_permission",
	"TD Task Template": "task_discipline.permissions.has_template_permission",
	"TD Team": "task_discipline.permissions.has_common_permission",
	"TD Template Event": "task_discipline.permissions.has_record_permission",
	"TD Work Calendar": "task_discipline.permissions.has_common_permission",
	"Tag Link": "task_discipline.beside.has_host_record_permission",
	"ToDo": "task_discipline.beside.has_host_record_permission",
	"Version": "task_discipline.beside.has_host_record_permission",
	"View Log": "task_discipline.beside.has_host_record_permission",
}
permission_query_conditions = {
	"Activity Log": "task_discipline.beside.host_record_condition",
	"Comment": "task_discipline.beside.host_record_condition",
	"Communication": "task_discipline.beside.host_record_condition",
	"Document Share Key": "task_discipline.beside.host_record_condition",
	"Email Queue": "task_discipline.beside.host_record_condition",
	"File": "task_discipline.beside.file_condition",
	"Notification Log": "task_discipline.beside.host_record_condition",
	"Prepared Report": "task_discipline.prepared_rights.condition",
	"TD Absence": "task_discipline.personal.absence_condition",
	"TD Bonus Base": "task_discipline.money_rights.base_condition",
	"TD Chat Group": "task_discipline.chat_rights.group_condition",
	"TD Chat Member": "task_discipline.chat_rights.member_condition",
	"TD Chat Message": "task_discipline.chat_rights.message_condition",
	"TD Deadline Request": "task_discipline.permissions.record_condition",
	"TD Digest": "task_discipline.personal.condition",
	"TD Discipline Entry": "task_discipline.money_rights.entry_condition",
	"TD Discipline Statement": "task_discipline.money_rights.statement_condition",
	"TD Milestone": "task_discipline.permissions.record_condition",
	"TD Plan Step": "task_discipline.permissions.child_condition",
	"TD Preferences": "task_discipline.personal.condition",
	"TD Project Event": "task_discipline.permissions.record_condition",
	"TD Project Link": "task_discipline.permissions.project_condition",
	"TD Reminder": "task_discipline.permissions.record_condition",
	"TD Task": "task_discipline.permissions.task_condition",
	"TD Task Access": "task_discipline.permissions.access_condition",
	"TD Task Dependency": "task_discipline.permissions.child_condition",
	"TD Task Event": "task_discipline.permissions.record_condition",
	"TD Task Rating": "task_discipline.rating_rights.condition",
	"TD Task Template": "task_discipline.permissions.template_condition",
	"TD Task User": "task_discipline.permissions.child_condition",
	"TD Template Event": "task_discipline.permissions.record_condition",
	"TD Template Milestone": "task_discipline.permissions.child_condition",
	"TD Template Step": "task_discipline.permissions.child_condition",
	"Tag Link": "task_discipline.beside.host_record_condition",
	"ToDo": "task_discipline.beside.host_record_condition",
	"Version": "task_discipline.beside.host_record_condition",
	"View Log": "task_discipline.beside.host_record_condition",
}

# Doctypes of the host
doc_events = {
	"Auto Email Report": {"validate": "task_discipline.events.check_auto_report"},
	"Comment": {
		"validate": "task_discipline.events.check_comment",
		"after_insert": [
			"task_discipline.events.keep_talk_among_people",
			"task_discipline.events.tell_chat",
		],
		"on_update": "task_discipline.events.keep_talk_among_people",
		"on_trash": "task_discipline.events.keep_talk_among_people",
	},
	"Communication": {
		"validate": "task_discipline.events.check_communication",
		"after_insert": "task_discipline.events.keep_talk_among_people",
		"on_update": "task_discipline.events.keep_talk_among_people",
		"on_trash": "task_discipline.events.keep_talk_among_people",
	},
	"Data Import": {"on_change": "task_discipline.events.follow_import"},
	"DocShare": {"validate": "task_discipline.events.refuse_share"},
	"Document Follow": {"validate": "task_discipline.events.check_follow"},
	"Document Share Key": {"validate": "task_discipline.events.expire_public_link"},
	"Energy Point Log": {"validate": "task_discipline.events.check_praise"},
	"File": {
		"before_validate": "task_discipline.events.check_file_change",
		"validate": "task_discipline.events.check_file",
	},
	"Report": {
		"onload": "task_discipline.events.open_report",
		"validate": "task_discipline.events.check_report",
	},
	"Tag Link": {"validate": "task_discipline.events.check_tag"},
	"ToDo": {
		"on_trash": "task_discipline.events.keep_mirror",
		"validate": "task_discipline.events.check_todo",
	},
	"User": {
		"after_rename": "task_discipline.events.rename_person",
		"before_rename": "task_discipline.events.merge_person",
		"on_update": "task_discipline.events.close_account",
		"on_trash": "task_discipline.events.forget_person",
	},
}

# A full disk is told in words
before_write_file = ["task_discipline.files.require_room"]

# Replies to mails of tasks, and reports by mail
override_doctype_class = {
	"Auto Email Report": "task_discipline.report_mails.TaskReportMail",
	"Email Account": "task_discipline.inbox.TaskMailAccount",
	"Prepared Report": "task_discipline.report_results.TaskReportResult",
}

# Doors of the host that ask nobody's permission, closed for our doctypes and left alone for all others
override_whitelisted_methods = {
	"frappe.client.get_count": "task_discipline.api.host_guards.get_count",
	"frappe.client.get_password": "task_discipline.api.value_guards.get_password",
	"frappe.client.validate_link": "task_discipline.api.host_guards.validate_link",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "task_discipline.api.host_guards.get_chart",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card": "task_discipline.api.host_guards.move_card",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "task_discipline.api.host_guards.get_tagged_docs",
	"frappe.desk.like.toggle_like": "task_discipline.api.host_guards.toggle_like",
	"frappe.desk.listview.get_group_by_count": "task_discipline.api.host_guards.get_group_by_count",
	"frappe.desk.notifications.get_open_count": "task_discipline.api.records.get_open_count",
	"frappe.desk.query_report.export_query": "task_discipline.api.report_guards.export_query",
	"frappe.desk.query_report.run": "task_discipline.api.report_guards.run",
	"frappe.desk.search.search_link": "task_discipline.api.host_guards.search_link",
	"frappe.desk.search.search_widget": "task_discipline.api.host_guards.search_widget",
	"frappe.email.relink": "task_discipline.api.host_guards.relink",
	"frappe.realtime.can_subscribe_doc": "task_discipline.api.host_guards.can_subscribe_doc",
	"frappe.realtime.has_permission": "task_discipline.api.host_guards.can_subscribe_doc",
	"frappe.utils.file_manager.add_attachments": "task_discipline.api.host_guards.add_attachments",
	"frappe.utils.goal.get_monthly_goal_graph_data": "task_discipline.api.host_guards.get_goal_graph",
	"frappe.website.doctype.web_form.web_form.get_form_data": "task_discipline.api.value_guards.get_form_data",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": "task_discipline.api.value_guards.get_workflow_state_count",
}

# A question that no list condition can cut down
before_request = [
	"task_discipline.compat.look_afresh",
	"task_discipline.api.request_guard.refuse_joined_records",
]
before_job = ["task_discipline.compat.look_afresh"]

# Desk
add_to_apps_screen = [
	{
		"name": "task_discipline",
		"logo": "/assets/task_discipline/images/task-discipline.svg",
		"title": "Task Discipline",
		"route": "/app/task-discipline",
		"has_permission": "task_discipline.standing.has_app",
	}
]
additional_timeline_content = {
	"TD Discipline Statement": ["task_discipline.api.timeline.get_statement_events"],
	"TD Project Link": ["task_discipline.api.timeline.get_project_events"],
	"TD Task": ["task_discipline.api.timeline.get_task_events"],
}
app_include_css = ["task_discipline.bundle.css", "td_projects.bundle.css"]
app_include_js = "task_discipline.bundle.js"
calendars = ["TD Task"]
override_doctype_dashboards = {
	"CRM Deal": ["task_discipline.api.records.connect_crm_deal"],
	"CRM Lead": ["task_discipline.api.records.connect_crm_lead"],
	"Customer": ["task_discipline.api.records.connect_customer"],
	"Lead": ["task_discipline.api.records.connect_lead"],
	"Opportunity": ["task_discipline.api.records.connect_opportunity"],
	"Project": ["task_discipline.api.records.connect_project"],
}
extend_bootinfo = ["task_discipline.api.boot.extend", "task_discipline.api.labels.tell_apart"]

# Records that outlive what they name
ignore_links_on_delete = [
	"TD Task Event",
	"TD Task Access",
	"TD Task Rating",
	"TD Reminder",
	"TD Digest",
	"TD Discipline Statement",
	"TD Chat Group",
	"TD Chat Member",
	"TD Chat Message",
]

# Ledgers that the host clears by its log settings: days to keep
default_log_clearing_doctypes = {"TD Digest": 90}

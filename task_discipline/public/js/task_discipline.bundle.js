// Everything that the desk shows of tasks. The small scripts beside the doctypes hand it to the host.

import * as calendar from "./calendar";
import { show_bubble } from "./chat/bubble";
import * as form from "./task/form";
import { serve_the_keyboard } from "./keyboard";
import * as list from "./list/list";
import * as project_form from "./project/form";
import * as project_list from "./project/list";
import { protect_board } from "./list/board";
import { full_name, with_names } from "./list/people";
import { events as preferences_events } from "./preferences/form";
import { list_settings as preferences_list, open_preferences } from "./preferences/open";
import { QuickEntry } from "./task/quick_entry";
import * as project_template from "./project_template/form";
import * as rating from "./rating/form";
import { settings as rating_list_settings } from "./rating/list";
import * as reports from "./reports/base";
import * as execution_reports from "./reports/execution";
import { watch_records } from "./beside/watch";
import { reason_in_words } from "./task/reasons";
import { speak_of_our_options } from "./options";
import { months_back } from "./statement/months";
import { settings as statement_list } from "./statement/list";
import * as team from "./team/form";
import * as template_form from "./template/form";
import * as template_list from "./template/list";
import * as work_calendar from "./work_calendar/form";
import { greet_in_the_language } from "./workspace/greeting";

// The prefix keeps the doctype apart from others; people read the short name, or its translation.
frappe._messages["TD Task"] ??= "Task";
frappe._messages["TD Task Template"] ??= "Task Template";
frappe._messages["TD Project Template"] ??= "Project Template";
frappe._messages["TD Project Link"] ??= "Project";
frappe._messages["TD Work Calendar"] ??= "Work Calendar";
frappe._messages["TD Absence"] ??= "Absence";
frappe._messages["TD Discipline Statement"] ??= "Statement";
frappe._messages["TD Task Rating"] ??= "Rating";
frappe._messages["TD Preferences"] ??= "Task Preferences";
frappe._messages["TD Chat Group"] ??= "Chat Group";
frappe._messages["TD Chat Member"] ??= "Chat Member";
frappe._messages["TD Chat Message"] ??= "Chat Message";

speak_of_our_options();

frappe.provide("task_discipline");
Object.assign(task_discipline, {
	form_events: form.events,
	list_settings: list.settings,
	full_name,
	with_names,
	calendar_settings: calendar.settings,
	QuickEntry,
	project_template_events: project_template.events,
	team_events: team.events,
	template_events: template_form.events,
	template_list_settings: template_list.settings,
	project_events: project_form.events,
	project_list_settings: project_list.settings,
	statement_list_settings: statement_list,
	months_back,
	work_calendar,
	open_preferences,
	preferences: { events: preferences_events, list_settings: preferences_list },
	rating_events: rating.events,
	rating_list_settings,
	reason_in_words,
	reports: { ...reports, ...execution_reports },
});

// The host shows the state of a task in the form and on boards by these settings too, before any list was open.
frappe.provide("frappe.listview_settings");
frappe.listview_settings["TD Task"] = list.settings;
frappe.listview_settings["TD Project Link"] = project_list.settings;
frappe.listview_settings["TD Discipline Statement"] = statement_list;
frappe.listview_settings["TD Task Template"] = template_list.settings;
// These lists have no script of their own.
const NAMING = {
	"TD Deadline Request": ["requested_by", "decided_by"],
	"TD Milestone": ["responsible", "reached_by"],
	"TD Project Event": ["actor"],
	"TD Task Event": ["actor", "assigner", "responsible", "old_person", "new_person"],
	"TD Team": ["head"],
	"TD Template Event": ["actor"],
};
Object.entries(NAMING).forEach(([doctype, columns]) => {
	frappe.listview_settings[doctype] = with_names(columns, { hide_name_column: true });
});
frappe.listview_settings["TD Bonus Base"] = with_names(["user"], { formatters: { user: full_name } });
frappe.ui.form.TDTaskQuickEntryForm = QuickEntry;
protect_board();
watch_records();
serve_the_keyboard();
greet_in_the_language();
$(document).on("toolbar_setup", show_bubble);
// Whoever does not manage accounts may not open the form of another's: a name that leads to a refusal is no link.
$(document.body).toggleClass("td-names-only", !frappe.model.can_create("User"));

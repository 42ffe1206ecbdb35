// Everything that the desk shows of tasks. The small scripts beside the doctypes hand it to the host.

import * as calendar from "./calendar";
import { show_bubble } from "./chat/bubble";
import * as form from "./task/form";
import { serve_the_keyboard } from "./keyboard";
import * as list from "./list/list";
import * as project_form from "./project/form";
import * as project_list from "./project/list";
import { protect_board } from "./list/board";
import { full_name, name_pills, with_names } from "./list/people";
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
import { speak_of_our_options, translate_hints_of_moments } from "./host/formats";
import { speak_in_lists } from "./host/lists";
import { speak_in_titles } from "./host/titles";
import { months_back } from "./statement/months";
import { settings as statement_list } from "./statement/list";
import * as team from "./team/form";
import * as template_form from "./template/form";
import * as template_list from "./template/list";
import * as work_calendar from "./work_calendar/form";
import { greet_in_the_language } from "./workspace/greeting";

speak_of_our_options();
translate_hints_of_moments();
speak_in_lists();
speak_in_titles();

frappe.provide("task_discipline");
Object.assign(task_discipline, {
	form_events: form.events,
	list_settings: list.settings,
	full_name,
	name_pills,
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
	"TD Chat Message": ["author"],
	"TD Deadline Request": ["requested_by", "decided_by"],
	"TD Discipline Rule Version": ["changed_by"],
	"TD Milestone": ["responsible", "reached_by"],
	"TD Project Event": ["actor"],
	"TD Task Event": ["actor", "assigner", "responsible", "old_person", "new_person"],
	"TD Team": ["head"],
	"TD Template Event": ["actor"],
};
Object.entries(NAMING).forEach(([doctype, columns]) => {
	frappe.listview_settings[doctype] = with_names(columns, { hide_name_column: true });
});
// Here the person is what the record is called by.
["TD Bonus Base", "TD Chat Member"].forEach((doctype) => {
	frappe.listview_settings[doctype] = with_names(["user"], { formatters: { user: full_name } });
});
const REQUESTS = { Open: "orange", Approved: "green", Refused: "red" };
frappe.listview_settings["TD Deadline Request"].get_indicator = ({ status }) => [
	__(status, null, "TD Deadline Request"),
	REQUESTS[status] || "gray",
	`status,=,${status}`,
];
frappe.ui.form.TDTaskQuickEntryForm = QuickEntry;
protect_board();
watch_records();
serve_the_keyboard();
greet_in_the_language();
$(document).on("toolbar_setup", show_bubble);
// Whoever does not manage accounts may not open the form of another's: a name that leads to a refusal is no link.
$(document.body).toggleClass("td-names-only", !frappe.model.can_create("User"));

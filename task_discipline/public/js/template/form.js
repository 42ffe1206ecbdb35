// The form of a template.

import { active_people } from "../words";
import { show_buttons } from "./buttons";
import { show_made } from "./made";
import { events as preview_events, show_preview } from "./preview";
import { show_state } from "./state_view";
import { company_zone, info } from "./view";

const PEOPLE = ["responsible", "substitute", "assigner", "candidates", "co_assignees", "observers"];

export const events = {
	...preview_events,

	setup(frm) {
		const people = () => ({ filters: { enabled: 1, user_type: "System User" } });
		PEOPLE.forEach((fieldname) => {
			frm.set_query(fieldname, people);
			frm.set_df_property(fieldname, "filter_description", active_people());
		});
		frm.set_query("person", "plan", people);
		frm.fields_dict.plan.grid.update_docfield_property("person", "filter_description", active_people());
		frm.set_query("reference_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
		Object.entries(choices()).forEach(([fieldname, options]) =>
			frm.set_df_property(fieldname, "options", options),
		);
		name_zone(frm);
		$(frm.wrapper).addClass("td-task-form td-template-form");
	},

	onload: name_people,

	refresh(frm) {
		name_people(frm);
		show_names(frm);
		const is_manager = frappe.user.has_role("Task Discipline Manager");
		frm.toggle_display("assigner", !frm.is_new() || is_manager);
		frm.set_df_property("assigner", "read_only", is_manager ? 0 : 1);
		show_state(frm);
		show_preview(frm);
		show_made(frm);
		show_buttons(frm);
		if (frm.is_new() && !frappe.model.can_create(frm.doctype)) frm.disable_save();
	},

	responsible: (frm) => {
		show_names(frm);
		preview_events.responsible(frm);
	},

	substitute: (frm) => {
		show_names(frm);
		preview_events.substitute(frm);
	},

	reference_doctype(frm) {
		frm.set_value("reference_name", null);
	},
};

const choice = (value, label) => ({ value, label });

// What the stored words mean.
const choices = () => ({
	people_mode: [
		choice("Fixed", __("One person")),
		choice("In Turn", __("Several people in turn")),
		choice("Least Loaded", __("Whoever has least to do")),
	],
	if_absent: [
		choice("Stop", __("Stop and tell me")),
		choice("Substitute", __("Give the task to a substitute")),
	],
	repeat_unit: [
		choice("Day", __("Day")),
		choice("Working Day", __("Working day")),
		choice("Week", __("Week")),
		choice("Month", __("Month")),
		choice("Quarter", __("Quarter")),
		choice("Year", __("Year")),
		choice("RRULE", __("Another rule (RRULE, for experts)")),
	],
	month_day: [
		choice("Day", __("A day of the month")),
		choice("Last Day", __("The last day")),
		choice("Last Working Day", __("The last working day")),
		choice("Weekday", __("A weekday, such as the first Monday")),
	],
	day_off: [
		choice("Keep", __("Keep the date")),
		choice("Next Working Day", __("Move it to the next working day")),
		choice("Previous Working Day", __("Move it to the working day before")),
		choice("Skip", __("Make no task")),
	],
	missed_runs: [
		choice("Create All", __("Make a task for each")),
		choice("Only the Latest", __("Make a task for the latest one")),
		choice("None", __("Make none")),
	],
	short_month: [choice("Last Day", __("The last day of the month")), choice("Skip", __("Make no task"))],
});

// Below a time the host names the person's own zone, but a rule counts in the company's.
function name_zone(frm) {
	const { set_description } = frappe.ui.form.ControlInput.prototype;
	["time_of_day", "due_time"].forEach((fieldname) => {
		const control = frm.fields_dict[fieldname];
		control.set_description = (words) => set_description.call(control, words);
	});
	if (company_zone()) {
		const words = __("In the time of the company, {0}", [company_zone()]);
		frm.set_df_property("time_of_day", "description", words);
	}
}

// A link that can be edited shows an address; the name stands below it.
function show_names(frm) {
	["responsible", "substitute"].forEach((fieldname) => {
		const name = info(frm).names[frm.doc[fieldname]];
		frm.set_df_property(fieldname, "description", name ? frappe.utils.escape_html(name) : "");
	});
}

// Pills and links show full names instead of addresses. The host puts them into its HTML as they are.
function name_people(frm) {
	Object.entries(info(frm).names).forEach(([user, name]) =>
		frappe.utils.add_link_title("User", user, name.replace(/[<>&"]/g, "")),
	);
}

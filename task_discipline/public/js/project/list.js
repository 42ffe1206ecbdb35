// The list of projects: how each stands and how far it is.

import { guide_when_empty } from "../list/empty";
import { full_name, name_people } from "../list/people";
import { day, escape } from "../words";
import { indicator } from "./health";

const nothing_yet = () =>
	frappe.model.can_create("TD Project Link")
		? __(
				"No project is open. Make one here, start one from a template, or choose tasks in their list and make a project out of them.",
			)
		: __("No project is open to you. Its manager can make you a member or an observer.");

export const settings = {
	add_fields: ["status", "health", "progress", "tasks_total", "tasks_done", "manager", "ends_on"],
	hide_name_column: true,
	// Those that have ended are history.
	filters: [["status", "in", ["Open", "On Hold"]]],
	// The lists of the workspace ask for nothing but the state.
	get_indicator: (project) =>
		"health" in project
			? indicator(project)
			: [__(project.status, null, "TD Project Link"), "blue", `status,=,${project.status}`],

	onload(listview) {
		if (listview.view_name !== "List") return;
		guide_when_empty(listview, nothing_yet);
		if (frappe.model.can_create("TD Project Link")) {
			listview.page.add_inner_button(__("From a Template"), () =>
				frappe.set_route("List", "TD Project Template"),
			);
		}
		listview.list_view_settings.total_fields ||= 6;
		listview.setup_columns();
		listview.render_header(true);
	},

	refresh: (view) => name_people(view, ["manager"]),

	formatters: {
		manager: (value) => escape(full_name(value)),
		ends_on: (value) => (value ? escape(day(value)) : `<span class="text-muted">—</span>`),
		progress: (value, _df, { tasks_total, tasks_done }) =>
			progress(value, cint(tasks_done), cint(tasks_total)),
	},
};

function progress(value, done, total) {
	if (!total) return `<span class="text-muted">${escape(__("No tasks yet"))}</span>`;
	const percent = Math.floor(flt(value));
	const title = escape(__("{0} of {1} tasks done", [done, total]));
	return `<span class="td-list-share" title="${title}"><span><span style="width: ${percent}%"></span></span>${percent} %</span>`;
}

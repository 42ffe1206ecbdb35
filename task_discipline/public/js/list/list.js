// The list of tasks: what a row shows, whose tasks, and what can be done with several at once.

import { indicator, is_overdue } from "../standing";
import { escape, when } from "../words";
import { full_name, name_people } from "./people";
import { add_bulk_actions } from "./bulk";
import { add_project_actions } from "./projects";
import { add_import } from "./sheets";
import { add_tabs } from "./tabs";

const WIDE = 1500;

export const settings = {
	add_fields: [
		"status",
		"timeliness",
		"starts_on",
		"deadline",
		"progress",
		"depends_on_tasks",
		"priority",
		"responsible",
		"assigner",
	],
	hide_name_column: true,
	get_indicator: indicator,
	primary_action: () => frappe.new_doc("TD Task"),

	// Reports come here too: their figures must not be narrowed down by anything that is not shown.
	onload(listview) {
		if (listview.view_name !== "List") return;
		show_columns(listview);
		add_tabs(listview);
		add_bulk_actions(listview);
		add_project_actions(listview);
		add_import(listview);
	},

	refresh: name_people,

	formatters: {
		deadline: (value, _df, task) => (value ? due(value, task) : `<span class="text-muted">—</span>`),
		responsible: (value) => escape(full_name(value)),
		assigner: (value) => escape(full_name(value)),
	},
};

const due = (value, task) =>
	`<span class="${is_overdue(task) ? "td-overdue" : ""}" title="${escape(value)}">${escape(when(value))}</span>`;

// On ordinary screens the host shows two columns beside the subject; who and by when need more.
function show_columns(listview) {
	listview.list_view_settings.total_fields ||= window.innerWidth < WIDE ? 5 : 6;
	listview.setup_columns();
	listview.render_header(true);
}

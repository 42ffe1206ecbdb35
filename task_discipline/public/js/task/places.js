// Where a task belongs: its project and milestone by name, and what it waits for.

import { info } from "./view";

export function set_place_queries(frm) {
	const open = { status: ["in", ["Open", "On Hold"]] };
	frm.set_query("project", () => ({ filters: open }));
	frm.set_query("milestone", () => ({
		filters: { project: frm.doc.project || "", state: ["in", ["Pending", "Missed"]] },
	}));
	frm.set_query("task", "depends_on", () => ({
		filters: { is_open: 1, ...(frm.is_new() ? {} : { name: ["!=", frm.docname] }) },
	}));
}

// A milestone of another project would be refused when the task is saved.
export function forget_milestone(frm) {
	if (frm.doc.milestone) frm.set_value("milestone", null);
}

// Links show numbers; the names stand below them, for whoever may read them.
export function show_places(frm) {
	const { project_name, milestone_title } = info(frm);
	frm.set_df_property("project", "description", frappe.utils.escape_html(project_name || ""));
	frm.set_df_property("milestone", "description", frappe.utils.escape_html(milestone_title || ""));
}

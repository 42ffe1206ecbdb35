// What a person can do with a project: set tasks in it, look at them in other ways, close it.

import { is_saved } from "../task/actions";
import { steps } from "./life";
import { add_existing, new_task } from "./tasks";
import { has_ended, works_on } from "./view";

const BOARD = "Tasks by status";

export function show_buttons(frm) {
	if (frm.is_new()) return;
	if (works_on(frm) && !has_ended(frm)) {
		if (frappe.model.can_create("TD Task")) frm.add_custom_button(__("New Task"), () => new_task(frm));
		frm.add_custom_button(__("Add Existing Tasks"), () => is_saved(frm) && add_existing(frm));
	}
	Object.entries(VIEWS).forEach(([label, open]) =>
		frm.add_custom_button(__(label), () => open(frm), __("View")),
	);
	frm.add_custom_button(__("Status Report"), () => show_report(frm), __("View"));
	steps(frm).forEach(({ label, take }) =>
		frm.add_custom_button(label, () => is_saved(frm) && take(), __("Project")),
	);
}

// The words are taken from the host, which calls its own views the same.
const VIEWS = {
	List: (frm) => show_tasks(frm, "List"),
	Kanban: (frm) => show_tasks(frm, "Kanban", BOARD),
	Calendar: (frm) => show_tasks(frm, "Calendar", "default"),
	Gantt: (frm) => show_tasks(frm, "Gantt"),
	Report: (frm) => show_tasks(frm, "Report"),
};

function show_tasks(frm, ...view) {
	frappe.route_options = { project: frm.docname };
	frappe.set_route("List", "TD Task", ...view);
}

// The host's page of a print has its own buttons; one that prints at once would close itself before it is read.
function show_report(frm) {
	const asked = {
		doctype: frm.doctype,
		name: frm.docname,
		format: "TD Project Status",
		no_letterhead: 1,
	};
	window.open(`/printview?${new URLSearchParams(asked)}`);
}

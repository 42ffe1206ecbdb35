// Tasks come into a project: new ones, and such as are there already.

import { choose_tasks } from "./choice";

export const new_task = (frm, more = {}) =>
	frappe.new_doc("TD Task", { project: frm.docname, ...more }).then(() => {
		if (frappe.quick_entry) frappe.quick_entry.after_insert = () => frm.reload_doc();
	});

export const add_existing = (frm) =>
	choose_tasks((names) =>
		move(names, frm.docname).then(({ moved }) => {
			tell_moved(moved);
			return frm.reload_doc();
		}),
	);

export const move = (names, project, reason = null) =>
	frappe.xcall("task_discipline.api.projects.move_tasks", { names, project, reason });

export const tell_moved = (moved) =>
	frappe.show_alert(
		{
			message: moved === 1 ? __("1 task moved") : __("{0} tasks moved", [moved]),
			indicator: "green",
		},
		7,
	);

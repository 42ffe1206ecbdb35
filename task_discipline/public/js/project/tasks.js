// Tasks come into a project: new ones, and such as are there already.

export const new_task = (frm, more = {}) =>
	frappe.new_doc("TD Task", { project: frm.docname, ...more }).then(() => {
		if (frappe.quick_entry) frappe.quick_entry.after_insert = () => frm.reload_doc();
	});

export function add_existing(frm) {
	const dialog = new frappe.ui.form.MultiSelectDialog({
		doctype: "TD Task",
		target: frm,
		setters: { responsible: null, status: null },
		add_filters_group: 0,
		get_query: () => ({ filters: { project: ["is", "not set"] } }),
		primary_action_label: __("Add to the Project"),
		action(names) {
			if (!names.length) return;
			move(names, frm.docname).then(({ moved }) => {
				dialog.dialog.hide();
				tell_moved(moved);
				frm.reload_doc();
			});
		},
	});
}

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

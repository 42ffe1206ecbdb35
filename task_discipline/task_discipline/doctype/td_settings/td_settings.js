frappe.ui.form.on("TD Settings", {
	refresh(frm) {
		// ERPNext's tasks are offered where they are, and to those who may bring them.
		const is_manager =
			frappe.user.has_role("Task Discipline Manager") || frappe.session.user === "Administrator";
		if (!is_manager || !frappe.model.can_read("Task") || !frappe.model.can_read("Project")) return;
		frm.add_custom_button(__("Import Tasks of ERPNext"), () =>
			frappe.require(["td_import.bundle.css", "td_import.bundle.js"], () =>
				task_discipline.import_tasks(),
			),
		);
	},
});

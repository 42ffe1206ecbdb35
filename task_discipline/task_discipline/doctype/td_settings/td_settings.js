frappe.ui.form.on("TD Settings", {
	refresh(frm) {
		frm.add_custom_button(__("Set-up"), () => frappe.set_route("td-setup"));
		const is_manager =
			frappe.user.has_role("Task Discipline Manager") || frappe.session.user === "Administrator";
		const chat = (work) => () =>
			frappe.require("td_chat_admin.bundle.js", () => task_discipline.chat_admin[work](frm));
		frm.add_custom_button(__("Delete Old Messages"), chat("delete_old"), __("Chat"));
		if (is_manager) frm.add_custom_button(__("Copy of a Group"), chat("copy_group"), __("Chat"));
		// ERPNext's tasks are offered where they are, and to those who may bring them.
		if (!is_manager || !frappe.model.can_read("Task") || !frappe.model.can_read("Project")) return;
		frm.add_custom_button(__("Import Tasks of ERPNext"), () =>
			frappe.require(["td_import.bundle.css", "td_import.bundle.js"], () =>
				task_discipline.import_tasks(),
			),
		);
	},
});

frappe.ui.form.on("TD Discipline Statement", {
	refresh(frm) {
		frappe.require(["td_statement.bundle.css", "td_statement.bundle.js"], () =>
			task_discipline.statements.events.refresh(frm),
		);
	},
});

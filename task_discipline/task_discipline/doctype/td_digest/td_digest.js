frappe.ui.form.on("TD Digest", {
	setup(frm) {
		frm.get_docfield("reason").formatter = (reason) =>
			frappe.utils.escape_html(task_discipline.reason_in_words(reason));
	},
});

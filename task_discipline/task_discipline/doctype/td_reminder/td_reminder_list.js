frappe.listview_settings["TD Reminder"] = task_discipline.with_names(["user"], {
	formatters: {
		reason: (reason) => frappe.utils.escape_html(task_discipline.reason_in_words(reason)),
	},
});

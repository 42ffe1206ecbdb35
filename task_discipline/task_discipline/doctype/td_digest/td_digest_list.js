frappe.listview_settings["TD Digest"] = {
	formatters: {
		reason: (reason) => frappe.utils.escape_html(task_discipline.reason_in_words(reason)),
	},
};

frappe.listview_settings["TD Digest"] = task_discipline.with_names(["user"], {
	formatters: {
		// The host escapes what stands first in a row by itself.
		user: task_discipline.full_name,
		reason: (reason) => frappe.utils.escape_html(task_discipline.reason_in_words(reason)),
	},
});

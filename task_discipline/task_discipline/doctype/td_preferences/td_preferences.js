frappe.ui.form.on("TD Preferences", task_discipline.preferences.events);

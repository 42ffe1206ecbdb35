frappe.listview_settings["TD Preferences"] = task_discipline.preferences.list_settings;

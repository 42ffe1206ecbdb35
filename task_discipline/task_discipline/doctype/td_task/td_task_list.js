frappe.listview_settings["TD Task"] = task_discipline.list_settings;

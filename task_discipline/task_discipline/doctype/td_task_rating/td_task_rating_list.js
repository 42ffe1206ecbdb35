frappe.listview_settings["TD Task Rating"] = task_discipline.rating_list_settings;

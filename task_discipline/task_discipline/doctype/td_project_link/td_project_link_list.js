frappe.listview_settings["TD Project Link"] = task_discipline.project_list_settings;

frappe.listview_settings["TD Task Template"] = task_discipline.template_list_settings;

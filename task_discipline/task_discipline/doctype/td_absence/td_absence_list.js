frappe.listview_settings["TD Absence"] = task_discipline.with_names(["user"], { hide_name_column: true });

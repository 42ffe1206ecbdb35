frappe.listview_settings["TD Absence"] = { hide_name_column: true };

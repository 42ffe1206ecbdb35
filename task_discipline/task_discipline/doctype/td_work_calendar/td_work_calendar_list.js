frappe.listview_settings["TD Work Calendar"] = { hide_name_column: true };

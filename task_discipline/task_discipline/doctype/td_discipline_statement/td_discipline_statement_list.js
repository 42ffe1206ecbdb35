frappe.listview_settings["TD Discipline Statement"] = task_discipline.statement_list_settings;

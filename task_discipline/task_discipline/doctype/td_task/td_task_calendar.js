frappe.views.calendar["TD Task"] = task_discipline.calendar_settings;

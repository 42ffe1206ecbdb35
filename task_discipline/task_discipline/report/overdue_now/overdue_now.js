frappe.query_reports["Overdue Now"] = task_discipline.reports.overdue_now();

frappe.query_reports["Deadline Moves"] = task_discipline.reports.deadline_moves();

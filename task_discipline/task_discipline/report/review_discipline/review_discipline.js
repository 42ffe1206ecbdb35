frappe.query_reports["Review Discipline"] = task_discipline.reports.reviews();

frappe.query_reports["Execution Discipline"] = task_discipline.reports.execution();

frappe.ui.form.on("TD Project Link", task_discipline.project_events);

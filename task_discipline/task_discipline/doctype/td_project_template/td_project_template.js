frappe.ui.form.on("TD Project Template", task_discipline.project_template_events);

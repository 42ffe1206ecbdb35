frappe.ui.form.on("TD Task Template", task_discipline.template_events);

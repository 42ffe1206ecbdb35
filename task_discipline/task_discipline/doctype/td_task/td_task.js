frappe.ui.form.on("TD Task", task_discipline.form_events);

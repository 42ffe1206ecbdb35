frappe.ui.form.on("TD Task Rating", task_discipline.rating_events);

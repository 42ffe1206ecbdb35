frappe.ui.form.on("TD Team", task_discipline.team_events);

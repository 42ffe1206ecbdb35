frappe.ui.form.on("TD Work Calendar", task_discipline.work_calendar.events);
frappe.ui.form.on("TD Work Hours", task_discipline.work_calendar.hours_events);
frappe.ui.form.on("TD Calendar Day", task_discipline.work_calendar.day_events);

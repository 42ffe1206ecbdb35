frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Overdue Tasks by Team"] = {
	method: "task_discipline.api.figures.overdue_by_team",
	filters: [],
};

frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Tasks on Time by Week"] = {
	method: "task_discipline.api.figures.on_time_by_week",
	filters: [],
};

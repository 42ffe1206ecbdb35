frappe.query_reports["Project Progress"] = {
	filters: [
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "Running", label: __("Running") },
				{ value: "Ended", label: __("Ended") },
				{ value: "All", label: __("All") },
			],
			default: "Running",
		},
		{
			fieldname: "health",
			label: __("Health"),
			fieldtype: "Select",
			options: ["", "Late", "At Risk", "On Track", "Not Rated"],
		},
		{ fieldname: "manager", label: __("Manager"), fieldtype: "Link", options: "User" },
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "TD Project Link" },
	],

	onload: (report) => task_discipline.reports.define_below(report),

	formatter(value, row, column, data, usual) {
		const { figure, filter_of, pill } = task_discipline.reports;
		const escape = frappe.utils.escape_html;
		const colours = { Late: "red", "At Risk": "orange", "On Track": "green", "Not Rated": "gray" };
		if (!data) return usual(value, row, column, data);
		const shown = {
			project_name: () =>
				`<a href="${frappe.utils.get_form_link("TD Project Link", data.project)}">${escape(value)}</a>`,
			health: () => pill(__(value, null, "TD Project Link"), colours[value], data.why),
			why: () => `<span title="${escape(value || "")}">${escape(value || "")}</span>`,
			overdue: () =>
				figure(value, {
					project: data.project,
					timeliness: "Overdue",
					status: filter_of("in", ["New", "In Progress"]),
				}),
		}[column.fieldname];
		return shown ? shown() : usual(value, row, column, data);
	},
};

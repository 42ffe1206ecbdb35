frappe.query_reports["Workload"] = {
	filters: [
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "TD Team" },
		{ fieldname: "person", label: __("Person"), fieldtype: "Link", options: "User" },
		{
			fieldname: "until",
			label: __("Hours until"),
			fieldtype: "Date",
			default: moment().startOf("week").add(13, "days").format("YYYY-MM-DD"),
		},
	],

	onload: (report) => task_discipline.reports.define_below(report),

	formatter(value, row, column, data, usual) {
		const { figure, filter_of } = task_discipline.reports;
		const working = filter_of("in", ["New", "In Progress", "On Hold"]);
		const counted = {
			open: { status: filter_of("in", ["New", "In Progress", "On Hold", "Submitted"]) },
			overdue: { timeliness: "Overdue", status: filter_of("in", ["New", "In Progress"]) },
			on_hold: { status: "On Hold" },
			waiting: { status: working, is_blocked: 1 },
			in_review: { status: "Submitted" },
			without_deadline: { status: working, deadline: filter_of("is", "not set") },
		};
		const filters = data && counted[column.fieldname];
		if (filters) return figure(value, { responsible: data.person, ...filters });
		if (column.fieldname === "load" && cint(value) > 100)
			return `<span class="text-danger">${usual(value, row, column, data)}</span>`;
		return usual(value, row, column, data);
	},
};

frappe.query_reports["Compliance Calendar"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From", null, "of a report"),
			fieldtype: "Date",
			reqd: 1,
			default: moment().subtract(30, "days").format("YYYY-MM-DD"),
		},
		{
			fieldname: "to_date",
			label: __("Until"),
			fieldtype: "Date",
			reqd: 1,
			default: moment().format("YYYY-MM-DD"),
		},
		{ fieldname: "template", label: __("Template"), fieldtype: "Link", options: "TD Task Template" },
		{ fieldname: "responsible", label: __("Responsible"), fieldtype: "Link", options: "User" },
		{ fieldname: "project", label: __("Project"), fieldtype: "Link", options: "TD Project Link" },
	],

	onload: (report) => task_discipline.reports.define_below(report),

	formatter(value, row, column, data, usual) {
		const cells = data?.cells?.[column.fieldname];
		if (!cells) return usual(value, row, column, data);
		const { pill, task_link } = task_discipline.reports;
		const colours = {
			"On Time": "green",
			Late: "orange",
			Missed: "red",
			"System Fault": "purple",
			Skipped: "gray",
			Cancelled: "gray",
			Open: "blue",
		};
		return cells
			.map(({ verdict, task, note }) => {
				const word = pill(__(verdict), colours[verdict], note);
				return task ? task_link(task, word, note) : word;
			})
			.join(" ");
	},
};

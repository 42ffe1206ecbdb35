frappe.query_reports["Fines and Rewards"] = {
	filters: [
		{
			fieldname: "period",
			label: __("Month"),
			fieldtype: "Select",
			options: task_discipline.months_back(36),
			default: moment().startOf("month").subtract(1, "month").format("YYYY-MM-DD"),
			reqd: 1,
		},
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			options: ["", "Draft", "Shown", "Agreed", "Objected", "Closed"].map((value) => ({
				value,
				label: value && __(value, null, "TD Discipline Statement"),
			})),
		},
		{ fieldname: "user", label: __("Person"), fieldtype: "Link", options: "User" },
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "TD Team" },
	],

	formatter(value, row, column, data, usual) {
		if (column.fieldname === "entries" && cint(value) && data?.statement) {
			const route = frappe.utils.generate_route({
				type: "doctype",
				name: "TD Discipline Entry",
				doc_view: "List",
				route_options: { statement: data.statement },
			});
			return `<div class="text-right"><a href="${frappe.utils.escape_html(route)}">${cint(value)}</a></div>`;
		}
		return usual(value, row, column, data);
	},
};

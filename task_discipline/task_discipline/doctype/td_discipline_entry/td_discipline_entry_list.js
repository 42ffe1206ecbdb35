const { period, net } = task_discipline.statement_list_settings.formatters;

frappe.listview_settings["TD Discipline Entry"] = task_discipline.with_names(["user"], {
	hide_name_column: true,
	add_fields: ["kind", "unit", "amount"],
	get_indicator(doc) {
		return doc.kind === "Fine"
			? [__("Fine"), "orange", "kind,=,Fine"]
			: [__("Reward"), "green", "kind,=,Reward"];
	},
	onload(listview) {
		if (listview.view_name !== "List") return;
		// The host would leave out the sum, which is what the list is for.
		listview.list_view_settings.total_fields ||= 6;
		listview.setup_columns();
		listview.render_header(true);
	},
	formatters: { period, amount: net },
});

frappe.listview_settings["TD Discipline Entry"] = {
	hide_name_column: true,
	add_fields: ["kind", "unit"],
	get_indicator(doc) {
		return doc.kind === "Fine"
			? [__("Fine"), "orange", "kind,=,Fine"]
			: [__("Reward"), "green", "kind,=,Reward"];
	},
};

frappe.listview_settings["TD Discipline Rule"] = {
	hide_name_column: true,
	add_fields: ["enabled", "kind"],
	get_indicator(doc) {
		if (!doc.enabled) return [__("Disabled"), "gray", "enabled,=,0"];
		return [__("Enabled"), doc.kind === "Fine" ? "orange" : "green", "enabled,=,1"];
	},
	onload(list) {
		if (!frappe.model.can_create("TD Discipline Rule")) return;
		list.page.add_inner_button(__("Add examples"), async () => {
			const { message } = await frappe.call({
				method: "task_discipline.api.money.add_examples",
				freeze: true,
			});
			const words = message.length
				? __(
						"{0} rules were added, all of them disabled. Change them to what your lawyer agrees to.",
						[message.length],
					)
				: __("The examples are here already.");
			frappe.show_alert({ message: words, indicator: "green" }, 10);
			list.last_args = null; // the same question again, within the host's three seconds
			list.refresh();
		});
	},
};

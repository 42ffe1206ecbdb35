// The form of a rating: the working behind it, and the way to its task.

import { show_working } from "./lines";

export const events = {
	async refresh(frm) {
		const $area = frm.fields_dict.why_view.$wrapper.empty();
		if (frm.is_new()) return;
		frm.disable_save();
		frm.add_custom_button(__("Open Task"), () => frappe.set_route("Form", "TD Task", frm.doc.task));
		const { message: ratings } = await frappe.call({
			method: "task_discipline.api.ratings.why_this",
			args: { rating: frm.docname },
			type: "GET",
		});
		show_working($area, ratings);
	},
};

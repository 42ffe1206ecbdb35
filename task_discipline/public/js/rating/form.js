// The form of a rating: the working behind it.

import { show_working } from "./lines";

export const events = {
	async refresh(frm) {
		const $area = frm.fields_dict.why_view.$wrapper.empty();
		if (frm.is_new()) return;
		frm.disable_save();
		const { message: ratings } = await frappe.call({
			method: "task_discipline.api.ratings.why_this",
			args: { rating: frm.docname },
			type: "GET",
		});
		show_working($area, ratings);
	},
};

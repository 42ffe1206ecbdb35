// The form of a statement: a person's month, what he says to it, and its end.

import { show_buttons } from "./buttons";
import { show_entries } from "./entries";
import { show_figures } from "./figures";
import { show_state } from "./state_view";
import { info } from "./view";

export const events = {
	refresh(frm) {
		$(frm.wrapper).addClass("td-task-form td-statement-form td-only-reads");
		frm.disable_save();
		name_people(frm);
		frm.page.set_title(`${info(frm).month || ""} · ${frm.doc.full_name || ""}`);
		show_state(frm);
		show_entries(frm);
		show_figures(frm);
		show_buttons(frm);
	},
};

// Links show full names instead of addresses. The host puts them into its HTML as they are.
function name_people(frm) {
	Object.entries(info(frm).names).forEach(([user, name]) =>
		frappe.utils.add_link_title("User", user, name.replace(/[<>&"]/g, "")),
	);
}

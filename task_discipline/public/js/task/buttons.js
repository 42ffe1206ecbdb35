// One obvious button for the next step of the person who looks; everything else he may do is in a menu.

import { label_of, take } from "./actions";
import { choices } from "./choices";
import { info } from "./view";

export function show_buttons(frm) {
	if (frm.is_new() || frm.is_dirty()) return;
	const { actions, roles } = info(frm);
	const { next, others } = choices({ status: frm.doc.status, actions, roles });
	const second = next === "accept_result" ? "return_for_rework" : null;
	frm.page.clear_actions();
	frm.page.clear_actions_menu();
	if (next) frm.page.set_primary_action(label_of(next), () => take(frm, next));
	if (second) frm.page.set_secondary_action(label_of(second), () => take(frm, second));
	others
		.filter((action) => action !== second)
		.forEach((action) => frm.page.add_action_item(label_of(action), () => take(frm, action)));
	frm.page.actions_btn_group.find("> button").removeClass("btn-primary").addClass("btn-default");
}

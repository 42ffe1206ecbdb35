// One obvious button for the next step of the person who looks; everything else he may do is in a menu.

import { NAMES, label_of, take } from "./actions";
import { info } from "./view";

// The first of these that is allowed in the state is the next step.
const NEXT_STEP = {
	New: ["accept_assignment", "submit_task"],
	"In Progress": ["submit_task"],
	"On Hold": ["resume"],
	Submitted: ["accept_result", "withdraw"],
	Declined: ["reassign"],
};

export function show_buttons(frm) {
	if (frm.is_new() || frm.is_dirty()) return;
	const { actions, roles } = info(frm);
	const next = next_step(frm.doc.status, actions, roles);
	const second = next === "accept_result" ? "return_for_rework" : null;
	frm.page.clear_actions();
	frm.page.clear_actions_menu();
	if (next) frm.page.set_primary_action(label_of(next), () => take(frm, next));
	if (second) frm.page.set_secondary_action(label_of(second), () => take(frm, second));
	NAMES.filter(
		(action) => actions.includes(action) && ![next, second, twin_of(next)].includes(action),
	).forEach((action) => frm.page.add_action_item(label_of(action), () => take(frm, action)));
	frm.page.actions_btn_group.find("> button").removeClass("btn-primary").addClass("btn-default");
}

// Who set the task to himself has nothing to accept: he starts.
function next_step(status, actions, roles) {
	const next = (NEXT_STEP[status] || []).find((action) => actions.includes(action));
	const own = roles.includes("assigner") && roles.includes("responsible");
	return next === "accept_assignment" && own ? "start" : next;
}

// Accepting and starting lead to the same state, so that one of them is enough on the screen.
const twin_of = (action) => ({ accept_assignment: "start", start: "accept_assignment" })[action];

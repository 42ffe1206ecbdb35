// One obvious button for the next step of whoever looks; the other beside it.

import { STEPS, take } from "./steps";
import { may } from "./view";

const FIRST = ["agree", "show_to_person", "decide", "close_month"];
const SECOND = ["object_to"];

// Whoever has objected is not asked to agree, though he may.
const takes_back = (frm, step) => step === "agree" && frm.doc.state === "Objected";

export function show_buttons(frm) {
	frm.page.clear_actions();
	const first = FIRST.find((step) => may(frm, step) && !takes_back(frm, step));
	const second = SECOND.find((step) => may(frm, step));
	if (first) frm.page.set_primary_action(STEPS[first].label(frm), () => take(frm, first));
	if (second) frm.page.set_secondary_action(STEPS[second].label(frm), () => take(frm, second));
	if (may(frm, "close_month") && first !== "close_month")
		frm.add_custom_button(STEPS.close_month.label(frm), () => take(frm, "close_month"));
	if (may(frm, "agree") && takes_back(frm, "agree"))
		frm.add_custom_button(__("Take the Objection Back"), () => take(frm, "agree"));
	frm.add_custom_button(__("Print the Statement"), () => print(frm));
}

// The host's page of a print has its own buttons; one that prints at once would close itself before it is read.
function print(frm) {
	const asked = {
		doctype: frm.doctype,
		name: frm.docname,
		format: "TD Discipline Statement",
		no_letterhead: 1,
	};
	window.open(`/printview?${new URLSearchParams(asked)}`);
}

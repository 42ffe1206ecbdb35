// The actions of a task: what each is called, what it asks for, and how it is sent to the server.

import { escape, names_in_words } from "../words";
import { ask } from "./dialogs";
import { limits_in_words, terms_of } from "./terms";
import { open_submit_dialog } from "./submit_dialog";

// In the order of the menu. `done` is what the toast says; an action with `ask` opens a dialog first.
const ACTIONS = {
	accept_assignment: { label: () => __("Accept Task"), done: () => __("Accepted") },
	start: { label: () => __("Start"), done: () => __("Started", null, "TD Task Event") },
	submit_task: {
		label: () => __("Submit Task"),
		done: () => __("Submitted", null, "TD Task"),
		open: open_submit_dialog,
	},
	accept_result: { label: () => __("Accept"), done: () => __("Accepted"), ask: true },
	return_for_rework: { label: () => __("Return"), done: () => __("Returned"), ask: true },
	resume: { label: () => __("Resume"), done: () => __("Resumed") },
	withdraw: { label: () => __("Withdraw"), done: () => __("Taken back") },
	propose_deadline: { label: () => __("Propose Deadline"), done: () => __("Asked"), ask: true },
	agree_deadline: { label: () => __("Agree to Deadline"), done: () => __("Agreed") },
	change_deadline: { label: () => __("Change Deadline"), done: () => __("Deadline changed"), ask: true },
	hold: { label: () => __("Put on Hold"), done: () => __("Put on hold"), ask: true },
	reassign: { label: () => __("Reassign"), done: () => __("Reassigned"), ask: true },
	decline: { label: () => __("Decline"), done: () => __("Declined"), ask: true },
	reopen: { label: () => __("Reopen", null, "button"), done: () => __("Reopened"), ask: true },
	cancel_task: { label: () => __("Cancel Task"), done: () => __("Cancelled", null, "TD Task"), ask: true },
};

export const NAMES = Object.keys(ACTIONS);
export const label_of = (action) => ACTIONS[action].label();
export const asks = (action) => Boolean(ACTIONS[action].ask);

// Open the dialog of an action or take it at once. `frm` is the form of the task, or what stands for one where there
// is none: doctype, docname, doc, is_dirty() and reload_doc().
export function take(frm, action) {
	if (!is_saved(frm)) return Promise.resolve();
	const { ask: needs_words, open } = ACTIONS[action];
	if (open) return open(frm, (args) => perform(frm, action, args));
	if (needs_words) return ask_words(frm, action);
	// The host has shown the server's words by then, and the form shows the newest state.
	return perform(frm, action).catch(() => {});
}

function ask_words(frm, action) {
	const limits = action === "propose_deadline" ? limits_in_words(frm) : "";
	if (limits && !terms_of(frm).may_ask)
		return frappe.msgprint({ message: escape(limits), title: label_of(action) });
	return ask(action, { hint: limits, send: (args) => perform(frm, action, args) });
}

// An action works on what is stored, so typed words must be stored first.
export function is_saved(frm) {
	if (!frm.is_dirty()) return true;
	frappe.show_alert({ message: __("Save your changes first, then take this step."), indicator: "orange" });
	return false;
}

export const perform = (frm, action, args = {}) =>
	call(frm, frm.doctype, frm.docname, action, args).then((outcome) =>
		tell(ACTIONS[action].done(), outcome),
	);

// Run a method of a stored document. Whatever the answer, the form shows the newest state afterwards.
export function call(frm, dt, dn, method, args) {
	frappe.dom.freeze();
	return frappe
		.xcall("run_doc_method", { dt, dn, method, args })
		.finally(() => frappe.dom.unfreeze())
		.finally(() => frm.reload_doc());
}

export function tell(what, outcome) {
	const told = names_in_words((outcome.told || []).map(escape));
	const message = told ? __("{0}. Told: {1}", [what, told]) : what;
	frappe.show_alert({ message, indicator: "green" }, 7);
	for (const warning of outcome.warnings || [])
		frappe.show_alert({ message: escape(warning), indicator: "orange" }, 10);
}

// The life of a project: each step asks for the words that it needs.

import { call } from "../task/actions";
import { open_dialog } from "../task/dialogs";
import { info } from "./view";

const reason = (label, reqd) => [{ fieldname: "reason", fieldtype: "Small Text", label, reqd }];

const STEPS = {
	close: {
		method: "close",
		label: () => __("Close"),
		done: () => __("Closed", null, "TD Project Link"),
		texts: (open) => ({
			title: __("Close the project"),
			intro: open
				? __("{0} of its tasks are not done. They stay as they are.", [open])
				: __("All of its tasks are done."),
			fields: reason(
				open ? __("Why is it closed all the same?") : __("A word on the result, if you like"),
				open ? 1 : 0,
			),
			button: __("Close Project"),
		}),
	},
	hold: {
		method: "hold",
		label: () => __("Put on Hold"),
		done: () => __("Put on hold"),
		texts: () => ({
			title: __("Put the project on hold"),
			intro: __("Its tasks stay as they are; hold those that wait, too."),
			fields: reason(__("Why does it wait?"), 1),
			button: __("Put on Hold"),
		}),
	},
	reopen: {
		method: "reopen",
		label: () => __("Reopen", null, "button"),
		done: () => __("Reopened"),
		texts: () => ({
			title: __("Open the project again"),
			intro: __("Tasks can be put into it again."),
			fields: reason(__("Why does it go on? Say so if you like"), 0),
			button: __("Reopen", null, "button"),
		}),
	},
	cancel: {
		method: "cancel_project",
		label: () => __("Cancel Project"),
		done: () => __("Cancelled", null, "TD Project Link"),
		texts: () => ({
			title: __("Give the project up"),
			intro: __("Its tasks stay as they are and on record; cancel those that nobody needs."),
			fields: reason(__("Why is it given up?"), 1),
			button: __("Cancel Project"),
		}),
	},
};

// {label, take} of each step that the person may take now.
export const steps = (frm) =>
	Object.entries(STEPS)
		.filter(([name]) => info(frm).steps.includes(name))
		.map(([, step]) => ({ label: step.label(), take: () => take(frm, step) }));

function take(frm, { method, texts, done }) {
	const open = cint(frm.doc.tasks_total) - cint(frm.doc.tasks_done);
	const send = (values) =>
		call(frm, frm.doctype, frm.docname, method, { reason: values.reason || null }).then(() =>
			frappe.show_alert({ message: done(), indicator: "green" }, 7),
		);
	open_dialog(texts(open), { send });
}

// The steps of a statement: those with words ask for them in a dialog, the others ask once.

import { call } from "../task/actions";
import { open_dialog } from "../task/dialogs";
import { info } from "./view";

export const STEPS = {
	show_to_person: {
		label: () => __("Show to the Person"),
		done: (frm) => __("Shown to {0}", [frm.doc.full_name]),
		question: (frm) =>
			__("Show the month to {0}? The person is told, and may object for {1} days.", [
				frm.doc.full_name,
				info(frm).objection_days,
			]),
	},
	agree: {
		label: () => __("Agree"),
		done: () => __("Agreed"),
		question: (frm) =>
			frm.doc.state === "Objected"
				? __("Take the objection back and agree with the month?")
				: __("Agree with the month? You cannot object to it after that."),
	},
	object_to: { label: () => __("Object"), done: () => __("Objected: managers are told"), open: objection },
	decide: {
		label: () => __("Decide"),
		done: (frm) => __("{0} is told", [frm.doc.full_name]),
		open: decision,
	},
	close_month: {
		label: () => __("Close the Month"),
		done: () => __("Closed", null, "TD Discipline Statement"),
		question: () =>
			__("Close the month? Nobody can change it after that; corrections go to a later month."),
	},
};

export function take(frm, name) {
	const step = STEPS[name];
	const send = (args) => call(frm, frm.doctype, frm.docname, name, args).then(() => tell(step.done(frm)));
	if (step.open) return step.open(frm, send);
	// The host has shown the server's words by then, and the form shows the newest state.
	return frappe.confirm(step.question(frm), () => send({}).catch(() => {}));
}

export const try_again = (frm) =>
	call(frm, frm.doctype, frm.docname, "try_payroll_again", {})
		.then((state) => tell(state === "Drafted" ? __("Drafted in HRMS") : __("HRMS refused again")))
		.catch(() => {});

const tell = (message) =>
	frappe.show_alert({ message: frappe.utils.escape_html(message), indicator: "green" }, 7);

function objection(frm, send) {
	open_dialog(
		{
			title: __("Object to the month"),
			intro: __(
				"A manager reads it and decides. What proves it stands best as a file or a comment on the task.",
			),
			fields: [
				{ fieldname: "reason", fieldtype: "Small Text", label: __("What is wrong?"), reqd: 1 },
				choice(
					frm,
					"entries",
					__("Which entries? None means the month as a whole"),
					info(frm).entries,
					[],
				),
			],
			button: __("Object"),
		},
		{ send },
	);
}

function decision(frm, send) {
	const open = info(frm).entries.filter((entry) => entry.may_be_waived);
	const chosen = info(frm).objected;
	const dialog = open_dialog(
		{
			title: __("Decide on the objection"),
			intro: frm.doc.objection,
			fields: [
				{
					fieldname: "decision",
					fieldtype: "Select",
					label: __("Decision"),
					options: ["Upheld", "Partly Upheld", "Rejected"].map((value) => ({
						value,
						label: __(value, null, "TD Discipline Statement"),
					})),
					reqd: 1,
				},
				{
					...choice(frm, "waived", __("Fines that are taken back"), open, chosen),
					depends_on: "eval: ['Upheld', 'Partly Upheld'].includes(doc.decision)",
				},
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Why? {0} reads it", [frm.doc.full_name]),
					reqd: 1,
				},
			],
			button: __("Decide"),
		},
		{
			send: ({ decision: word, reason, waived }) =>
				send({ decision: word, reason, waived: word === "Rejected" ? [] : waived || [] }),
		},
	);
	dialog.fields_dict.intro.$wrapper.addClass("td-dialog-quote");
}

const choice = (frm, fieldname, label, entries, checked) => ({
	fieldname,
	fieldtype: "MultiCheck",
	label,
	columns: 1,
	options: entries.map((entry) => ({
		label: frappe.utils.escape_html(
			[entry.sum, entry.rule, entry.subject || entry.task].filter(Boolean).join(" · "),
		),
		value: String(entry.name),
		checked: checked.includes(entry.name) ? 1 : 0,
	})),
});

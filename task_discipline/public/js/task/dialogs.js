// The small dialogs in which a person says why, until when or to whom; one for the form and for many tasks at once.

const reason = (label, description) => ({
	fieldname: "reason",
	fieldtype: "Small Text",
	label,
	description,
	reqd: 1,
});

const deadline = (label, options = {}) => ({
	fieldname: "deadline",
	fieldtype: "Datetime",
	label,
	...options,
});

const DIALOGS = {
	decline: () => ({
		title: __("Decline the task"),
		intro: __("The task goes back to its assigner, who reads your reason."),
		fields: [reason(__("Why can you not take it?"))],
		button: __("Decline"),
	}),
	propose_deadline: () => ({
		title: __("Ask for another deadline"),
		intro: __("The assigner decides. Until then the present deadline holds."),
		fields: [deadline(__("Proposed deadline"), { reqd: 1 }), reason(__("Why do you need it?"))],
		button: __("Ask"),
	}),
	change_deadline: () => ({
		title: __("Change the deadline"),
		intro: __(
			"The first deadline agreed stays on record. An earlier one asks the responsible to agree anew.",
		),
		fields: [deadline(__("New deadline"), { reqd: 1 }), reason(__("Why does it change?"))],
		button: __("Change Deadline"),
	}),
	hold: () => ({
		title: __("Put the task on hold"),
		intro: __("While it waits, the task does not become overdue."),
		fields: [
			reason(__("Why does it wait?")),
			{
				fieldname: "until",
				fieldtype: "Datetime",
				label: __("Until"),
				description: __("Empty: until further notice"),
			},
		],
		button: __("Put on Hold"),
	}),
	accept_result: () => ({
		title: __("Accept the result"),
		intro: __("The task is done."),
		fields: [
			{ fieldname: "comment", fieldtype: "Small Text", label: __("A word on the result, if you like") },
		],
		button: __("Accept"),
	}),
	return_for_rework: () => ({
		title: __("Return for rework"),
		intro: __("The task goes back to the responsible, who reads your reason."),
		fields: [
			reason(__("What has to be done again?")),
			deadline(__("New deadline"), { description: __("Empty: the deadline stays as it is") }),
		],
		button: __("Return"),
	}),
	reassign: () => ({
		title: __("Give the task to another person"),
		intro: __("Both people are told."),
		fields: [
			{ fieldname: "user", fieldtype: "Link", options: "User", label: __("New responsible"), reqd: 1 },
			reason(__("Why does it change hands?")),
		],
		button: __("Reassign"),
	}),
	reopen: () => ({
		title: __("Open the task again"),
		intro: __("The task goes back to the responsible."),
		fields: [reason(__("What is still missing?"))],
		button: __("Reopen", null, "button"),
	}),
	cancel_task: () => ({
		title: __("Cancel the task"),
		intro: __("The task ends without a result and stays on record."),
		fields: [reason(__("Why is it no longer needed?"))],
		button: __("Cancel Task"),
	}),
	refuse: () => ({
		title: __("Keep the deadline"),
		intro: __("The responsible reads your reason."),
		fields: [reason(__("Why does the deadline stay?"))],
		button: __("Keep Deadline"),
	}),
};

// Show the dialog of an action; `send` gets what was filled in and the dialog closes when it succeeds.
export const ask = (action, { send, intro, hint }) => open_dialog(DIALOGS[action](), { send, intro, hint });

// The same for a dialog that is described in place: {title, intro, fields, button}.
export function open_dialog(texts, { send, intro, hint }) {
	const dialog = new frappe.ui.Dialog({
		title: texts.title,
		fields: [{ fieldtype: "HTML", fieldname: "intro" }, ...texts.fields],
		primary_action_label: texts.button,
		primary_action: (values) => {
			dialog.disable_primary_action();
			return Promise.resolve(send(filled(values)))
				.then(() => dialog.hide())
				.catch(() => dialog.enable_primary_action());
		},
	});
	dialog.fields_dict.intro.$wrapper.append($('<p class="text-muted">').text(intro || texts.intro));
	if (hint) dialog.fields_dict.intro.$wrapper.append($('<p class="td-dialog-hint">').text(hint));
	dialog.show();
	focus_first(dialog, texts.fields[0].fieldname);
	return dialog;
}

const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

// A date picker would fly open, so the words come first there.
function focus_first(dialog, fieldname) {
	const is_picker = ["Date", "Datetime"].includes(dialog.fields_dict[fieldname].df.fieldtype);
	const first = is_picker ? "reason" : fieldname;
	dialog.$wrapper.one("shown.bs.modal", () => dialog.fields_dict[first]?.$input?.trigger("focus"));
}

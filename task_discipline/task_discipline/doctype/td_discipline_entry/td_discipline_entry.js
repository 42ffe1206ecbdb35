frappe.ui.form.on("TD Discipline Entry", {
	refresh(frm) {
		frm.disable_save();
		show_why(frm);
		const is_manager =
			frappe.user.has_role("Task Discipline Manager") || frappe.session.user === "Administrator";
		if (is_manager) frm.add_custom_button(__("Correct"), () => ask_correction(frm));
	},
});

async function show_why(frm) {
	const { message } = await frappe.call({
		method: "task_discipline.api.money.why",
		args: { entry: frm.doc.name },
	});
	const $list = $('<ul class="td-entry-why"></ul>');
	for (const words of message) $("<li></li>").text(words).appendTo($list);
	frm.get_field("why_view").$wrapper.empty().append($list);
}

function ask_correction(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Correct"),
		fields: [
			{
				fieldname: "amount",
				fieldtype: "Float",
				precision: "3", // coins of some currencies are thousandths
				label: __("Amount to add"),
				reqd: 1,
				default: -frm.doc.amount,
				description: __("This adds to what stands on record: {0} takes the whole back.", [
					-frm.doc.amount,
				]),
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		primary_action_label: __("Correct"),
		async primary_action(values) {
			await frm.call("correct", values);
			dialog.hide();
			frappe.show_alert({ message: __("The correction is a new entry."), indicator: "green" });
		},
	});
	dialog.show();
}

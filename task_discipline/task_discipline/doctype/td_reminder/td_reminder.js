frappe.ui.form.on("TD Reminder", {
	setup(frm) {
		frm.get_docfield("reason").formatter = (reason) =>
			frappe.utils.escape_html(task_discipline.reason_in_words(reason));
		frm.get_docfield("step").formatter = (step) => frappe.utils.escape_html(step_in_words(step || ""));
	},
});

// A distance, or whom an escalation tells: both in the words of the rule that made it.
function step_in_words(step) {
	const [, number, unit] = /^(\d+) (.+)$/.exec(step) || [];
	const words = __(unit || step, null, "TD Reminder Rule");
	return number ? `${words}: ${number}` : words;
}

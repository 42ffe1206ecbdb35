// Words of our doctypes where the host would take those of another app, or leave English.

const is_ours = (df) => df?.parent?.startsWith("TD ");

// What is "Submitted" here is an invoice elsewhere: the host looks a Select's words up without saying whose they are,
// in forms, reports and prints alike.
export function speak_of_our_options() {
	const { Select: usual, Data: plain } = frappe.form.formatters;
	frappe.form.formatters.Select = (value, df, ...more) =>
		is_ours(df) ? __(plain(value, df, ...more), null, df.parent) : usual(value, df, ...more);
}

// The host looks the hint of a moment up after it has put the time zone to it, and finds nothing.
export function translate_hints_of_moments() {
	const control = frappe.ui.form.ControlDatetime.prototype;
	const usual = control.set_description;
	control.set_description = function (...words) {
		const { df } = this;
		if (is_ours(df) && df.description) df.description = __(df.description);
		usual.call(this, ...words);
	};
}

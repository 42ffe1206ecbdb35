// Options of our doctypes in the words of the doctype: what is "Submitted" here is an invoice elsewhere.

// The host looks a Select's words up without saying whose they are, in lists, forms, reports and prints alike.
export function speak_of_our_options() {
	const { Select: usual, Data: plain } = frappe.form.formatters;
	frappe.form.formatters.Select = (value, df, ...more) =>
		df?.parent?.startsWith("TD ")
			? __(plain(value, df, ...more), null, df.parent)
			: usual(value, df, ...more);
}

// What a task owes to its template: a word on where it comes from.

import { escape, when } from "../words";
import { info } from "./view";

// Whoever may not open the template learns that there is one, and no more.
export function origin_line(frm) {
	const { template } = info(frm);
	// A link that leads to a refused page is no link.
	frm.toggle_display("template", Boolean(template));
	if (!frm.doc.template) return null;
	const date = frm.doc.occurrence ? when(frm.doc.occurrence) : "";
	const $line = $('<p class="td-hint text-muted small td-origin">');
	if (!template) return $line.text(__("Made by a template, for the date {0}", [date]));
	const address = frappe.utils.get_form_link("TD Task Template", template.name);
	const link = `<a href="${escape(address)}">${escape(template.subject)}</a>`;
	return $line.html(__("From the template {0}, for the date {1}", [link, escape(date)]));
}

// The name stays on record; a link to nothing is explained before it is followed.
export function explain_reference(frm) {
	const gone = info(frm).reference_is_gone;
	const words = gone ? __("This record was deleted. The task stays as it is.") : "";
	frm.set_df_property("reference_name", "description", words);
}

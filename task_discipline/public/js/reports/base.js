// What the reports share: definitions below the table, words with a colour, figures that lead to the tasks they count.

import { escape } from "../words";

// The host prints what a report says of itself above the figures; words that explain stand below them.
export const define_below = (report) => report.$status.addClass("td-below").insertAfter(report.$message);

export const pill = (word, colour, title = "") =>
	`<span class="indicator-pill no-indicator-dot ${colour} ellipsis" title="${escape(title || word)}">${escape(
		word,
	)}</span>`;

export const task_link = (name, text, title = "") =>
	`<a href="${frappe.utils.get_form_link("TD Task", name)}" title="${escape(title)}">${text}</a>`;

// A figure that opens the list of what it counts.
export function figure(value, filters) {
	if (!value) return `<div class="text-muted text-right">0</div>`;
	const route = frappe.utils.generate_route({
		type: "doctype",
		name: "TD Task",
		doc_view: "List",
		route_options: filters,
	});
	return `<div class="text-right"><a href="${escape(route)}">${cint(value)}</a></div>`;
}

export const filter_of = (operator, value) => JSON.stringify([operator, value]);

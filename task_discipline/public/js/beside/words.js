// Counts of a record's tasks in words, and where all of them are.

import { escape } from "../words";

export function count_words({ open, overdue }) {
	if (!open) return "";
	const late = overdue ? pill("red", overdue, __("{0} overdue", [overdue])) : "";
	return `<span class="td-beside-counts">${pill("gray", open, __("{0} open", [open]))}${late}</span>`;
}

// Where there is no room for words the number stands alone.
const pill = (colour, number, words) => `<span class="indicator-pill no-indicator-dot ${colour}">
	<span class="td-in-words">${escape(words)}</span><span class="td-in-short" aria-hidden="true">${number}</span></span>`;

export const link_to = (doctype, name) =>
	`/app/td-task/view/list?${new URLSearchParams({ reference_doctype: doctype, reference_name: name })}`;

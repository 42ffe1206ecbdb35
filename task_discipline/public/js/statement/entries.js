// The fines and rewards that the sums are of: each with its task, and why in words.

import { escape } from "../words";
import { info } from "./view";

export function show_entries(frm) {
	const { entries, objected } = info(frm);
	const $area = frm.fields_dict.entries_view.$wrapper.empty();
	if (!entries.length) {
		const words = __("No fines and no rewards in this month.");
		$area.append($('<div class="td-panel td-empty">').append($("<p>").text(words)));
		return;
	}
	const rows = entries.map((entry) => row(entry, objected.includes(entry.name)));
	$area.append(
		`<table class="td-entries">
			<thead><tr>
				<th>${__("What for")}</th><th>${__("Task")}</th><th class="td-amount">${__("Sum")}</th>
			</tr></thead>
			<tbody>${rows.join("")}</tbody>
			<tfoot><tr>
				<td colspan="2">${__("Net")}</td>
				<td class="td-amount">${escape(info(frm).sums.net)}</td>
			</tr></tfoot>
		</table>`,
	);
}

const row = (entry, is_objected) => `<tr class="td-entry ${entry.is_waived ? "td-entry-waived" : ""}"
		data-entry="${escape(entry.name)}">
		<td>
			<div class="td-entry-rule">${badge(entry)}${escape(entry.rule)}${marks(entry, is_objected)}</div>
			${why(entry)}
		</td>
		<td class="td-entry-task">${task(entry)}</td>
		<td class="td-amount">${escape(entry.sum)}</td>
	</tr>`;

function badge(entry) {
	if (entry.corrects) return pill(__("Correction"), "blue");
	return entry.kind === "Fine" ? pill(__("Fine"), "red") : pill(__("Reward"), "green");
}

const pill = (text, colour) =>
	`<span class="indicator-pill no-indicator-dot ${colour}">${escape(text)}</span> `;

function marks(entry, is_objected) {
	const words = [];
	if (is_objected) words.push(pill(__("Objected"), "orange"));
	if (entry.is_waived) words.push(pill(__("Taken back"), "gray"));
	return words.length ? ` ${words.join("")}` : "";
}

function why({ why: lines, note }) {
	const items = [...lines, ...(note ? [note] : [])].map((line) => `<li>${escape(line)}</li>`);
	return items.length ? `<ul class="td-entry-why">${items.join("")}</ul>` : "";
}

function task(entry) {
	if (!entry.task) return `<span class="text-muted">${__("The whole month")}</span>`;
	if (!entry.subject) return `<span class="text-muted">${escape(entry.task)}</span>`;
	const link = escape(frappe.utils.get_form_link("TD Task", entry.task));
	return `<a href="${link}">${escape(entry.subject)}</a>
		<span class="text-muted">${escape(entry.task)}</span>${rating(entry)}`;
}

// The sums behind a mark stand on its rating.
const rating = (entry) =>
	entry.rating
		? `<div><a class="td-entry-rating" href="${escape(
				frappe.utils.get_form_link("TD Task Rating", entry.rating),
			)}">${__("How it was rated")}</a></div>`
		: "";

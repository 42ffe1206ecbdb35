// What the reports share: definitions below the table, words with a colour, figures that lead to the tasks they count.

import { escape } from "../words";

const ours = new Set();

// The host prints what a report says of itself above the figures; words that explain stand below them. It shows every
// report in one page, so that what is done here for ours is undone for the next one of others.
export function define_below(report) {
	ours.add(report.report_name);
	if (report.td_surrounded) return;
	report.td_surrounded = true;
	const { show_status, hide_status, get_no_result_message, render_chart } = report;
	const is_ours = () => ours.has(report.report_name);
	const note = $('<div class="td-report-line text-muted"></div>').insertBefore(report.$summary);
	report.show_status = (message) => {
		show_status.call(report, message);
		place(report, note, is_ours());
	};
	report.hide_status = () => {
		hide_status.call(report);
		note.empty();
	};
	report.get_no_result_message = () =>
		(is_ours() && emptiness(report)) || get_no_result_message.call(report);
	report.render_chart = (options) => {
		if (is_ours()) steady(options);
		render_chart.call(report, options);
	};
}

function place(report, note, is_ours) {
	report.$status.toggleClass("td-below", is_ours);
	report.$summary.toggleClass("td-summary", is_ours);
	if (is_ours) report.$status.insertAfter(report.$message);
	else report.$status.insertAfter(report.page.main.find(".page-form"));
	note.text(is_ours ? report.$status.find(".td-report-note").text() : "");
}

// Nobody has half a task: the host would round the steps of a low axis to 1, 1, 0.5, 0, 0, and write 200 as "200.00". Bars stand at once, for a chart
// that is drawn anew while they grow, as it is when a scroll bar comes in, ends with an error of the host's library.
function steady(options) {
	Object.assign(options, { animate: 0, disableEntryAnimation: 1 });
	const usual = options.axisOptions.numberFormatter;
	options.axisOptions.numberFormatter = (value) => {
		if (!Number.isInteger(value)) return "";
		return Math.abs(value) < 1000 ? String(value) : usual(value);
	};
}

// The host says "Nothing to show": a report of ours says why, and what to do.
function emptiness(report) {
	const words = report.$status.find(".td-report-empty").text();
	return words && `<div class="msg-box no-border"><p>${escape(words)}</p></div>`;
}

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

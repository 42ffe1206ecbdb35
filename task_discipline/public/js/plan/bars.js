// One row of the plan: the task by name on the left, its bar in time.

import { spoken } from "../dates";
import { colour_of } from "../standing";
import { escape } from "../words";
import { date_of } from "./rows";

const LEAST = 8;
const INDENT = 16;

export const link_to = ({ name }) => frappe.utils.get_form_link("TD Task", name);

export const state_words = (task) => (task.is_overdue ? __("Overdue") : __(task.status, null, "TD Task"));

export function date_words(days) {
	const date = date_of(Math.floor(days));
	return spoken(date, date.year() === moment().year() ? "D MMM" : "D MMM YYYY");
}

export const due_words = (task) =>
	task.due === null ? __("No deadline") : __("due {0}", [date_words(task.due)]);

// Everything that the colours say, for a pointer that rests and for whoever listens.
export const in_words = (task, names) =>
	[task.subject, names[task.responsible] || task.responsible, state_words(task), due_words(task)].join(
		" · ",
	);

export function row_html(task, { place, top, scale, names, folded, is_active, total }) {
	const words = escape(in_words(task, names));
	const fold = task.has_parts ? ` aria-expanded="${!folded}"` : "";
	return `<div class="td-plan-row ${is_active ? "td-active" : ""}" style="top: ${top}px" role="row" id="td-plan-row-${place}"
		data-place="${place}" aria-rowindex="${place + 1}" aria-setsize="${total}" aria-level="${task.level + 1}"${fold}
		aria-selected="${is_active}">
		<div class="td-plan-name" role="gridcell" style="padding-inline-start: ${10 + task.level * INDENT}px">
			${fold_html(task, folded)}
			<a href="${escape(link_to(task))}" tabindex="-1" title="${words}">${escape(task.subject)}</a>
		</div>
		<div class="td-plan-facts" role="gridcell">
			<span class="indicator-pill no-indicator-dot ${task.is_overdue ? "red" : colour_of(task.status)}">${escape(state_words(task))}</span>
			<span class="td-plan-who">${escape(names[task.responsible] || task.responsible || "")}</span>
			<span class="td-plan-due ${task.is_overdue ? "td-overdue" : ""}">${task.due === null ? "—" : escape(date_words(task.due))}</span>
		</div>
		<div class="td-plan-time" role="gridcell">${bar_html(task, scale, words)}</div>
	</div>`;
}

const fold_html = ({ has_parts }, folded) =>
	has_parts
		? `<button type="button" class="btn td-fold" tabindex="-1" aria-label="${escape(folded ? __("Unfold") : __("Fold", null, "button"))}">
			${frappe.utils.icon(folded ? "right" : "down", "xs")}</button>`
		: `<span class="td-fold"></span>`;

function bar_html(task, scale, words) {
	const left = scale.x(task.start);
	const width = Math.max(scale.x(task.end) - left, LEAST);
	const look = [
		"td-plan-bar",
		`td-bar-${task.is_overdue ? "red" : colour_of(task.status)}`,
		task.is_endless ? "td-endless" : "",
		task.has_parts ? "td-gathers" : "",
	];
	return `<a class="${look.join(" ")}" href="${escape(link_to(task))}" tabindex="-1" title="${words}" aria-label="${words}"
		style="left: ${left}px; width: ${width}px"></a>${late_html(task, scale, left + width)}`;
}

// From the deadline to now.
function late_html({ is_overdue }, scale, from) {
	const width = is_overdue ? scale.now - from : 0;
	return width > 1 ? `<span class="td-plan-late" style="left: ${from}px; width: ${width}px"></span>` : "";
}

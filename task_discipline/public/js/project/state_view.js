// The upper part of the page: how the project stands, what to look at first, and who works on it.

import { indicator } from "../standing";
import { escape, role_needed, when } from "../words";
import { describe, share_of_time } from "./health";
import { milestones_panel } from "./milestones";
import { people_panel } from "./people";
import { record_line } from "./record";
import { new_task } from "./tasks";
import { has_ended, info, name_of, works_on } from "./view";

export function show_state(frm) {
	const $area = frm.fields_dict.state_view.$wrapper.empty();
	if (frm.is_new()) {
		const may = frappe.model.can_create(frm.doctype);
		$area.append(line("", may ? first_words() : role_needed(), may ? "gray" : "orange"));
		return;
	}
	if (!info(frm).part) return;
	const { text, detail, colour } = describe(frm.doc, today(frm));
	$area.append(line(text, detail, colour), reasons(frm), record_line(frm));
	$area.append(bars(frm), not_counted_hint(frm));
	$area.append(milestones_panel(frm, today(frm)));
	if (!info(frm).seen && !info(frm).hidden) $area.append(nothing_yet(frm));
	else $area.append(lists(frm), people_panel(frm), hidden_hint(frm));
}

const first_words = () =>
	__("Give the project a name and its people, save, and put tasks into it. You answer for it.");

const today = (frm) => (info(frm).now || frappe.datetime.system_datetime()).slice(0, 10);

const line = (text, detail, colour) => `<div class="td-state td-${colour}" role="status">
		<span class="td-state-text">${escape(text)}</span>
		<span class="td-state-detail">${escape(detail)}</span>
	</div>`;

function reasons(frm) {
	const items = info(frm).reasons.map((reason) => $("<li>").text(reason));
	return items.length ? $('<ul class="td-reasons">').append(items) : null;
}

// Work beside time: where the second is longer, the project falls behind.
function bars(frm) {
	const time = share_of_time(frm.doc, today(frm));
	const $bars = $('<div class="td-shares">');
	if (cint(frm.doc.tasks_total)) $bars.append(share(__("Work done"), frm.doc.progress, "td-share-work"));
	if (time !== null && !has_ended(frm)) $bars.append(share(__("Time passed"), time, "td-share-time"));
	return $bars;
}

function share(label, value, look) {
	const percent = Math.floor(flt(value));
	return `<div class="td-share ${look}">
		<span class="td-share-label">${escape(label)}</span>
		<span class="td-share-bar" role="progressbar" aria-label="${escape(label)}" aria-valuemin="0"
			aria-valuemax="100" aria-valuenow="${percent}"><span style="width: ${percent}%"></span></span>
		<span class="td-share-number">${percent} %</span>
	</div>`;
}

function nothing_yet(frm) {
	const $words = $('<div class="td-panel td-empty">').append(
		$("<p>").text(
			__("The project has no tasks yet. Set the first one, or add tasks that are there already."),
		),
	);
	return $words.append(new_button(frm));
}

function new_button(frm, look = "btn-default") {
	if (!works_on(frm) || has_ended(frm) || !frappe.model.can_create("TD Task")) return null;
	return $(`<button type="button" class="btn ${look} btn-xs td-new-in-project">`)
		.text(__("New Task"))
		.on("click", () => new_task(frm));
}

function lists(frm) {
	const { overdue, overdue_number, next_due } = info(frm);
	const $lists = $('<div class="td-made td-look-first">');
	if (overdue.length) {
		$lists.append(column(frm, __("Overdue ({0})", [overdue_number]), overdue, overdue_number));
	}
	$lists.append(column(frm, __("Due next"), next_due).append(new_button(frm)));
	return $lists;
}

function column(frm, title, tasks, number = tasks.length) {
	const $column = $("<div>").append($('<div class="td-made-head">').text(title));
	tasks.forEach((task) => $column.append(task_line(frm, task)));
	if (!tasks.length) $column.append($('<p class="text-muted">').text(__("Nothing is due.")));
	if (number > tasks.length) $column.append(all_overdue(frm, number));
	return $column;
}

function all_overdue(frm, number) {
	const address = `/app/td-task?project=${encodeURIComponent(frm.docname)}&timeliness=Overdue`;
	return $('<a class="btn btn-default btn-xs td-show-all">')
		.attr("href", address)
		.text(__("Show all ({0})", [number]));
}

export function task_line(frm, task) {
	const [label, colour] = indicator(task);
	return `<a class="td-subtask" href="${escape(frappe.utils.get_form_link("TD Task", task.name))}">
		<span class="indicator-pill no-indicator-dot ${colour}">${escape(label)}</span>
		<span class="td-subtask-subject">${escape(task.subject)}</span>
		<span class="text-muted">${escape(`${name_of(frm, task.responsible)} · ${when(task.deadline)}`)}</span>
	</a>`;
}

// The number of tasks in the plan and that in the progress differ by these.
function not_counted_hint(frm) {
	const { not_counted } = info(frm);
	if (!not_counted) return null;
	const words =
		not_counted === 1
			? __("1 more task is not counted: it was cancelled, or only gathers subtasks.")
			: __("{0} more tasks are not counted: they were cancelled, or only gather subtasks.", [
					not_counted,
				]);
	return $('<p class="td-hint text-muted small td-not-counted">').text(words);
}

// Progress counts every task; who sees a part of them should know that the lists show no more.
function hidden_hint(frm) {
	const { hidden } = info(frm);
	if (!hidden) return null;
	const words =
		hidden === 1
			? __("1 more task counts in the progress; you take no part in it.")
			: __("{0} more tasks count in the progress; you take no part in them.", [hidden]);
	return $('<p class="td-hint text-muted small td-hidden-tasks">').text(words);
}

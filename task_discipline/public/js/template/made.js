// The tasks that a template has made, and what happened beside them.

import { indicator } from "../standing";
import { escape, when } from "../words";
import { info, name_of, written_out } from "./view";

export function show_made(frm) {
	const $area = frm.fields_dict.made_view.$wrapper.empty();
	if (frm.is_new()) return;
	$area.append($('<div class="td-made">').append(tasks(frm), events(frm)));
}

function tasks(frm) {
	const { made, made_count } = info(frm);
	const $column = $("<div>").append(head(__("Tasks")));
	made.forEach((task) => $column.append(task_line(frm, task)));
	if (!made_count) $column.append(muted(__("None yet.")));
	else if (made_count > made.length) $column.append(more(frm, made_count, made.length));
	return $column;
}

function task_line(frm, task) {
	const [label, colour] = indicator(task);
	const due = task.deadline ? __("due {0}", [when(task.deadline)]) : __("No deadline");
	return `<a class="td-subtask" href="${escape(frappe.utils.get_form_link("TD Task", task.name))}">
		<span class="indicator-pill no-indicator-dot ${colour}">${escape(label)}</span>
		<span class="td-subtask-subject">${escape(task.subject)}</span>
		<span class="text-muted">${escape(`${name_of(frm, task.responsible)} · ${due}`)}</span>
	</a>`;
}

// Some of them may be closed to the person who looks.
function more(frm, total, shown) {
	const address = `/app/td-task?template=${encodeURIComponent(frm.docname)}`;
	const words = shown
		? __("Show all ({0})", [total])
		: __("{0} tasks were made; you take part in none of them.", [total]);
	if (!shown) return muted(words);
	return $('<a class="btn btn-default btn-xs td-show-all">').attr("href", address).text(words);
}

function events(frm) {
	const { events: happened } = info(frm);
	const $column = $("<div>").append(head(__("What happened")));
	happened.forEach((event) => $column.append(event_line(frm, event)));
	if (!happened.length) $column.append(muted(__("Nothing out of the ordinary.")));
	return $column;
}

const COLOURS = {
	Failed: "orange",
	Suspended: "red",
	"Made Late": "orange",
	Skipped: "yellow",
	"Left Out": "yellow",
	Substituted: "blue",
};

function event_line(frm, event) {
	const facts = [when(event.happened_at)];
	if (event.occurrence) facts.push(__("date {0}", [written_out(event.occurrence)]));
	if (["Edited", "Paused", "Resumed"].includes(event.outcome)) facts.push(name_of(frm, event.actor));
	return `<div class="td-event-line">
		<span class="indicator-pill no-indicator-dot ${COLOURS[event.outcome] || "gray"}">${escape(__(event.outcome, null, "TD Template Event"))}</span>
		<span>${escape(event.reason || "")}</span>
		<span class="text-muted">${escape(facts.join(" · "))}</span>
	</div>`;
}

const head = (words) => $('<div class="td-made-head">').text(words);
const muted = (words) => $('<p class="text-muted">').text(words);

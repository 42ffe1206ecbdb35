// The rule in words and its next dates, while it is typed.

import { escape } from "../words";
import { company_zone, info, is_past, written_out } from "./view";

const PAUSE = 400;

const FIELDS = [
	"repeat_unit repeat_every rrule month quarter_month month_day day nth weekday short_month",
	"on_monday on_tuesday on_wednesday on_thursday on_friday on_saturday on_sunday",
	"time_of_day starts_on ends until occurrences_limit term term_unit due_time",
	"day_off work_calendar days_ahead missed_runs missed_cap people_mode responsible candidates",
	"if_absent substitute",
].flatMap((line) => line.split(" "));

// Handlers for every field that decides on the dates.
export const events = Object.fromEntries(FIELDS.map((fieldname) => [fieldname, (frm) => ask_soon(frm)]));

// What is stored needs no question: the server has sent it with the form.
export function show_preview(frm) {
	if (!frm.is_new() && !frm.is_dirty() && info(frm).preview) show(frm, info(frm).preview);
	else ask_soon(frm);
}

function ask_soon(frm) {
	clearTimeout(frm.td_preview_timer);
	frm.td_preview_timer = setTimeout(() => ask(frm), PAUSE);
}

// Answers may overtake each other: only the last question counts.
function ask(frm) {
	const question = (frm.td_preview_question = (frm.td_preview_question || 0) + 1);
	const asked = Object.fromEntries(
		[...FIELDS, "name"].map((fieldname) => [fieldname, frm.doc[fieldname] ?? null]),
	);
	const area = frm.fields_dict.preview_view.$wrapper;
	frappe.call({
		method: "task_discipline.api.templates.preview",
		args: { doc: asked },
		callback: ({ message }) => question === frm.td_preview_question && show(frm, message),
		error: () => question === frm.td_preview_question && area.empty(),
	});
}

function show(frm, { words, rows, hint, error }) {
	const $area = frm.fields_dict.preview_view.$wrapper.empty();
	if (error) {
		$area.append($('<div class="td-state td-orange" role="alert">').text(error));
		return;
	}
	$area.append($('<p class="td-rule">').text(words));
	if (!rows.length) {
		$area.append($('<p class="text-muted">').text(__("The rule has no further date.")));
		return;
	}
	$area.append(table(frm, rows));
	if (hint) $area.append($('<p class="small td-warning">').text(hint));
	if (company_zone()) $area.append(zone_hint(company_zone()));
}

function table(frm, rows) {
	const with_notes = rows.some((row) => row.notes.length);
	const heads = [__("Date"), __("Task made"), __("Due"), __("For"), with_notes ? __("Remarks") : null];
	return `<div class="td-dates-wide"><table class="td-dates">
		<thead><tr>${heads
			.filter(Boolean)
			.map((head) => `<th>${escape(head)}</th>`)
			.join("")}</tr></thead>
		<tbody>${rows.map((row) => line(frm, row, with_notes)).join("")}</tbody>
	</table></div>`;
}

function line(frm, row, with_notes) {
	const cells = [
		[__("Date"), written_out(row.is_skipped ? row.planned : row.moment)],
		[__("Task made"), row.is_skipped ? __("no task") : made(row)],
		[__("Due"), row.deadline ? written_out(row.deadline) : ""],
		[__("For"), row.is_skipped ? "" : row.person || whoever(frm)],
	];
	if (with_notes) cells.push([__("Remarks"), row.notes.join(". ")]);
	return `<tr class="${row.is_skipped ? "td-skipped" : ""}">${cells
		.map(([label, words]) => `<td data-label="${escape(label)}">${escape(words)}</td>`)
		.join("")}</tr>`;
}

function made({ create_at, moment }) {
	if (is_past(create_at)) return __("at once");
	return create_at === moment ? __("then") : written_out(create_at);
}

function whoever(frm) {
	if (frm.doc.people_mode === "Least Loaded") return __("who has least to do");
	return "—";
}

const zone_hint = (zone) =>
	$('<p class="text-muted small">').text(__("All times here are those of the company ({0}).", [zone]));

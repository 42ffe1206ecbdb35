// What speaks against the person or the deadline: a few quiet lines, and nobody is stopped.

import { info } from "./view";

const PAUSE = 300;

// For a task that is stored the server says it with the form; for a new one it is asked as the form is filled.
export function show_warnings(frm, $area) {
	const $place = $('<div class="td-warnings" role="status">').appendTo($area);
	if (frm.is_new()) watch(frm, $place);
	else fill($place, info(frm).warnings);
}

export function warn_again(frm) {
	frm.td_look_for_warnings?.();
}

function watch(frm, $place) {
	frm.td_look_for_warnings = watcher(() => frm.doc, $place);
	frm.td_look_for_warnings();
}

// A function that asks anew; of several answers only that to the last question is shown.
export function watcher(values, $place) {
	let asked = "";
	return frappe.utils.debounce(() => {
		const { responsible, deadline } = values();
		const question = JSON.stringify([responsible, deadline]);
		if (question === asked) return;
		asked = question;
		if (!responsible || !frappe.model.can_create("TD Task")) return fill($place, []);
		frappe
			.xcall("task_discipline.api.calendars.assignment_hints", { responsible, deadline })
			.then((texts) => question === asked && fill($place, texts))
			.catch(() => {});
	}, PAUSE);
}

const fill = ($place, texts) =>
	$place.empty().append(...texts.map((text) => $('<p class="td-hint td-warning small">').text(text)));

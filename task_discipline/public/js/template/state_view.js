// The line on top of the form: whether the template works, when it makes its next task, and what is wrong.

import { describe } from "./standing";
import { escape, role_needed, when } from "../words";
import { resume_button } from "./buttons";
import { info, name_of } from "./view";

export function show_state(frm) {
	const $area = frm.fields_dict.state_view.$wrapper.empty();
	if (frm.is_new()) {
		const may = frappe.model.can_create(frm.doctype);
		$area.append(line("", may ? first_words() : role_needed(), may ? "gray" : "orange"));
		return;
	}
	const { text, detail, colour } = describe(frm.doc);
	$area.append(line(text, detail, colour));
	$area.append(panel(frm));
	$area.append(last_run(frm));
}

const first_words = () =>
	__("Describe the task once. The system sets it again at its time, as often as the rule below says.");

const line = (text, detail, colour) => `<div class="td-state td-${colour}" role="status">
		<span class="td-state-text">${escape(text)}</span>
		<span class="td-state-detail">${escape(detail)}</span>
	</div>`;

// Who stopped it and why, or the error with what to do.
function panel(frm) {
	const { status, last_error } = frm.doc;
	if (status === "Suspended" || (status === "Active" && cint(frm.doc.failures))) {
		const advice =
			status === "Suspended"
				? __("Mend what is wrong, save, and press Resume.")
				: __("Nothing to do if it was a passing trouble. If not, mend the template and save it.");
		return words_panel(frm, last_error || __("No error was recorded."), advice);
	}
	const paused = status === "Paused" && info(frm).events.find(({ outcome }) => outcome === "Paused");
	if (!paused) return null;
	const who = __("Paused by {0}, {1}", [name_of(frm, paused.actor), when(paused.happened_at)]);
	return words_panel(frm, paused.reason, who);
}

function words_panel(frm, words, below) {
	const $panel = $('<div class="td-panel">');
	if (words) $panel.append($("<blockquote>").text(words));
	return $panel.append($("<div>").text(below), resume_button(frm));
}

function last_run(frm) {
	const { last_run: moment, is_quiet } = info(frm);
	if (!is_quiet) {
		return hint(__("The generator looked at all templates {0}.", [when(moment)]), "");
	}
	const since = moment
		? __("The generator has not run since {0}.", [when(moment)])
		: __("The generator has not run yet on this site.");
	const advice = __("What comes due meanwhile is made as soon as it runs. Ask your administrator.");
	return hint(`${since} ${advice}`, "td-warning");
}

const hint = (words, look) => $('<p class="td-hint text-muted small">').addClass(look).text(words);

// The line on top of the form: where the task stands, and what is asked of the person who looks.

import { describe } from "../standing";
import { escape, role_needed, when } from "../words";
import { show_agreement } from "./agreement";
import { origin_line } from "./origin";
import { approve, keep_deadline } from "./requests";
import { has_info, info, people_of } from "./view";
import { show_warnings } from "./warnings";

const MOST_SHOWN = 400;

export function show_state(frm) {
	const $area = frm.fields_dict.state_view.$wrapper.empty();
	if (frm.is_new()) {
		$area.append(first_words(frappe.model.can_create(frm.doctype)));
		show_warnings(frm, $area);
		return;
	}
	if (!has_info(frm)) return;
	const { text, detail, colour } = describe(frm.doc, people_of(frm));
	$area.append(
		`<div class="td-state td-${colour}" role="status">
			<span class="td-state-text">${escape(text)}</span>
			<span class="td-state-detail">${escape(detail)}</span>
		</div>`,
	);
	if (info(frm).last_words) $area.append(last_words_panel(info(frm).last_words));
	if (frm.doc.status === "Submitted") $area.append(result_panel(frm));
	if (info(frm).request) $area.append(request_panel(frm, info(frm).request));
	show_agreement(frm, $area);
	show_warnings(frm, $area);
	$area.append(origin_line(frm));
	if (!info(frm).mail_ready) $area.append(mail_hint());
}

const first_words = (may_set) =>
	$('<div class="td-state">')
		.addClass(may_set ? "td-gray" : "td-orange")
		.append($('<span class="td-state-detail">').text(may_set ? how_to_set() : role_needed()));

const how_to_set = () =>
	__("Say what is to be done, who answers for it and by when. Everybody concerned is told when you save.");

// Whoever reviews reads the result first. Words only: pictures and tables are in the field itself.
function result_panel(frm) {
	const words = frappe.utils.html2text(frm.doc.result || "").trim();
	if (!words) return $();
	const $panel = $('<div class="td-panel">').append($("<blockquote>").text(shortened(words)));
	const read = () => frm.scroll_to_field("result");
	return $panel.append(button(__("Read the whole result"), "btn-default btn-xs", read));
}

const shortened = (words) => (words.length > MOST_SHOWN ? `${words.slice(0, MOST_SHOWN)}…` : words);

const LAST_WORDS = {
	Returned: (who) => __("{0} returned the task:", [who]),
	Reopened: (who) => __("{0} opened the task again:", [who]),
	Held: (who) => __("{0} put the task on hold:", [who]),
	Declined: (who) => __("{0} declined the task:", [who]),
	Cancelled: (who) => __("{0} cancelled the task:", [who]),
};

function last_words_panel({ event, actor_name, reason }) {
	return `<div class="td-panel">
		<div>${LAST_WORDS[event](escape(actor_name).bold())}</div>
		<blockquote>${escape(reason)}</blockquote>
	</div>`;
}

function request_panel(frm, request) {
	const who = escape(request.requested_by_name || request.requested_by).bold();
	const wanted = escape(when(request.proposed_deadline)).bold();
	const $panel = $(`<div class="td-panel">
		<div>${__("{0} asks for the deadline {1}", [who, wanted])}</div>
		<blockquote>${escape(request.reason)}</blockquote>
	</div>`);
	if (info(frm).actions.includes("change_deadline")) $panel.append(decision_buttons(frm, request));
	return $panel;
}

function decision_buttons(frm, request) {
	return $('<div class="td-request-buttons">')
		.append(button(__("Approve"), "btn-sm btn-primary", () => approve(frm, request)))
		.append(button(__("Keep Deadline"), "btn-sm btn-default", () => keep_deadline(frm, request)));
}

const button = (label, look, action) =>
	$(`<button type="button" class="btn ${look}">`).text(label).on("click", action);

function mail_hint() {
	const $hint = $('<p class="td-hint text-muted small">').text(
		__("Mail is not set up: people are told by the bell in the desk only."),
	);
	if (frappe.user.has_role("System Manager")) {
		const open = () => frappe.set_route("List", "Email Account");
		$hint.append(" ", $('<a role="button" tabindex="0">').text(__("Set up mail")).on("click", open));
	}
	return $hint;
}

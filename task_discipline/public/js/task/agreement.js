// The part of the form in which the person responsible reads what he is asked to agree to, and agrees.

import { when } from "../words";
import { label_of, take } from "./actions";
import { limits_in_words, silence_in_words, terms_of } from "./terms";
import { info, people_of } from "./view";

export function show_agreement(frm, $area) {
	const terms = terms_of(frm);
	if (!terms) return;
	const is_his = info(frm).roles.includes("responsible");
	if (waits(frm, terms)) $area.append(is_his ? question(frm, terms) : not_yet(frm, terms));
	else if (terms.how === "Silence" && frm.doc.status === "New") $area.append(hint(by_silence(terms)));
	if (is_his && !terms.was) $area.append(hint(limits_in_words(frm)));
}

// A request that waits says more than that the deadline is not agreed.
const waits = (frm, { is_asked, is_agreed, was }) => is_asked && !is_agreed && (was || !info(frm).request);

function question(frm, terms) {
	if (!info(frm).actions.includes("agree_deadline")) return hint(said_of_new(terms));
	const $buttons = $('<div class="td-request-buttons">').append(
		...["agree_deadline", "propose_deadline"].map((action) => button(frm, action)),
	);
	return $('<div class="td-panel td-agreement">')
		.append($("<p>").text(asked(frm, terms)), $('<p class="text-muted">').text(silence_in_words(terms)))
		.append($buttons);
}

function said_of_new(terms) {
	return terms.was ? `${moved_in_words(terms)} ${silence_in_words(terms)}` : silence_in_words(terms);
}

function asked(frm, terms) {
	if (!terms.was) return __("You have not agreed to the deadline yet.");
	return `${moved_in_words(terms)} ${limits_in_words(frm)}`.trim();
}

const moved_in_words = ({ asked_at, was }) =>
	__("The deadline was moved earlier {0}; before, it was {1}.", [when(asked_at), when(was)]);

function button(frm, action) {
	if (!info(frm).actions.includes(action)) return $();
	const look = action === "agree_deadline" ? "btn-primary" : "btn-default";
	return $(`<button type="button" class="btn btn-sm ${look}">`)
		.text(label_of(action))
		.on("click", () => take(frm, action));
}

function not_yet(frm, { silence_ends }) {
	const words = [__("{0} has not agreed to the deadline yet.", [people_of(frm).responsible])];
	if (silence_ends)
		words.push(__("Without an answer it counts as agreed from {0} on.", [when(silence_ends)]));
	return hint(words.join(" "));
}

const by_silence = ({ since }) =>
	__("There was no answer, so the deadline counts as agreed since {0}.", [when(since)]);

const hint = (words) => (words ? $('<p class="td-hint text-muted small">').text(words) : $());

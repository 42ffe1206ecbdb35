// The line above a stream: whose talk it is, and what can be done with the group.

import { icon_button, make } from "./dom";
import { group_picture } from "./groups_view";
import { kind_words, members_words } from "./words";

// `acts`: {back, details, close}: each of them may be left out.
export function room_head(group, acts) {
	return make(
		"header",
		{ class: "td-chat-head" },
		acts.back &&
			icon_button("es-line-left-chevron", __("Back to the groups"), acts.back, {
				class: "td-chat-back",
			}),
		group_picture(group),
		make(
			"button",
			{
				type: "button",
				class: "btn-reset td-chat-head-words",
				onclick: acts.details,
				title: __("Members and settings"),
			},
			make("bdi", { class: "td-chat-head-title" }, group.title),
			make("span", { class: "td-chat-quiet" }, about(group)),
		),
		record_link(group),
		icon_button("es-line-people", __("Members and settings"), acts.details),
		acts.close && icon_button("es-line-close", __("Close"), acts.close),
	);
}

// Equal for two heads that look the same: one that is under a hand or a keyboard is left alone then.
export const head_looks = (group) =>
	JSON.stringify({ ...group, last: null, unread: null, mentions: null, last_read: null });

function about(group) {
	const parts = [kind_words(group)];
	if (group.member_count && group.kind !== "Direct") parts.push(members_words(group.member_count));
	if (group.archived) parts.push(__("Archived"));
	if (group.muted) parts.push(__("Muted"));
	return parts.join(" · ");
}

function record_link({ kind, reference_doctype, reference_name }) {
	if (kind !== "Record" || !reference_name) return null;
	const href = frappe.utils.get_form_link(reference_doctype, reference_name);
	return make(
		"a",
		{ class: "btn btn-default btn-xs td-chat-record", href },
		__("Open {0}", [reference_name]),
	);
}

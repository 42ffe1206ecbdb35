// The button "Discuss" on the form of a task or a project. What it opens is loaded with the first click.

import { is_chat_on } from "./allowed";
import { make } from "./dom";
import { group_list } from "./group_list";

const BUNDLES = ["td_chat.bundle.css", "td_chat.bundle.js"];

// `people`: those who take part in the record. The talk is theirs, and nobody else's.
export function offer_talk(frm, people) {
	if (frm.is_new() || !is_chat_on() || !people.includes(frappe.session.user)) return;
	const $button = frm.add_custom_button(__("Discuss"), () => open_panel(frm));
	frm.td_discuss_button = $button?.[0];
	const badge = make("span", { class: "td-chat-badge td-chat-discuss-badge", hidden: true });
	$button?.append(badge);
	const show = () => show_unread(frm, badge);
	frm.td_stop_counting?.();
	frm.td_stop_counting = group_list.on_change(show);
	show();
}

function show_unread(frm, badge) {
	const groups = [...group_list.groups.values()];
	const group = groups.find(
		({ reference_doctype, reference_name }) =>
			reference_doctype === frm.doctype && reference_name === frm.docname,
	);
	badge.hidden = !group?.unread;
	badge.textContent = group?.unread || "";
}

// A form that is drawn anew has another button.
function open_panel(frm) {
	const give_back_focus = () => frm.td_discuss_button?.focus();
	frappe.require(BUNDLES, () => task_discipline.chat.discuss(frm.doctype, frm.docname, give_back_focus));
}

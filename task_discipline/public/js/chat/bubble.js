// The bubble in the bar of the desk: how much is unread, and the way to it.

import { is_chat_on } from "./allowed";
import { icon, make } from "./dom";
import { live } from "./live";
import { group_list } from "./group_list";

export function show_bubble() {
	if (!is_chat_on()) return;
	const $bell = $(".navbar .dropdown-notifications").first();
	if (!$bell.length) return;
	const badge = make("span", { class: "td-chat-badge", hidden: true });
	$bell.before(bubble(badge));
	group_list.on_change(() => show_count(badge, group_list.totals()));
	live.join(group_list);
	group_list.load().catch(() => {}); // asked again within the minute
}

function bubble(badge) {
	const link = make(
		"a",
		{
			class: "nav-link td-chat-bubble",
			href: "/app/td-chat",
			title: __("Chat"),
			"aria-label": __("Chat"),
		},
		icon("es-line-chat-alt"),
		badge,
	);
	return make("li", { class: "nav-item dropdown-mobile td-chat-item" }, link);
}

function show_count(badge, { unread, mentions }) {
	badge.hidden = !unread;
	badge.textContent = unread > 99 ? "99+" : unread;
	badge.classList.toggle("td-chat-badge-calls", mentions > 0);
	badge.parentElement.setAttribute("aria-label", unread ? __("Chat: {0} unread", [unread]) : __("Chat"));
}

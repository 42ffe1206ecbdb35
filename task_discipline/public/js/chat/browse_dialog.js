// Open groups that anybody may join, found by title.

import { button, make } from "./dom";
import { group_list } from "./group_list";
import { group_picture } from "./groups_view";
import { read, write } from "./server";
import { members_words } from "./words";

const PAUSE = 300;

export function browse_groups(open) {
	const box = make("input", {
		type: "search",
		class: "form-control",
		placeholder: __("Search by title"),
		"aria-label": __("Search by title"),
	});
	const list = make("div", { class: "td-chat-found", "aria-live": "polite" });
	const dialog = new frappe.ui.Dialog({ title: __("Open Groups") });
	dialog.$body.append(make("div", { class: "td-chat-browse" }, box, list));
	const show = (group) => {
		dialog.hide();
		open(group);
	};
	const look = () => find(box, list, show);
	box.addEventListener("input", frappe.utils.debounce(look, PAUSE));
	dialog.show();
	look();
}

async function find(box, list, show) {
	const wanted = box.value.trim();
	try {
		const { groups } = await read("chat_groups.find_open", { text: wanted });
		if (wanted !== box.value.trim()) return;
		list.replaceChildren(
			...(groups.length ? groups.map((group) => row(group, list, show)) : [nothing(wanted)]),
		);
	} catch (refusal) {
		list.replaceChildren(make("p", { role: "alert" }, refusal.message));
	}
}

const nothing = (wanted) =>
	make(
		"p",
		{ class: "td-chat-quiet td-chat-note" },
		wanted ? __("No open group has this title.") : __("There is no open group yet. Make the first one."),
	);

function row(group, list, show) {
	const is_member = group.is_member || group_list.get(group.name);
	const act = is_member ? () => show(group.name) : () => join(group, list, show);
	return make(
		"div",
		{ class: "td-chat-person-row" },
		group_picture({ ...group, kind: "Open" }),
		make(
			"span",
			{ class: "td-chat-person-words" },
			make("bdi", { class: "td-chat-person-name" }, group.title),
			make("span", { class: "td-chat-quiet" }, about(group)),
		),
		button(is_member ? __("Open", null, "button") : __("Join"), act),
	);
}

const about = ({ members, description }) => [members_words(members), description].filter(Boolean).join(" · ");

async function join({ name }, list, show) {
	try {
		group_list.take(await write("chat_groups.join", { group: name }));
		show(name);
	} catch (refusal) {
		list.prepend(make("p", { class: "td-chat-failure", role: "alert" }, refusal.message));
	}
}

// The page of the chat: groups on the left, the talk of one of them beside it. A phone shows one of the two.

import { button, icon, make } from "./dom";
import { browse_groups } from "./browse_dialog";
import { group_list } from "./group_list";
import { GroupsView } from "./groups_view";
import { show_details } from "./group_dialog";
import { show_menu } from "./menu";
import { direct_message, new_group } from "./new_dialogs";
import { Room } from "./room";
import { head_looks, room_head } from "./room_head";

export class ChatPage {
	constructor(wrapper) {
		this.wrapper = wrapper;
		$(wrapper).addClass("td-chat-page");
		this.side = new GroupsView({
			open: (group, message) => this.go(group, message),
			make: (event) => this.offer_new(event.currentTarget),
			direct: () => this.write_to_somebody(),
			browse: () => browse_groups((group) => this.go(group)),
		});
		this.main = make("section", { class: "td-chat-main" });
		this.element = make("div", { class: "td-chat" }, this.side.element, this.main);
		wrapper.page.main.empty().append(this.element);
		group_list.on_change(() => this.on_groups());
	}

	// Called every time the page comes up, and with every address of it.
	show() {
		const [, group, message] = frappe.get_route();
		if (!group_list.is_loaded) group_list.load().catch((refusal) => this.refuse(refusal));
		this.side.choose(group || null);
		this.element.classList.toggle("td-chat-in-room", Boolean(group));
		if (!group) this.show_welcome();
		else if (this.room?.talk.name !== group) this.open(group, cint(message) || null);
		else if (message) this.room.acts.jump(cint(message));
		else this.room.stream.after_scroll();
	}

	go(group, message) {
		const route = ["td-chat", group, message && String(message)].filter(Boolean);
		// The same address twice is no change for the host, but a jump for the person.
		if (frappe.get_route_str() === route.join("/")) this.show();
		else frappe.set_route(route);
	}

	leave_room() {
		this.room?.close();
		this.room = null;
	}

	async open(group, message) {
		this.leave_room();
		const room = (this.room = new Room(group));
		this.main.replaceChildren(room.element);
		try {
			await room.open(message);
			if (this.room !== room) return;
			this.draw_head();
			room.focus();
		} catch (refusal) {
			if (this.room === room) this.refuse(refusal);
		}
	}

	draw_head() {
		const { talk } = this.room;
		const group = { ...talk.group, ...group_list.get(talk.name) };
		if (this.room.head_shows === head_looks(group)) return;
		this.room.head_shows = head_looks(group);
		const head = room_head(group, {
			back: () => frappe.set_route("td-chat"),
			details: () => show_details(group, { left: () => this.on_left(group.name) }),
		});
		this.main.querySelector(".td-chat-head")?.remove();
		this.main.prepend(head);
		this.wrapper.page.set_title(__("Chat"));
	}

	on_groups() {
		if (!this.room?.talk.since) return;
		const { name } = this.room.talk;
		if (group_list.get(name)) this.draw_head();
		else this.on_left(name);
	}

	// Whoever is not a member any more sees nothing of the group any more.
	on_left(group) {
		group_list.remove(group);
		if (this.room?.talk.name !== group) return;
		this.leave_room();
		frappe.set_route("td-chat");
		this.show_welcome();
	}

	show_welcome() {
		this.leave_room();
		this.main.replaceChildren(
			make(
				"div",
				{ class: "td-chat-none" },
				icon("es-line-chat", "xl"),
				make("p", { class: "td-chat-none-title" }, __("Choose a group to read and write")),
				make("p", {}, __("Or begin a talk of your own.")),
				button(__("New message"), () => this.write_to_somebody(), "btn-primary"),
				button(__("New group"), () => this.make_group()),
			),
		);
	}

	refuse(refusal) {
		const group = this.room?.talk.name;
		this.leave_room();
		const again = () => (group ? this.open(group) : this.show());
		this.main.replaceChildren(
			make(
				"div",
				{ class: "td-chat-none", role: "alert" },
				icon("es-line-alert-circle", "xl"),
				make("p", {}, refusal.message),
				button(__("Try Again"), again),
				button(__("Back to the groups"), () => frappe.set_route("td-chat")),
			),
		);
	}

	offer_new(anchor) {
		const items = [
			{ label: __("New message"), icon: "es-line-chat", action: () => this.write_to_somebody() },
			{ label: __("New group"), icon: "es-line-group", action: () => this.make_group() },
			{
				label: __("Browse open groups"),
				icon: "es-line-globe",
				action: () => browse_groups((group) => this.go(group)),
			},
		];
		show_menu(anchor, items, __("New group or message"));
	}

	write_to_somebody() {
		direct_message((group) => this.go(group));
	}

	make_group() {
		new_group((group) => this.go(group));
	}
}

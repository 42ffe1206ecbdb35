// The talk of a task or a project at the side of its form. It stays open while its record is looked at.

import { icon_button, make } from "./dom";
import { show_details } from "./group_dialog";
import { group_list } from "./group_list";
import { Room } from "./room";
import { head_looks, room_head } from "./room_head";
import { write } from "./server";

class Panel {
	constructor() {
		this.element = make("aside", {
			class: "td-chat td-chat-panel",
			"aria-label": __("Discuss"),
			hidden: true,
		});
		this.element.addEventListener("keydown", (event) => {
			if (event.key !== "Escape" || event.defaultPrevented) return;
			event.stopPropagation(); // the desk takes the focus from whatever has it
			this.close();
		});
		document.body.append(this.element);
		$(document).on("page-change", () => this.on_page());
		group_list.on_change(() => this.on_groups());
	}

	async open(doctype, name, give_back_focus) {
		this.close();
		Object.assign(this, { record: [doctype, name], give_back_focus, route: frappe.get_route_str() });
		this.show_beside(true);
		this.element.replaceChildren(this.waiting());
		const { record } = this;
		try {
			const group = group_list.take(await write("chat_groups.for_record", { doctype, name }));
			if (this.record === record) await this.show(group);
		} catch (refusal) {
			if (this.record === record) this.refuse(refusal);
		}
	}

	async show(group) {
		const room = (this.room = new Room(group.name));
		this.element.replaceChildren(this.head(group), room.element);
		await room.open();
		room.focus();
	}

	head(group) {
		this.head_shows = head_looks(group);
		return room_head(group, { details: () => show_details(group), close: () => this.close() });
	}

	on_groups() {
		const name = this.room?.talk.name;
		const group = name && group_list.get(name);
		if (!name || this.element.hidden) return;
		if (group && head_looks(group) !== this.head_shows)
			this.element.querySelector(".td-chat-head")?.replaceWith(this.head(group));
		else if (!group && group_list.is_loaded) this.close();
	}

	// On a wide screen the form makes room.
	show_beside(is_shown) {
		this.element.hidden = !is_shown;
		document.body.classList.toggle("td-chat-beside", is_shown);
	}

	waiting() {
		return make("div", { class: "td-chat-none" }, __("Loading..."));
	}

	refuse(refusal) {
		const close = icon_button("es-line-close", __("Close"), () => this.close(), {
			class: "td-chat-panel-close",
		});
		this.element.replaceChildren(
			close,
			make("div", { class: "td-chat-none", role: "alert" }, refusal.message),
		);
	}

	// Another record has another talk.
	on_page() {
		if (this.record && frappe.get_route_str() !== this.route) this.close();
	}

	close() {
		if (this.element.hidden) return;
		const had_focus = this.element.contains(document.activeElement);
		this.room?.close();
		this.room = this.record = null;
		this.show_beside(false);
		this.element.replaceChildren();
		if (had_focus) this.give_back_focus?.();
	}
}

let panel = null;

export function discuss(doctype, name, give_back_focus) {
	panel ??= new Panel();
	const is_open = panel.record?.[0] === doctype && panel.record[1] === name;
	return is_open ? panel.close() : panel.open(doctype, name, give_back_focus);
}

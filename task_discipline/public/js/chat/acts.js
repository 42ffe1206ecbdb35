// What a person may do with a message, by its menu and its keys.

import { is_young_enough } from "./allowed";
import { close_menu, show_menu } from "./menu";
import { choose_emoji, emoji_button, QUICK } from "./emoji";
import { make } from "./dom";

export class Acts {
	constructor(room) {
		this.room = room;
	}

	get talk() {
		return this.room.talk;
	}

	tell = (refusal) => {
		if (refusal?.is_lost) return; // the line above the stream speaks of it
		frappe.show_alert(
			{ message: frappe.utils.escape_html(refusal?.message || String(refusal)), indicator: "red" },
			7,
		);
	};

	seen() {
		this.room.mark_read();
	}

	jump(name) {
		return this.room.go_to(name).catch(this.tell);
	}

	retry(client_id) {
		this.talk.outbox.retry(client_id);
	}

	drop(client_id) {
		this.talk.outbox.drop(client_id);
	}

	reply(message) {
		if (this.room.may_write) this.room.composer.reply_to(message);
	}

	edit(message) {
		if (this.may_edit(message)) this.room.composer.edit(message);
	}

	react(message, emoji) {
		this.talk.react(message.name, emoji).catch(this.tell);
	}

	choose_reaction(message, anchor) {
		choose_emoji(anchor, (sign) => this.react(message, sign), __("React"));
	}

	delete(message) {
		if (!this.may_delete(message)) return;
		const words = __("Delete this message for everybody? A mark stays in its place.");
		frappe.confirm(words, () => this.talk.delete(message.name).catch(this.tell));
	}

	menu(message, anchor) {
		const at = anchor.classList.contains("td-chat-row")
			? anchor.querySelector(".td-chat-balloon")
			: anchor;
		show_menu(at, this.items(message, at), __("Message"));
	}

	items(message, anchor) {
		return [
			this.may_react && { element: this.quick_reactions(message, anchor) },
			this.room.may_write && item(__("Reply"), "es-line-reply", () => this.reply(message)),
			message.text && item(__("Copy text"), "es-line-copy", () => copy(message.text)),
			item(__("Copy link"), "es-line-link", () => copy(this.link_of(message))),
			this.may_edit(message) && item(__("Edit"), "es-line-edit", () => this.edit(message)),
			...this.work_items(message),
			this.may_delete(message) && {
				...item(__("Delete"), "es-line-delete", () => this.delete(message)),
				is_danger: true,
			},
		].filter(Boolean);
	}

	// What makes work out of talk is another part of the app, and says itself what it offers.
	work_items(message) {
		const offered = task_discipline.chat?.work?.actions?.(message, this.talk.group) || [];
		return offered.map(({ label, action, icon }) => item(label, icon || "es-line-check", action));
	}

	get may_react() {
		return this.room.may_write;
	}

	quick_reactions(message, anchor) {
		const signs = QUICK.map((sign) => emoji_button(sign, () => this.react(message, sign)));
		const more = () => {
			close_menu();
			this.choose_reaction(message, anchor);
		};
		const label = __("More", null, "button");
		signs.push(
			make(
				"button",
				{ type: "button", role: "menuitem", "aria-label": label, title: label, onclick: more },
				"…",
			),
		);
		return make("div", { class: "td-chat-quick" }, signs);
	}

	link_of({ name }) {
		return `${window.location.origin}/app/td-chat/${encodeURIComponent(this.talk.name)}/${name}`;
	}

	may_edit(message) {
		const { author, kind, text, deleted, state } = message;
		const is_mine = author === frappe.session.user && kind !== "Event" && !deleted && !state;
		return Boolean(is_mine && text && this.room.may_write && is_young_enough(message));
	}

	may_delete({ author, deleted, state }) {
		if (deleted || state) return false;
		const { kind, is_admin } = this.talk.group;
		const leads = is_admin && ["Open", "Private"].includes(kind);
		return Boolean(this.room.may_write && (author === frappe.session.user || leads));
	}
}

const item = (label, icon, action) => ({ label, icon, action });

const copy = (text) => frappe.utils.copy_to_clipboard(text);

// One group as people see it: its head, the stream and the place to write. The page and the panel both show it.

import { Acts } from "./acts";
import { Composer } from "./composer";
import { icon, make } from "./dom";
import { group_list } from "./group_list";
import { live } from "./live";
import { read } from "./server";
import { Stream } from "./stream";
import { Talk } from "./talk";

const PEOPLE_KEPT = 5 * 60 * 1000;

export class Room {
	constructor(group) {
		this.talk = new Talk(group, () => this.changed());
		this.acts = new Acts(this);
		this.stream = new Stream(this.talk, this.acts);
		this.talk.is_watched = () => this.is_looked_at && this.stream.is_following;
		this.lost_line = make("div", { class: "td-chat-lost", role: "status", hidden: true });
		this.foot = make("div", { class: "td-chat-foot" });
		this.element = make("div", { class: "td-chat-room" }, this.lost_line, this.stream.element, this.foot);
		this.take_dropped_files();
	}

	// `around`: a message to show; without it the person goes on where he stopped.
	async open(around = null) {
		this.leave_live = live.join({
			hear: (news) => this.talk.hear(news),
			catch_up: () => this.talk.catch_up(),
			told_of_connection: (is_lost) => this.show_connection(is_lost),
		});
		this.show_connection(live.is_lost);
		await this.talk.open(around);
		this.stream.is_following = !around;
		this.draw_foot();
		this.stream.draw();
		if (around) this.stream.show(around);
		else this.stream.show_new_mark();
		this.stop_listening = group_list.on_change(() => this.on_groups());
	}

	close() {
		this.leave_live?.();
		this.stop_listening?.();
		this.stream.close();
		this.element.remove();
	}

	changed() {
		this.stream.draw_soon();
	}

	on_groups() {
		const group = group_list.get(this.talk.name);
		if (!group) return;
		const was_archived = this.talk.group.archived;
		this.talk.group = { ...this.talk.group, ...group };
		this.stream.show_down();
		if (was_archived !== group.archived) this.draw_foot();
	}

	get may_write() {
		return Boolean(this.composer);
	}

	draw_foot() {
		if (this.talk.group.archived) {
			this.composer = null;
			const words = __("This group is archived. It can be read, and nobody writes in it.");
			this.foot.replaceChildren(
				make("div", { class: "td-chat-closed" }, icon("es-line-archive"), words),
			);
			return;
		}
		this.composer = new Composer(this.talk, {
			people: () => this.people(),
			edit_last: () => this.edit_last(),
			sent: () => this.stream.to_newest(),
			tell: this.acts.tell,
			ask: task_discipline.chat?.work?.ask && (() => task_discipline.chat.work.ask(this.talk.group)),
		});
		this.foot.replaceChildren(this.composer.element);
		this.composer.draw();
	}

	focus() {
		// On a phone the keyboard would cover what there is to read.
		if (!window.matchMedia("(hover: none)").matches) this.composer?.box.focus();
	}

	async people() {
		if (!this.known || Date.now() - this.known_at > PEOPLE_KEPT) {
			this.known_at = Date.now();
			this.known = read("chat_groups.members", { group: this.talk.name }).then(people_in);
			this.known.catch(() => (this.known = null));
		}
		return this.known;
	}

	edit_last() {
		const own = this.talk.messages.sorted().filter((message) => this.acts.may_edit(message));
		if (own.length) this.acts.edit(own.at(-1));
	}

	async go_to(name) {
		if (this.stream.show(name)) return;
		this.stream.is_following = false;
		await this.talk.open(name);
		this.stream.draw();
		if (!this.stream.show(name)) this.acts.tell(__("This message is not here any more."));
	}

	// Read is what a person looks at: in a window that has the focus, with the end in sight.
	mark_read() {
		if (this.is_looked_at) this.talk.mark_read();
	}

	get is_looked_at() {
		return document.hasFocus() && !document.hidden && this.element.getClientRects().length > 0;
	}

	show_connection(is_lost) {
		this.lost_line.hidden = !is_lost;
		this.lost_line.textContent = is_lost ? __("Connection lost, trying again") : "";
	}

	take_dropped_files() {
		const over = (is_over) => this.element.classList.toggle("td-chat-drop", is_over);
		this.element.addEventListener("dragover", (event) => {
			event.preventDefault();
			over(this.may_write);
		});
		this.element.addEventListener("dragleave", (event) => {
			if (!this.element.contains(event.relatedTarget)) over(false);
		});
		this.element.addEventListener("drop", (event) => {
			over(false);
			event.preventDefault();
			this.composer?.take_files(event, event.dataTransfer);
		});
	}
}

export const people_in = ({ members, people }) => {
	group_list.know(people);
	return members.map(({ user }) => ({ user, ...people[user] }));
};

// The stream of a group: keeps its place while messages come in above, below and between.

import { icon, make } from "./dom";
import { once_a_frame } from "./frames";
import { group_list } from "./group_list";
import { KeptRows } from "./kept_rows";
import { message_element } from "./message_view";
import { rows_of } from "./rows";
import { stream_keys } from "./stream_keys";
import { day_words, typing_words } from "./words";

const EDGE = 600;
const BOTTOM = 48;

export class Stream {
	constructor(talk, acts) {
		Object.assign(this, { talk, acts, is_following: true, last_top: 0 });
		this.log = make("div", {
			class: "td-chat-log",
			role: "log",
			"aria-live": "polite",
			"aria-label": __("Messages"),
		});
		this.rows = new KeptRows(this.log);
		this.draw_soon = once_a_frame(() => this.element.isConnected && this.draw());
		this.hint = nothing_said();
		this.box = make("div", { class: "td-chat-scroll", tabindex: "0" }, this.hint, this.log);
		this.typing = make("div", { class: "td-chat-typing", "aria-live": "off" });
		this.down = this.down_button();
		this.element = make("div", { class: "td-chat-stream" }, this.box, this.typing, this.down);
		this.box.addEventListener("scroll", () => this.on_scroll(), { passive: true });
		stream_keys(this, acts);
		// A keyboard on the screen, a panel or a picture changes how much is seen: the end stays in sight.
		this.resizes = new ResizeObserver(() => this.is_following && this.to_end());
		[this.box, this.log].forEach((part) => this.resizes.observe(part));
	}

	down_button() {
		this.count = make("span", { class: "td-chat-badge" });
		const go = () => this.to_newest();
		const label = __("To the newest message");
		return make(
			"button",
			{
				type: "button",
				class: "td-chat-down",
				title: label,
				"aria-label": label,
				hidden: true,
				onclick: go,
			},
			icon("es-line-down", "md"),
			this.count,
		);
	}

	close() {
		this.resizes.disconnect();
		this.element.remove();
	}

	draw() {
		const anchor = this.is_following ? null : this.anchor();
		this.talk.trim(this.is_following);
		const rows = rows_of(this.talk.messages.list(), this.talk.last_read);
		this.rows.place(rows.map((row) => this.drawing_of(row)));
		this.hint.hidden = this.talk.messages.list().length > 0 || !this.talk.since;
		if (anchor) this.hold(anchor);
		else this.to_end();
		this.typing.textContent = typing_words(this.talk.typing.keys());
		this.after_scroll();
	}

	drawing_of(row) {
		const looks = JSON.stringify(row) + group_list.name_of(row.message?.author);
		return { key: row.key, looks, make: () => this.make_row(row) };
	}

	make_row(row) {
		if (row.kind === "day") {
			return make("div", { class: "td-chat-day" }, make("span", {}, day_words(row.day)));
		}
		if (row.kind === "new")
			return make("div", { class: "td-chat-new" }, make("span", {}, __("New messages")));
		if (row.kind === "event") return event_element(row);
		return message_element(row, this.talk.group, this.acts);
	}

	// The first message in sight, and how far below the edge it ends: older ones of the same person that come in above
	// take its head, so that its top moves and what is read below it does not.
	anchor() {
		const edge = this.box.getBoundingClientRect().top;
		const rows = [...this.log.querySelectorAll("[data-key]")];
		const element = rows.find((row) => row.getBoundingClientRect().bottom > edge);
		return (
			element && { key: element.dataset.key, distance: element.getBoundingClientRect().bottom - edge }
		);
	}

	hold({ key, distance }) {
		const element = this.rows.get(key);
		if (!element) return;
		const edge = this.box.getBoundingClientRect().top;
		this.box.scrollTop += element.getBoundingClientRect().bottom - edge - distance;
	}

	get is_at_end() {
		const { scrollHeight, scrollTop, clientHeight } = this.box;
		return scrollHeight - scrollTop - clientHeight < BOTTOM;
	}

	get shows_newest() {
		return this.is_at_end && !this.talk.messages.has_newer;
	}

	// Only a person goes up. A picture or a longer line that comes in under the end moves the end, not him.
	on_scroll() {
		const went_up = this.box.scrollTop < this.last_top;
		this.last_top = this.box.scrollTop;
		this.is_following = this.shows_newest || (this.is_following && !went_up);
		this.after_scroll();
	}

	after_scroll() {
		if (!this.element.isConnected || !this.talk.since) return;
		const { scrollHeight, scrollTop, clientHeight } = this.box;
		if (scrollTop < EDGE) this.talk.older().catch(this.acts.tell);
		if (scrollHeight - scrollTop - clientHeight < EDGE) this.talk.newer().catch(this.acts.tell);
		if (this.shows_newest) this.acts.seen();
		this.show_down();
	}

	// How much is unread below is known of the whole group, whatever part of it is here.
	show_down() {
		const count = cint(group_list.get(this.talk.name)?.unread);
		this.down.hidden = this.shows_newest || !this.talk.messages.size;
		this.count.textContent = count > 99 ? "99+" : String(count);
		this.count.hidden = !count;
	}

	to_end() {
		this.box.scrollTop = this.box.scrollHeight;
		this.last_top = this.box.scrollTop;
	}

	async to_newest() {
		this.is_following = true;
		if (this.talk.messages.has_newer) await this.talk.to_newest().catch(this.acts.tell);
		this.draw();
	}

	// To the message by its id; false where it is not here.
	show(name, flashes = true) {
		const element = this.log.querySelector(`[data-name="${cint(name)}"]`);
		if (!element) return false;
		this.is_following = false;
		element.scrollIntoView({ block: "center" });
		if (flashes) flash(element);
		this.on_scroll();
		return true;
	}

	show_new_mark() {
		const mark = this.rows.get("new");
		if (!mark) return;
		this.is_following = false;
		this.box.scrollTop += mark.getBoundingClientRect().top - this.box.getBoundingClientRect().top - 80;
		this.on_scroll();
	}
}

function nothing_said() {
	return make(
		"div",
		{ class: "td-chat-none td-chat-nothing", hidden: true },
		icon("es-line-chat", "lg"),
		make("p", {}, __("Nothing has been said here yet. Write the first message.")),
	);
}

function flash(element) {
	element.classList.remove("td-chat-flash");
	void element.offsetWidth; // starts the animation anew
	element.classList.add("td-chat-flash");
	element.focus({ preventScroll: true });
}

function event_element({ key, message }) {
	return make(
		"div",
		{ class: "td-chat-event", "data-key": key, "data-name": message.name },
		make("span", { dir: "auto" }, message.event_line),
	);
}

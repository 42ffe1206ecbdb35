// Where one writes: grows with the text, keeps drafts, takes files by paste and drop, completes names.

import { icon, icon_button, make } from "./dom";
import { draft_of, keep_draft } from "./drafts";
import { choose_emoji } from "./emoji";
import { group_list } from "./group_list";
import { MentionMenu } from "./mention_menu";
import { write } from "./server";
import { Uploads } from "./uploads";

const MOST = 4000;
const WARNS_FROM = 3600;
const TYPING_TOLD_EVERY = 3000;

export class Composer {
	// `hooks`: {people, edit_last, sent, ask (or null)}
	constructor(talk, hooks) {
		Object.assign(this, { talk, hooks, reply: null, edited: null, mentioned: new Map() });
		this.uploads = new Uploads(talk.name, () => this.draw());
		this.box = make("textarea", {
			class: "td-chat-box",
			rows: "1",
			dir: "auto",
			placeholder: __("Write a message"),
			"aria-label": __("Message"),
			enterkeyhint: "send",
		});
		this.mentions = new MentionMenu(this.box, hooks.people, (person) => this.take_person(person));
		this.about = make("div", { class: "td-chat-about", hidden: true });
		this.counter = make("span", { class: "td-chat-counter", role: "status" });
		this.element = this.make_element();
		this.listen();
		this.restore();
	}

	make_element() {
		this.chooser = make("input", {
			type: "file",
			multiple: true,
			hidden: true,
			"aria-label": __("Files"),
			tabindex: "-1",
		});
		this.chooser.addEventListener("change", () => {
			this.uploads.add(this.chooser.files);
			this.chooser.value = "";
		});
		this.send_button = icon_button("es-line-arrow-right", __("Send"), () => this.send(), {
			class: "td-chat-send",
		});
		const emoji = (event) => choose_emoji(event.currentTarget, (sign) => this.insert(sign), __("Emoji"));
		return make(
			"div",
			{ class: "td-chat-composer" },
			this.mentions.element,
			this.about,
			this.uploads.element,
			make(
				"div",
				{ class: "td-chat-line" },
				icon_button("es-line-attachment", __("Attach files"), () => this.chooser.click()),
				this.chooser,
				this.hooks.ask &&
					icon_button("es-line-question", __("Ask a question with a date"), this.hooks.ask),
				this.box,
				this.counter,
				icon_button("es-line-add-emoji", __("Emoji"), emoji, { "aria-haspopup": "menu" }),
				this.send_button,
			),
		);
	}

	listen() {
		this.box.addEventListener("input", () => this.on_input());
		this.box.addEventListener("click", () => this.mentions.look());
		this.box.addEventListener("keydown", (event) => this.on_key(event));
		this.box.addEventListener("paste", (event) => this.take_files(event, event.clipboardData));
	}

	take_files(event, { files }) {
		if (!files.length) return;
		event.preventDefault();
		this.uploads.add(files);
	}

	on_input() {
		this.mentions.look();
		this.keep();
		this.draw();
		this.tell_typing();
	}

	// Enter that ends a word of an input method is not the Enter that sends.
	on_key(event) {
		if (event.isComposing || this.mentions.on_key(event)) return;
		const action = this.action_of(event);
		if (!action) return;
		event.preventDefault();
		event.stopPropagation();
		action();
	}

	action_of({ key, shiftKey }) {
		const begins = !this.box.value && !this.edited;
		const actions = {
			Enter: !shiftKey && (() => this.send()),
			Escape: (this.edited || this.reply) && (() => this.cancel()),
			ArrowUp: begins && (() => this.hooks.edit_last()),
		};
		return actions[key];
	}

	tell_typing() {
		const now = Date.now();
		if (!this.box.value.trim() || this.edited || now - (this.told_at || 0) < TYPING_TOLD_EVERY) return;
		this.told_at = now;
		write("chat.typing", { group: this.talk.name }).catch(() => {});
	}

	get text() {
		return this.box.value.trim();
	}

	get is_too_long() {
		return this.text.length > MOST;
	}

	get can_send() {
		if (this.is_too_long || this.uploads.is_busy) return false;
		return Boolean(this.text || (!this.edited && this.uploads.all.some(({ made }) => made)));
	}

	send() {
		if (!this.can_send) return;
		if (this.edited) return this.send_edit();
		const { text, reply } = this;
		const mentions = this.mentions_in(text);
		this.talk.outbox.send({ text, reply, mentions, files: this.uploads.take() });
		this.told_at = 0;
		this.reset();
		this.hooks.sent();
	}

	// What was typed stays here until the server has taken it.
	send_edit() {
		const { name } = this.edited;
		this.talk
			.edit(name, this.text)
			.then(() => this.edited?.name === name && this.cancel())
			.catch((refusal) => this.hooks.tell(refusal));
	}

	mentions_in(text) {
		const stands = ([, name]) => text.includes(`@${name}`);
		return [...this.mentioned].filter(stands).map(([user]) => user);
	}

	take_person({ user, full_name }) {
		if (user !== "all") this.mentioned.set(user, full_name);
		this.on_input();
	}

	insert(words) {
		this.box.setRangeText(words, this.box.selectionStart, this.box.selectionEnd, "end");
		this.box.focus();
		this.on_input();
	}

	reply_to(message) {
		this.edited = null;
		const line = message.text || message.files?.[0]?.file_name || "";
		this.reply = { name: message.name, author: message.author, line: line.slice(0, 120) };
		this.begin();
	}

	// The draft comes back when the edit is over.
	edit(message) {
		this.keep();
		this.reply = null;
		this.edited = message;
		this.box.value = message.text;
		this.begin();
	}

	begin() {
		this.keep();
		this.draw();
		this.box.focus();
	}

	cancel() {
		const was_edit = this.edited;
		this.reply = null;
		this.edited = null;
		if (was_edit) this.restore();
		else this.keep();
		this.draw();
		this.box.focus();
	}

	reset() {
		this.reply = null;
		this.mentioned.clear();
		this.box.value = "";
		this.keep();
		this.draw();
	}

	restore() {
		const { text = "", reply = null } = draft_of(this.talk.name);
		this.box.value = text;
		this.reply = reply;
		this.draw();
	}

	keep() {
		if (!this.edited) keep_draft(this.talk.name, { text: this.box.value, reply: this.reply });
	}

	draw() {
		if (!this.element) return;
		this.draw_about();
		const left = MOST - this.text.length;
		this.counter.textContent = this.text.length >= WARNS_FROM ? String(left) : "";
		this.counter.classList.toggle("td-chat-danger", left < 0);
		this.send_button.disabled = !this.can_send;
		this.grow();
	}

	draw_about() {
		const about = this.edited || this.reply;
		this.about.hidden = !about;
		if (!about) return;
		const who = this.edited ? __("Edit message") : __("Reply to {0}", [group_list.name_of(about.author)]);
		this.about.replaceChildren(
			icon(this.edited ? "es-line-edit" : "es-line-reply"),
			make("span", { class: "td-chat-about-who" }, who),
			make("bdi", { class: "td-chat-about-line" }, about.line ?? about.text),
			icon_button("es-line-close", __("Cancel"), () => this.cancel()),
		);
	}

	// As high as the text, up to what the style allows.
	grow() {
		this.box.style.height = "auto";
		this.box.style.height = `${this.box.scrollHeight}px`;
	}
}

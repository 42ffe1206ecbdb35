// The messages of a group that are here: one unbroken stretch in the order of their ids, and those still on their
// way to the server. Whatever comes twice, or late, or out of order, finds its place by its id.

import { line_of } from "./group_list";

export class Messages {
	constructor() {
		this.clear();
		this.waiting = new Map();
	}

	clear() {
		this.by_id = new Map();
		this.has_older = false;
		this.has_newer = false;
		this.synced_to = 0;
	}

	// In order: what the server has, then what is on its way.
	list() {
		return [...this.sorted(), ...this.waiting.values()];
	}

	sorted() {
		this.order ??= [...this.by_id.values()].sort((one, other) => one.name - other.name);
		return this.order;
	}

	get oldest() {
		return this.sorted()[0]?.name || 0;
	}

	get newest() {
		return this.sorted().at(-1)?.name || 0;
	}

	get size() {
		return this.by_id.size;
	}

	get(name) {
		return this.by_id.get(name);
	}

	put(messages) {
		messages.forEach((message) => {
			this.by_id.set(message.name, message);
			if (message.client_id) this.waiting.delete(message.client_id);
		});
		this.order = null;
	}

	// An edit, a deletion or a reaction of a message that is here; others are seen when they are scrolled to.
	change(messages) {
		this.put(messages.filter(({ name }) => this.by_id.has(name)));
		messages.forEach((message) => this.change_quotes(message));
	}

	// Above the answers to it stands what a message says now, and nothing of one that was deleted.
	change_quotes(message) {
		const answers = this.sorted().filter(({ reply }) => reply?.name === message.name);
		answers.forEach((answer) => {
			const line = message.deleted ? "" : line_of(message);
			this.put([{ ...answer, reply: { ...answer.reply, line } }]);
		});
	}

	// What has just been said. Behind a gap it would stand in the wrong place: there it is fetched later.
	hear(message) {
		if (this.has_newer) return false;
		const is_new = !this.by_id.has(message.name);
		this.put([message]);
		return is_new;
	}

	// A page of the server that goes on after all that was fetched before. What was heard beyond a page that is
	// full may have gaps in it, and is forgotten.
	add_after(messages, has_more) {
		if (has_more) this.forget(({ name }) => name > this.synced_to);
		this.put(messages);
		this.synced_to = Math.max(this.synced_to, ...messages.map(({ name }) => name));
		this.has_newer = has_more;
	}

	add_before(messages, has_more) {
		this.put(messages);
		this.has_older = has_more;
	}

	// Of a long stretch the far end is dropped, and fetched again when somebody scrolls there.
	keep_newest(count) {
		const beyond = this.sorted().slice(0, -count);
		if (!beyond.length) return;
		const limit = beyond.at(-1).name;
		this.forget(({ name }) => name <= limit);
		this.has_older = true;
	}

	keep_oldest(count) {
		const beyond = this.sorted().slice(count);
		if (!beyond.length) return;
		this.forget(({ name }) => name >= beyond[0].name);
		this.has_newer = true;
		this.synced_to = this.newest;
	}

	forget(is_forgotten) {
		this.by_id = new Map([...this.by_id].filter(([, message]) => !is_forgotten(message)));
		this.order = null;
	}
}

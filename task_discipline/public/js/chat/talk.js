// The talk of one group: fetches its messages, sends one's own, and stays true while others write.

import { group_list } from "./group_list";
import { Messages } from "./messages";
import { Outbox } from "./outbox";
import { read, write } from "./server";

const PAGE = 40;
const LONGEST_PAGE = 200;
const MOST_KEPT = 400;
const FETCH_PAUSE = 150;
const TYPING_SHOWN = 6 * 1000;

export class Talk {
	constructor(group, changed) {
		this.name = group;
		this.group = group_list.get(group) || null;
		this.changed = changed;
		this.messages = new Messages();
		this.outbox = new Outbox(this);
		this.typing = new Map();
		this.is_watched = () => false;
	}

	// From where the person stopped reading, or around one message.
	async open(around = null) {
		const answer = await read("chat.open_group", { group: this.name, around });
		this.group = group_list.take(answer);
		this.start_at(answer);
		return answer;
	}

	start_at(answer) {
		this.messages.clear();
		this.begin_unseen(answer.group.unread ? answer.group.last_read : null);
		this.since = answer.now;
		this.know(answer.people);
		this.messages.add_before(answer.messages, Boolean(answer.has_older));
		this.messages.has_newer = Boolean(answer.has_newer);
		this.messages.synced_to = this.messages.newest;
		this.changed();
	}

	// However fast people write, only so much is drawn: what is far from where the person reads goes.
	trim(reads_the_end) {
		if (this.messages.size <= MOST_KEPT * 1.5) return;
		if (reads_the_end) this.messages.keep_newest(MOST_KEPT);
		else this.messages.keep_oldest(MOST_KEPT);
	}

	// The end of the talk, however much lies between.
	to_newest() {
		return read("chat.messages", { group: this.name, limit: PAGE }).then((answer) => {
			this.messages.clear();
			this.messages.add_before(answer.messages, answer.has_more);
			this.messages.synced_to = this.messages.newest;
			this.know(answer.people);
			this.changed();
		});
	}

	// Where the mark "New" stands: before the first message that came while nobody looked.
	begin_unseen(last_read) {
		if (this.has_unseen) return;
		this.has_unseen = last_read != null;
		if (this.has_unseen) this.last_read = last_read;
	}

	notice(messages) {
		const first = messages.find(({ author, kind }) => author !== frappe.session.user && kind !== "Event");
		if (first && !this.is_watched()) this.begin_unseen(first.name - 1);
	}

	know(people) {
		group_list.know(people || {});
	}

	async older() {
		if (!this.messages.has_older || this.asks_older) return;
		this.asks_older = true;
		try {
			const answer = await this.page({ before: this.messages.oldest });
			this.messages.add_before(answer.messages, answer.has_more);
			this.messages.keep_oldest(MOST_KEPT);
			this.changed();
		} finally {
			this.asks_older = false;
		}
	}

	async newer() {
		if (!this.messages.has_newer || this.asks_newer) return;
		this.asks_newer = true;
		try {
			await this.fetch_after();
			this.messages.keep_newest(MOST_KEPT);
			this.changed();
		} finally {
			this.asks_newer = false;
		}
	}

	async fetch_after() {
		const answer = await this.page({ after: this.messages.synced_to });
		const heard = answer.messages.filter(({ name }) => !this.messages.get(name));
		this.messages.add_after(answer.messages, answer.has_more);
		this.notice(heard);
	}

	async page(given) {
		const answer = await read("chat.messages", { group: this.name, limit: PAGE, ...given });
		this.know(answer.people);
		return answer;
	}

	// What was said and changed while nothing was heard.
	async catch_up() {
		if (!this.since) return;
		const changes = await read("chat.changed", { group: this.name, since: this.since });
		this.since = changes.now || this.since;
		this.know(changes.people);
		this.messages.change(changes.messages);
		if (changes.has_more) await this.fetch_anew();
		const is_at_end = !this.messages.has_newer;
		if (is_at_end) await this.fetch_after();
		this.changed();
		this.outbox.try_again();
	}

	// More has changed than is told at once: all that is here is fetched anew.
	async fetch_anew() {
		const end = this.messages.newest;
		let after = this.messages.oldest - 1;
		while (after < end) {
			const { messages } = await this.page({ after, limit: LONGEST_PAGE });
			if (!messages.length) return;
			this.messages.change(messages);
			after = messages.at(-1).name;
		}
	}

	hear(news) {
		if (news.group !== this.name) return;
		this.know(news.people);
		const heard = { message: this.hear_message, changed: this.hear_change, typing: this.hear_typing };
		heard[news.what]?.call(this, news);
	}

	hear_message({ message }) {
		if (typeof message !== "object") return this.fetch_soon();
		this.typing.delete(message.author);
		const is_new = this.messages.hear(message);
		if (!is_new) return;
		this.notice([message]);
		this.changed();
	}

	// Of long messages and quiet lines only the id is told; of many at once one question is asked.
	fetch_soon() {
		this.fetching ??= setTimeout(() => {
			this.fetching = null;
			this.catch_up().catch(() => {}); // asked again within the minute
		}, FETCH_PAUSE);
	}

	hear_change({ message }) {
		if (typeof message !== "object") return this.fetch_soon();
		this.messages.change([message]);
		this.changed();
	}

	hear_typing({ user }) {
		if (user === frappe.session.user) return;
		clearTimeout(this.typing.get(user));
		const stop = () => this.typing.delete(user) && this.changed();
		this.typing.set(user, setTimeout(stop, TYPING_SHOWN));
		this.changed();
	}

	// The server's own words of a message after an edit, a deletion or a reaction.
	take(message) {
		this.messages.change([message]);
		this.changed();
		return message;
	}

	edit(name, text) {
		return write("chat.edit", { message: name, text }).then((message) => this.take(message));
	}

	delete(name) {
		return write("chat.delete", { message: name }).then((message) => this.take(message));
	}

	react(name, emoji) {
		return write("chat.react", { message: name, emoji }).then((message) => this.take(message));
	}

	// Told once for each newest message, and again only where the server did not hear.
	mark_read() {
		const newest = this.messages.newest;
		const is_known = newest <= Math.max(this.marked || 0, this.group.last_read || 0);
		if (!newest || (is_known && !this.group.unread)) return;
		this.marked = newest;
		this.has_unseen = false;
		const left = { unread: 0, mentions: 0 };
		if (this.group?.unread) group_list.read_up_to(this.name, left);
		write("chat.mark_read", { group: this.name, message: newest })
			.then((answer) => group_list.read_up_to(this.name, answer || left))
			.catch(() => (this.marked = 0));
	}
}

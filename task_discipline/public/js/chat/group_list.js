// The person's groups with what is unread in them: one list for the bubble, the page and the panels.

import { once_a_frame } from "./frames";
import { read } from "./server";

const SOON = 400;
const PAUSE = 2 * 1000;

class GroupList {
	constructor() {
		this.groups = new Map();
		this.people = {};
		this.listeners = new Set();
		this.is_loaded = false;
		this.changed = once_a_frame(() => this.listeners.forEach((listener) => listener()));
	}

	on_change(listener) {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	// Of several answers only that to the last question counts.
	async load() {
		const question = (this.asked = (this.asked || 0) + 1);
		this.loaded_at = Date.now();
		const answer = await read("chat.groups");
		if (question !== this.asked) return;
		this.groups = new Map(answer.groups.map((group) => [group.name, group]));
		this.know(answer.people);
		this.is_loaded = true;
		this.changed();
	}

	// Many hints in a row are answered by one question.
	load_soon() {
		const wait = Math.max(SOON, PAUSE - (Date.now() - (this.loaded_at || 0)));
		this.timer ??= setTimeout(() => {
			this.timer = null;
			this.load().catch(() => {}); // asked again within the minute
		}, wait);
	}

	catch_up() {
		return this.load();
	}

	know(people) {
		Object.assign(this.people, people);
	}

	name_of(user) {
		return this.people[user]?.full_name || frappe.user_info(user)?.fullname || user;
	}

	get(name) {
		return this.groups.get(name);
	}

	put(group) {
		this.groups.set(group.name, { ...this.groups.get(group.name), ...group });
		this.changed();
	}

	// {group, people}, as the server answers where a group is made or changed.
	take({ group, people }) {
		this.know(people);
		this.put(group);
		return group;
	}

	remove(name) {
		if (this.groups.delete(name)) this.changed();
	}

	hear(news) {
		const group = this.groups.get(news.group);
		const heard = { message: this.hear_message, read: this.hear_read, groups: this.load_now }[news.what];
		if (news.what === "changed" && this.is_last(group, news)) return this.load_soon();
		heard?.call(this, news, group);
	}

	is_last(group, { message }) {
		return Boolean(group && message && group.last?.name === (message.name || message));
	}

	load_now() {
		this.load().catch(() => this.load_soon());
	}

	hear_message(news, group) {
		if (news.people) this.know(news.people);
		if (!group || typeof news.message !== "object") return this.load_soon();
		if (news.message.name > (group.last?.name || 0)) this.add_last(group, news.message);
	}

	add_last(group, message) {
		const { name, author, creation, kind } = message;
		group.last = { name, author, creation, kind, line: line_of(message) };
		if (author === frappe.session.user) Object.assign(group, { unread: 0, mentions: 0 });
		else if (kind !== "Event") count_unread(group, message);
		this.changed();
	}

	hear_read(news, group) {
		if (!group || news.unread == null) return this.load_soon();
		Object.assign(group, { unread: news.unread, mentions: news.mentions || 0 });
		this.changed();
	}

	// What was read here is known at once; the server is told by whoever showed it.
	read_up_to(name, { unread, mentions }) {
		const group = this.groups.get(name);
		if (!group) return;
		Object.assign(group, { unread, mentions });
		this.changed();
	}

	// A muted group calls nobody, unless by name.
	totals() {
		const counted = [...this.groups.values()].filter(({ archived }) => !archived);
		const unread = counted.map((group) => (group.muted ? group.mentions : group.unread));
		return { unread: sum(unread), mentions: sum(counted.map(({ mentions }) => mentions)) };
	}
}

const sum = (numbers) => numbers.reduce((total, number) => total + (number || 0), 0);

function count_unread(group, { mentions }) {
	group.unread = (group.unread || 0) + 1;
	if (mentions?.includes(frappe.session.user)) group.mentions = (group.mentions || 0) + 1;
}

export function line_of({ text, event_line, files, deleted }) {
	if (deleted) return __("Message deleted");
	const words = event_line || text || (files || []).map(({ file_name }) => file_name).join(", ");
	return words.replace(/\s+/g, " ").trim().slice(0, 120);
}

// The bubble and the chat are loaded apart, and look at the same list.
frappe.provide("task_discipline.chat");
export const group_list = (task_discipline.chat.group_list ??= new GroupList());

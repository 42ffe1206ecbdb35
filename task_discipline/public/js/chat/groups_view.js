// The column of groups: found by a few letters, those with news first, and messages that hold the words below them.

import { unless_pressed } from "../pressed";
import { avatar, button, icon, icon_button, make } from "./dom";
import { group_list } from "./group_list";
import { KeptRows } from "./kept_rows";
import { read } from "./server";
import { kind_words, KINDS, short_time } from "./words";

const SEARCH_PAUSE = 350;
const SHORTEST = 2;

export class GroupsView {
	// `acts`: {open(group, message), make, direct, browse}
	constructor(acts) {
		Object.assign(this, { acts, wanted: "", found: null, chosen: null });
		this.box = make("input", {
			type: "search",
			class: "form-control td-chat-search",
			placeholder: __("Search"),
			"aria-label": __("Search groups and messages"),
			oninput: () => this.on_search(),
			onkeydown: (event) => this.on_box_key(event),
		});
		this.list = make("div", { class: "td-chat-groups", onkeydown: (event) => this.on_list_key(event) });
		this.open = section();
		[this.parts, this.open_rows] = [new KeptRows(this.list), new KeptRows(this.open)];
		const head = make("div", { class: "td-chat-side-head" }, this.box, ...this.buttons());
		this.element = make("nav", { class: "td-chat-side", "aria-label": __("Groups") }, head, this.list);
		this.search_soon = frappe.utils.debounce(() => this.search(), SEARCH_PAUSE);
		this.draw_news = unless_pressed(this.list, () => this.draw());
		group_list.on_change(() => this.draw_news());
	}

	buttons() {
		return [
			icon_button("es-line-globe", __("Browse open groups"), this.acts.browse, {
				class: "td-chat-side-button",
			}),
			icon_button("es-line-add", __("New group or message"), this.acts.make, {
				class: "td-chat-side-button td-chat-new-button",
				"aria-haspopup": "menu",
			}),
		];
	}

	choose(group) {
		this.chosen = group;
		this.draw();
		this.list.querySelector(".td-chat-chosen")?.scrollIntoView({ block: "nearest" });
	}

	on_search() {
		this.wanted = this.box.value.trim();
		this.found = null;
		this.draw();
		this.search_soon();
	}

	// Of several answers only that to the last question is shown.
	async search() {
		const { wanted } = this;
		if (wanted.length < SHORTEST) return;
		const answer = await read("chat.search", { text: wanted }).catch(() => ({ messages: [] }));
		if (wanted !== this.wanted) return;
		group_list.know(answer.people);
		this.found = answer.messages;
		this.draw_news();
	}

	draw() {
		const had_focus = this.list.contains(document.activeElement) && document.activeElement.dataset.key;
		this.parts.place(this.content());
		if (had_focus && document.activeElement.dataset.key !== had_focus)
			this.list.querySelector(`[data-key="${CSS.escape(had_focus)}"]`)?.focus();
	}

	content() {
		if (!group_list.is_loaded) return once([note(__("Loading..."))]);
		if (this.wanted) return once(this.search_result());
		if (!group_list.groups.size) return once([this.nothing()]);
		const groups = [...group_list.groups.values()].sort(newest_first);
		const archived = groups.filter((group) => group.archived);
		const open = groups.filter((group) => !group.archived);
		this.open_rows.place(open.map((group) => this.drawing_of(group)));
		const parts = [{ key: "open", looks: "", make: () => this.open }];
		if (archived.length) parts.push(this.archive_drawing(archived));
		return parts;
	}

	// The time in a row is an hour today and a date tomorrow.
	drawing_of(group) {
		const people = [group.with_user, group.last?.author].map((user) => group_list.people[user]);
		const looks = [group, people, group.name === this.chosen, frappe.datetime.nowdate()];
		return { key: group.name, looks: JSON.stringify(looks), make: () => this.row(group) };
	}

	archive_drawing(groups) {
		const looks = groups.map((group) => this.drawing_of(group).looks).join();
		return { key: "archive", looks, make: () => this.archive(groups) };
	}

	search_result() {
		const wanted = this.wanted.toLowerCase();
		const groups = [...group_list.groups.values()].filter(({ title }) =>
			title.toLowerCase().includes(wanted),
		);
		const rows = groups.sort(newest_first).map((group) => this.row(group));
		const messages = (this.found || []).map((message) => this.found_row(message));
		const is_done = this.found || this.wanted.length < SHORTEST;
		return [
			rows.length && section(__("Groups"), rows),
			messages.length && section(__("Messages"), messages),
			!is_done && note(__("Searching...")),
			is_done && !rows.length && !messages.length && note(__("Nothing found. Try fewer letters.")),
		].filter(Boolean);
	}

	archive(groups) {
		return make(
			"details",
			{ class: "td-chat-archive", open: groups.some(({ name }) => name === this.chosen) },
			make("summary", {}, __("Archived"), ` (${groups.length})`),
			groups.map((group) => this.row(group)),
		);
	}

	nothing() {
		return make(
			"div",
			{ class: "td-chat-none" },
			icon("es-line-chat", "xl"),
			make("p", { class: "td-chat-none-title" }, __("No groups yet")),
			make("p", {}, __("Write to a colleague, make a group, or join an open one.")),
			button(__("New message"), this.acts.direct, "btn-primary"),
			button(__("Browse open groups"), this.acts.browse),
		);
	}

	row(group) {
		const is_chosen = group.name === this.chosen;
		const style = [
			"td-chat-group",
			is_chosen && "td-chat-chosen",
			group.muted && "td-chat-muted",
			group.unread > 0 && "td-chat-unread",
		];
		return make(
			"a",
			{
				class: style.filter(Boolean).join(" "),
				href: `/app/td-chat/${encodeURIComponent(group.name)}`,
				"data-key": group.name,
				"aria-current": is_chosen && "true",
				onclick: (event) => this.on_click(event, group.name),
			},
			group_picture(group),
			make("span", { class: "td-chat-group-title" }, make("bdi", {}, group.title), marks(group)),
			make("time", { class: "td-chat-group-time" }, group.last ? short_time(group.last.creation) : ""),
			make("span", { class: "td-chat-group-line", dir: "auto" }, last_line(group)),
			counts(group),
		);
	}

	found_row({ name, chat_group: group, author, line, text, creation }) {
		const title = group_list.get(group)?.title || group;
		return make(
			"a",
			{
				class: "td-chat-group",
				href: `/app/td-chat/${encodeURIComponent(group)}/${name}`,
				"data-key": `found-${name}`,
				onclick: (event) => this.on_click(event, group, name),
			},
			avatar(group_list.name_of(author), group_list.people[author]?.image, author),
			make("span", { class: "td-chat-group-title" }, make("bdi", {}, group_list.name_of(author))),
			make("time", { class: "td-chat-group-time" }, short_time(creation)),
			make("span", { class: "td-chat-group-line", dir: "auto" }, line || text),
			make("span", { class: "td-chat-group-where td-chat-quiet" }, title),
		);
	}

	// A click with a key held down opens a window of its own, as any link.
	on_click(event, group, message) {
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		this.acts.open(group, message);
	}

	on_box_key(event) {
		if (event.key === "ArrowDown") this.list.querySelector("a")?.focus();
		else if (event.key === "Escape" && this.wanted) {
			this.box.value = "";
			this.on_search();
		} else return;
		event.preventDefault();
		event.stopPropagation();
	}

	on_list_key(event) {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (!step) return;
		const links = [...this.list.querySelectorAll("a")];
		const next = links[links.indexOf(document.activeElement) + step];
		(next || this.box).focus();
		event.preventDefault();
		event.stopPropagation();
	}
}

const moment_of = ({ last }) => last?.creation || "";

const newest_first = (one, other) =>
	moment_of(other).localeCompare(moment_of(one)) || one.title.localeCompare(other.title);

const section = (title, rows) =>
	make("section", {}, title && make("h3", { class: "td-chat-section" }, title), rows);

// Drawn anew each time.
const once = (elements) =>
	elements.map((element, place) => ({ key: `once-${place}`, looks: element, make: () => element }));

const note = (words) => make("p", { class: "td-chat-quiet td-chat-note" }, words);

export function group_picture(group) {
	const person = group.kind === "Direct" && group_list.people[group.with_user];
	if (group.kind === "Direct") return avatar(group.title, person?.image, group.with_user);
	const picture = avatar(group.title, null, group.name);
	const label = kind_words(group);
	picture.append(make("span", { class: "td-chat-kind", title: label }, icon(KINDS[group.kind].icon, "xs")));
	return picture;
}

const marks = (group) =>
	group.muted && make("span", { class: "td-chat-mark", title: __("Muted") }, icon("es-line-hide", "xs"));

function last_line({ kind, last }) {
	if (!last) return __("No messages yet");
	if (last.kind === "Event" || kind === "Direct" || !last.author) return last.line;
	const who =
		last.author === frappe.session.user ? __("You") : group_list.name_of(last.author).split(" ")[0];
	return `${who}: ${last.line}`;
}

function counts({ unread, mentions, muted }) {
	if (!unread) return null;
	const style = mentions ? "td-chat-badge td-chat-badge-calls" : "td-chat-badge";
	return make(
		"span",
		{ class: "td-chat-group-counts", "aria-label": __("{0} unread", [unread]) },
		mentions > 0 && make("span", { class: "td-chat-at", title: __("You are mentioned") }, "@"),
		make(
			"span",
			{ class: `${style} ${muted ? "td-chat-badge-muted" : ""}` },
			unread > 99 ? "99+" : String(unread),
		),
	);
}

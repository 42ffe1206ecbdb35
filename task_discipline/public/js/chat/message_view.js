// One message as an element. `acts` says what may be done with it: reply, react, menu, jump, retry, drop.

import { avatar, icon, icon_button, make } from "./dom";
import { files_element } from "./files_view";
import { group_list, line_of } from "./group_list";
import { question_element } from "./question_view";
import { text_element } from "./text_view";
import { clock, full_time } from "./words";

const is_own = (message) => message.author === frappe.session.user;

export function message_element({ message, opens, key }, group, acts) {
	const style = [
		"td-chat-row",
		is_own(message) ? "td-chat-own" : "td-chat-other",
		opens && "td-chat-opens",
		message.state && `td-chat-${message.state}`,
		message.deleted && "td-chat-gone",
	];
	return make(
		"div",
		{
			class: style.filter(Boolean).join(" "),
			role: "article",
			tabindex: "-1",
			"data-key": key,
			"data-name": message.name,
			"aria-label": said_aloud(message),
		},
		!is_own(message) && picture_of(message.author, opens),
		make("div", { class: "td-chat-said" }, said(message, opens, group, acts), reactions(message, acts)),
		!message.state && !message.deleted && tools(message, acts),
	);
}

const said_aloud = (message) =>
	`${group_list.name_of(message.author)}, ${clock(message.creation)}: ${line_of(message)}`;

function picture_of(user, opens) {
	if (!opens) return make("span", { class: "td-chat-avatar-room" });
	return avatar(group_list.name_of(user), group_list.people[user]?.image, user);
}

function said(message, opens, group, acts) {
	const shows_author = opens && !is_own(message) && group.kind !== "Direct";
	return make(
		"div",
		{ class: "td-chat-balloon" },
		shows_author && make("div", { class: "td-chat-author" }, group_list.name_of(message.author)),
		with_meta(message.deleted ? [gone()] : content(message, acts), meta(message)),
		message.state === "failed" && failure(message, acts),
	);
}

// The time stands beside the words where there is room, and below them where there is none.
function with_meta(parts, about) {
	const shown = parts.filter(Boolean);
	if (!shown.at(-1)?.classList.contains("td-chat-text")) return [...shown, about];
	return [...shown.slice(0, -1), make("div", { class: "td-chat-words" }, shown.at(-1), about)];
}

const gone = () =>
	make("div", { class: "td-chat-text td-chat-quiet" }, icon("es-line-delete"), " ", __("Message deleted"));

function content(message, acts) {
	return [
		message.reply && quote(message.reply, acts),
		message.question && question_element(message),
		message.text && text_element(message.text, mentioned(message)),
		files_element(message.files),
		message.task && task_made(message.task),
	];
}

function mentioned({ mentions, text }) {
	const people = Object.fromEntries((mentions || []).map((user) => [group_list.name_of(user), user]));
	if (mentions?.length && /@all\b/.test(text)) people.all = "all";
	return people;
}

function quote(reply, acts) {
	return make(
		"button",
		{ type: "button", class: "td-chat-quote", onclick: () => acts.jump(reply.name) },
		make("span", { class: "td-chat-quote-author" }, group_list.name_of(reply.author)),
		make("span", { class: "td-chat-quote-line", dir: "auto" }, reply.line || __("Message deleted")),
	);
}

const task_made = (task) =>
	make(
		"a",
		{ class: "td-chat-made", href: frappe.utils.get_form_link("TD Task", task) },
		icon("es-line-check"),
		__("Task {0}", [task]),
	);

function meta(message) {
	return make(
		"div",
		{ class: "td-chat-meta" },
		message.edited && !message.deleted && make("span", {}, __("edited")),
		make("time", { title: full_time(message.creation) }, clock(message.creation)),
		message.state === "sending" &&
			make("span", { class: "td-chat-clock", title: __("Sending") }, icon("es-line-time", "xs")),
	);
}

function failure({ client_id, refusal }, acts) {
	const link = (label, onclick) =>
		make("button", { type: "button", class: "btn btn-link btn-xs", onclick }, label);
	return make(
		"div",
		{ class: "td-chat-failure", role: "alert" },
		make("span", {}, __("Not sent: {0}", [refusal])),
		link(__("Retry"), () => acts.retry(client_id)),
		link(__("Remove"), () => acts.drop(client_id)),
	);
}

function reactions(message, acts) {
	const given = Object.entries(message.reactions || {}).filter(([, users]) => users.length);
	if (!given.length || message.deleted) return null;
	return make(
		"div",
		{ class: "td-chat-reactions" },
		given.map(([emoji, users]) => reaction(emoji, users, () => acts.react(message, emoji))),
	);
}

function reaction(emoji, users, onclick) {
	const is_mine = users.includes(frappe.session.user);
	const names = users.map((user) => group_list.name_of(user)).join(", ");
	return make(
		"button",
		{
			type: "button",
			class: `td-chat-reaction ${is_mine ? "td-chat-mine" : ""}`,
			title: names,
			"aria-label": `${emoji} ${users.length}: ${names}`,
			"aria-pressed": String(is_mine),
			onclick,
		},
		make("span", {}, emoji),
		make("span", { class: "td-chat-reaction-count" }, String(users.length)),
	);
}

function tools(message, acts) {
	const menu_of = (show) => (event) => show(message, event.currentTarget);
	return make(
		"div",
		{ class: "td-chat-tools" },
		icon_button(
			"es-line-add-emoji",
			__("React"),
			menu_of((...given) => acts.choose_reaction(...given)),
			{ tabindex: "-1" },
		),
		icon_button("es-line-reply", __("Reply"), () => acts.reply(message), { tabindex: "-1" }),
		icon_button(
			"es-line-dot-horizontal",
			__("More", null, "button"),
			menu_of((...given) => acts.menu(...given)),
			{
				tabindex: "-1",
				"aria-haspopup": "menu",
			},
		),
	);
}

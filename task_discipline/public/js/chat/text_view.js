// The parts of a text as elements.

import { make } from "./dom";
import { parts_of } from "./text";

// `people`: {full name: user} of those mentioned.
export function text_element(text, people = {}) {
	const parts = parts_of(text, Object.keys(people));
	// Each message has its own direction of writing, and marks of direction in it end with it.
	return make(
		"div",
		{ class: "td-chat-text", dir: "auto" },
		parts.map((part) => ELEMENTS[part.kind](part, people)),
	);
}

const ELEMENTS = {
	words: ({ text }) => text,
	block: ({ text }) => make("pre", { class: "td-chat-code", dir: "ltr" }, make("code", {}, text)),
	code: ({ text }) => make("code", {}, text),
	link: ({ text, href }) =>
		make("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", dir: "ltr" }, text),
	task: ({ text }) =>
		make("a", { href: frappe.utils.get_form_link("TD Task", text), class: "td-chat-task" }, text),
	person: ({ text, name }, people) => {
		const is_me = people[name] === frappe.session.user || people[name] === "all";
		return make("span", { class: `td-chat-person ${is_me ? "td-chat-me" : ""}` }, text);
	},
};

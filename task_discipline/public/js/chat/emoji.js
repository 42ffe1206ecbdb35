// The signs that are offered: a few to answer with, some more to write with.

import { make } from "./dom";
import { close_menu, show_menu } from "./menu";

export const QUICK = ["👍", "❤️", "😂", "🎉", "😮", "😢", "✅", "👀"];
const MORE = [
	...["🙂", "😉", "😊", "😍", "🤔", "🙏", "👏", "💪"],
	...["👌", "🔥", "⭐", "🚀", "💡", "☕", "🍀", "🤝"],
	...["👎", "😅", "😐", "😬", "😡", "🙈", "🤷", "🥳"],
	...["❗", "❓", "⏰", "📌", "📎", "📅", "✏️", "❌"],
];

export function choose_emoji(anchor, choose, label) {
	const signs = [...QUICK, ...MORE].map((sign) => emoji_button(sign, choose));
	show_menu(anchor, [{ element: make("div", { class: "td-chat-emoji" }, signs) }], label);
}

export function emoji_button(sign, choose) {
	const pick = () => {
		close_menu();
		choose(sign);
	};
	return make("button", { type: "button", role: "menuitem", "aria-label": sign, onclick: pick }, sign);
}

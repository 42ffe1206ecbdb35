// A menu at a button: arrows move, Enter chooses, Escape and a click elsewhere close.

import { icon, make } from "./dom";

let open_menu = null;

// items: [{label, action, icon, is_danger}] or {element} for a row of its own
export function show_menu(anchor, items, label) {
	close_menu();
	const came_from = document.activeElement;
	const menu = make("div", { class: "td-chat-menu", role: "menu", "aria-label": label }, items.map(item));
	menu.addEventListener("keydown", on_key);
	menu.addEventListener("click", (event) => event.target.closest("button") && close_menu());
	document.body.append(menu);
	place(menu, anchor);
	anchor.setAttribute("aria-expanded", "true");
	open_menu = { menu, anchor, came_from };
	menu.querySelector("button")?.focus({ preventScroll: true });
	setTimeout(() => document.addEventListener("pointerdown", on_click_elsewhere));
}

export function close_menu(gives_back_focus = false) {
	if (!open_menu) return;
	document.removeEventListener("pointerdown", on_click_elsewhere);
	open_menu.menu.remove();
	open_menu.anchor.removeAttribute("aria-expanded");
	if (gives_back_focus) open_menu.came_from?.focus();
	open_menu = null;
}

function item({ label, action, icon: drawing, is_danger, element }) {
	if (element) return element;
	const style = `td-chat-menu-item ${is_danger ? "td-chat-danger" : ""}`;
	return make(
		"button",
		{ type: "button", role: "menuitem", class: style, onclick: () => action() },
		drawing && icon(drawing),
		label,
	);
}

function on_click_elsewhere(event) {
	if (!open_menu.menu.contains(event.target)) close_menu();
}

function on_key(event) {
	const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
	if (step) move(step);
	else if (event.key === "Escape" || event.key === "Tab") close_menu(true);
	else return;
	event.preventDefault();
	event.stopPropagation();
}

function move(step) {
	const buttons = [...open_menu.menu.querySelectorAll("button")];
	const here = buttons.indexOf(document.activeElement);
	buttons[(here + step + buttons.length) % buttons.length]?.focus();
}

// Below the button where there is room, else above it; always inside the window.
function place(menu, anchor) {
	const { top, bottom, left, right } = anchor.getBoundingClientRect();
	const { offsetHeight: height, offsetWidth: width } = menu;
	const fits_below = bottom + height + 8 < window.innerHeight;
	const y = fits_below ? bottom + 4 : Math.max(8, top - height - 4);
	const x = left + width + 8 < window.innerWidth ? left : Math.max(8, right - width);
	Object.assign(menu.style, { top: `${y}px`, left: `${x}px` });
}

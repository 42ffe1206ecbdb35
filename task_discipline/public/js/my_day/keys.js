// The keys of the page. The host lists them in its own help, which "?" opens.

import { escape } from "../words";

const STEPS = {
	a: {
		verbs: ["accept_assignment", "start", "accept_result", "approve", "resume"],
		label: () => __("Accept or start"),
		nothing: () => __("There is nothing to accept or to start here."),
	},
	s: {
		verbs: ["submit_task"],
		label: () => __("Submit", null, "button"),
		nothing: () => __("This task is not yours to submit now."),
	},
	t: {
		verbs: ["propose_deadline"],
		label: () => __("Ask for time"),
		nothing: () => __("Only the responsible asks for another deadline, while the work goes on."),
	},
	r: {
		verbs: ["return_for_rework", "keep_deadline"],
		label: () => __("Return"),
		nothing: () => __("There is nothing to return here."),
	},
};

export function add_keys(day) {
	listen_for_help(day);
	const move = (by) => () => day.selection.move(by);
	const moves = { j: [1, __("Next task")], k: [-1, __("Previous task")], down: [1], up: [-1] };
	Object.entries(moves).forEach(([key, [by, description]]) => add(day, key, move(by), description));
	add(day, "enter", () => open(day), __("Open the task"));
	Object.entries(STEPS).forEach(([key, step]) => add(day, key, () => take(day, step), step.label()));
}

// The host finds "?" by its place on an American keyboard.
function listen_for_help(day) {
	$(document)
		.off("keydown.td_my_day")
		.on("keydown.td_my_day", (event) => {
			const writes = $(event.target).is("input, select, textarea, [contenteditable=true]");
			if (event.key === "?" && !writes && day.is_shown) frappe.ui.keys.show_keyboard_shortcut_dialog();
		});
}

function add(day, shortcut, action, description) {
	const condition = () => !$(".modal.show, .dropdown-menu.show").length;
	frappe.ui.keys.add_shortcut({ shortcut, action, description, condition, page: day.page });
}

// A button or a link that has the focus keeps its own Enter.
function open(day) {
	if ($(document.activeElement).is("a, button")) return false;
	day.open();
	return Boolean(day.selection.key);
}

function take(day, { verbs, nothing }) {
	const step = day.chosen_step();
	if (!step) {
		day.selection.move(0);
		return;
	}
	const verb = verbs.find((one) => step.can(one));
	if (verb) step.take(verb);
	else frappe.show_alert({ message: nothing(), indicator: "gray" }, 4);
}

// For people with a keyboard: one quiet line.
export function keys_line() {
	const parts = [
		[["j", "k"], __("choose a line")],
		[["Enter"], __("open")],
		...Object.entries(STEPS).map(([key, { label }]) => [[key], label().toLowerCase()]),
		[["Ctrl", "S"], __("send a dialog")],
		[["?"], __("all keys")],
	];
	const line = parts.map(([keys, words]) => `<span>${keys.map(kbd).join(" ")} ${escape(words)}</span>`);
	return `<div class="td-my-keys" aria-hidden="true">${line.join("")}</div>`;
}

const kbd = (key) => `<kbd>${key}</kbd>`;

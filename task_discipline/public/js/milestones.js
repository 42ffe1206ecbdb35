// One milestone of a project or a task: what it says, and what the person who looks can do with it.

import { call } from "./task/actions";
import { open_dialog } from "./task/dialogs";
import { day, escape } from "./words";

const COLOURS = { Pending: "blue", Reached: "green", Missed: "red", Dropped: "gray" };

// A missed date shows before the job has marked it.
export const colour_of = ({ state, due_date }, today) =>
	state === "Pending" && due_date && due_date < today ? "red" : COLOURS[state] || "gray";

// `may` says what the person may do: reach any of them, lead (add, move, drop), and how people are called.
export function milestone_line(frm, milestone, may, today) {
	const { state, due_date, tasks, tasks_done, title } = milestone;
	const is_late = state === "Pending" && due_date && due_date < today;
	const facts = [
		due_date ? day(due_date) : __("no date"),
		moved_words(milestone),
		tasks ? __("{0} of {1} tasks done", [tasks_done, tasks]) : "",
		milestone.responsible ? may.name_of(milestone.responsible) : "",
		reached_words(milestone, may),
	].filter(Boolean);
	const $line = $(`<div class="td-milestone" data-milestone="${escape(milestone.name)}">
		<span class="indicator-pill no-indicator-dot ${colour_of(milestone, today)}">${escape(is_late ? __("Overdue") : __(state, null, "TD Milestone"))}</span>
		<span class="td-subtask-subject">${escape(title)}</span>
		<span class="text-muted">${escape(facts.join(" · "))}</span>
	</div>`);
	return may.has_ended ? $line : $line.append(buttons(frm, milestone, may));
}

function moved_words({ due_moves, first_due_date, due_date }) {
	if (!cint(due_moves) || !first_due_date || first_due_date === due_date) return "";
	return __("first {0}", [day(first_due_date)]);
}

function reached_words({ state, reached_at, reached_by }, may) {
	if (state !== "Reached" || !reached_at) return "";
	return __("reached {0} by {1}", [day(reached_at.slice(0, 10)), may.name_of(reached_by)]);
}

function buttons(frm, milestone, may) {
	const { state, tasks, tasks_done } = milestone;
	const $buttons = $('<span class="td-milestone-buttons">');
	const is_open = ["Pending", "Missed"].includes(state);
	if ((may.reach || milestone.responsible === frappe.session.user) && is_open) {
		// Suggested where nothing is left to do for it.
		const look = tasks && tasks === tasks_done ? "btn-primary" : "btn-default";
		$buttons.append(
			button(__("Mark as Reached"), `td-reach ${look}`, () => run(frm, "reach", milestone)),
		);
	}
	if (may.lead && is_open) {
		$buttons.append(button(__("Move", null, "button"), "td-move", () => move(frm, milestone)));
		$buttons.append(button(__("Drop", null, "button"), "td-drop", () => drop(frm, milestone)));
	}
	if (may.lead && !is_open) {
		$buttons.append(
			button(__("Reopen", null, "button"), "td-reopen", () => run(frm, "reopen", milestone)),
		);
	}
	return $buttons;
}

const button = (label, look, action) =>
	$(`<button type="button" class="btn btn-xs ${look.includes("btn-") ? "" : "btn-default"} ${look}">`)
		.text(label)
		.on("click", () => action()?.catch?.(() => {}));

const run = (frm, method, { name }, more = {}) => call(frm, "TD Milestone", name, method, more);

const reason = () => ({
	fieldname: "reason",
	fieldtype: "Small Text",
	label: __("Why? It stays on record"),
	reqd: 1,
});

export function add_button(frm) {
	return button(__("Add Milestone"), "td-add-milestone", () => add(frm));
}

function add(frm) {
	open_dialog(
		{
			title: __("Add a milestone"),
			intro: what_it_is(frm),
			fields: [
				{ fieldname: "title", fieldtype: "Data", label: __("Title", null, "TD Milestone"), reqd: 1 },
				{ fieldname: "due_date", fieldtype: "Date", label: __("Due"), reqd: 1 },
				{
					fieldname: "responsible",
					fieldtype: "Link",
					options: "User",
					label: __("Responsible"),
					description: __("Says when it is reached. Empty: whoever answers for the whole"),
				},
			],
			button: __("Add Milestone"),
		},
		{ send: (values) => call(frm, frm.doctype, frm.docname, "add_milestone", values) },
	);
}

const what_it_is = (frm) =>
	frm.doctype === "TD Project Link"
		? __(
				"An important point on the way with its own date. Tasks that name it as their milestone lead to it.",
			)
		: __("An important point on the way with its own date.");

function move(frm, milestone) {
	open_dialog(
		{
			title: __("Move the milestone"),
			intro: __("{0} is due {1}. Its first date stays on record.", [
				milestone.title,
				milestone.due_date ? day(milestone.due_date) : __("no date"),
			]),
			fields: [{ fieldname: "due_date", fieldtype: "Date", label: __("New date"), reqd: 1 }, reason()],
			button: __("Move", null, "button"),
		},
		{ send: (values) => run(frm, "move", milestone, values) },
	);
}

function drop(frm, milestone) {
	open_dialog(
		{
			title: __("Drop the milestone"),
			intro: __("{0} counts no longer and stays on record.", [milestone.title]),
			fields: [reason()],
			button: __("Drop", null, "button"),
		},
		{ send: (values) => run(frm, "drop", milestone, values) },
	);
}

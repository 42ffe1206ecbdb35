// The milestones of a project: where they lie in its time, and what can be done with each.

import { call } from "../task/actions";
import { open_dialog } from "../task/dialogs";
import { day, escape } from "../words";
import { has_ended, info, is_lead, name_of, works_on } from "./view";

const COLOURS = { Pending: "blue", Reached: "green", Missed: "red", Dropped: "gray" };

export function milestones_panel(frm, today) {
	const { milestones } = info(frm);
	const may_add = is_lead(frm) && !has_ended(frm);
	if (!milestones.length && !may_add) return null;
	const $panel = $('<div class="td-project-milestones">');
	$panel.append($('<div class="td-made-head">').text(__("Milestones")));
	$panel.append(time_line(frm.doc, milestones, today));
	milestones.forEach((milestone) => $panel.append(milestone_line(frm, milestone, today)));
	if (may_add) $panel.append(button(__("Add Milestone"), "td-add-milestone", () => add(frm)));
	return $panel;
}

// A missed date shows before the job has marked it.
const colour_of = ({ state, due_date }, today) =>
	state === "Pending" && due_date && due_date < today ? "red" : COLOURS[state] || "gray";

function time_line({ starts_on, ends_on }, milestones, today) {
	const days = [starts_on, ends_on, today, ...milestones.map(({ due_date }) => due_date)]
		.filter(Boolean)
		.sort();
	const dated = milestones.filter(({ due_date, state }) => due_date && state !== "Dropped");
	if (!dated.length || days[0] === days.at(-1)) return null;
	const whole = moment(days.at(-1)).diff(moment(days[0]), "days");
	const place = (date) => `left: ${(100 * moment(date).diff(moment(days[0]), "days")) / whole}%`;
	const marks = dated.map((milestone) => {
		const title = escape(`${milestone.title}: ${day(milestone.due_date)}`);
		return `<span class="td-diamond td-bar-${colour_of(milestone, today)}" style="${place(milestone.due_date)}" title="${title}"></span>`;
	});
	return `<div class="td-time-line" aria-hidden="true">
		<div class="td-time-track">
			<span class="td-time-passed" style="width: ${place(today).replace("left: ", "")}"></span>
			<span class="td-time-today" style="${place(today)}" title="${escape(__("Today"))}"></span>
			${marks.join("")}
		</div>
		<div class="td-time-ends text-muted small"><span>${escape(day(days[0]))}</span><span>${escape(day(days.at(-1)))}</span></div>
	</div>`;
}

function milestone_line(frm, milestone, today) {
	const { state, due_date, tasks, tasks_done, title } = milestone;
	const is_late = state === "Pending" && due_date && due_date < today;
	const facts = [
		due_date ? day(due_date) : __("no date"),
		moved_words(milestone),
		tasks ? __("{0} of {1} tasks done", [tasks_done, tasks]) : "",
		milestone.responsible ? name_of(frm, milestone.responsible) : "",
		reached_words(frm, milestone),
	].filter(Boolean);
	const $line = $(`<div class="td-milestone" data-milestone="${escape(milestone.name)}">
		<span class="indicator-pill no-indicator-dot ${colour_of(milestone, today)}">${escape(is_late ? __("Overdue") : __(state))}</span>
		<span class="td-subtask-subject">${escape(title)}</span>
		<span class="text-muted">${escape(facts.join(" · "))}</span>
	</div>`);
	return has_ended(frm) ? $line : $line.append(buttons(frm, milestone));
}

function moved_words({ due_moves, first_due_date, due_date }) {
	if (!cint(due_moves) || !first_due_date || first_due_date === due_date) return "";
	return __("first {0}", [day(first_due_date)]);
}

function reached_words(frm, { state, reached_at, reached_by }) {
	if (state !== "Reached" || !reached_at) return "";
	return __("reached {0} by {1}", [day(reached_at.slice(0, 10)), name_of(frm, reached_by)]);
}

function buttons(frm, milestone) {
	const { state, tasks, tasks_done } = milestone;
	const $buttons = $('<span class="td-milestone-buttons">');
	const is_open = ["Pending", "Missed"].includes(state);
	if ((works_on(frm) || milestone.responsible === frappe.session.user) && is_open) {
		// Suggested where nothing is left to do for it.
		const look = tasks && tasks === tasks_done ? "btn-primary" : "btn-default";
		$buttons.append(
			button(__("Mark as Reached"), `td-reach ${look}`, () => run(frm, "reach", milestone)),
		);
	}
	if (is_lead(frm) && is_open) {
		$buttons.append(button(__("Move"), "td-move", () => move(frm, milestone)));
		$buttons.append(button(__("Drop"), "td-drop", () => drop(frm, milestone)));
	}
	if (is_lead(frm) && !is_open) {
		$buttons.append(button(__("Reopen"), "td-reopen", () => run(frm, "reopen", milestone)));
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

function add(frm) {
	open_dialog(
		{
			title: __("Add a milestone"),
			intro: __("An important point of the project with its own date. Tasks may lead to it."),
			fields: [
				{ fieldname: "title", fieldtype: "Data", label: __("Title"), reqd: 1 },
				{ fieldname: "due_date", fieldtype: "Date", label: __("Due"), reqd: 1 },
				{ fieldname: "responsible", fieldtype: "Link", options: "User", label: __("Responsible") },
				{ fieldname: "weight", fieldtype: "Float", label: __("Weight"), default: 1 },
			],
			button: __("Add Milestone"),
		},
		{ send: (values) => call(frm, frm.doctype, frm.docname, "add_milestone", values) },
	);
}

function move(frm, milestone) {
	open_dialog(
		{
			title: __("Move the milestone"),
			intro: __("{0} is due {1}. Its first date stays on record.", [
				milestone.title,
				milestone.due_date ? day(milestone.due_date) : __("no date"),
			]),
			fields: [{ fieldname: "due_date", fieldtype: "Date", label: __("New date"), reqd: 1 }, reason()],
			button: __("Move"),
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
			button: __("Drop"),
		},
		{ send: (values) => run(frm, "drop", milestone, values) },
	);
}

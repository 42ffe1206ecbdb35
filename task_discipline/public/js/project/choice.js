// The dialog that puts tasks into a project which are there already. The host's own shows numbers and addresses in
// place of subjects and names, and offers tasks that the person may not move.

import { indicator } from "../standing";
import { escape, when } from "../words";

const SHOWN = 50;
const FIELDS = ["name", "subject", "responsible", "assigner", "status", "deadline"];
const PAUSE = 250;

export function choose_tasks(send) {
	const chosen = new Set();
	const dialog = new frappe.ui.Dialog({
		title: __("Add existing tasks"),
		fields: [
			{
				fieldname: "words",
				fieldtype: "Data",
				label: __("Find"),
				placeholder: __("Words of the subject, or a number"),
			},
			{ fieldname: "rows", fieldtype: "HTML" },
		],
		primary_action_label: __("Add to the Project"),
		primary_action: () => add(dialog, chosen, send),
	});
	const show_found = () => find(dialog.get_value("words")).then((tasks) => show(dialog, tasks, chosen));
	dialog.get_field("words").$input.on("input", frappe.utils.debounce(show_found, PAUSE));
	dialog.show();
	mark(dialog, chosen);
	show_found();
}

function add(dialog, chosen, send) {
	dialog.disable_primary_action();
	return send([...chosen])
		.then(() => dialog.hide())
		.catch(() => dialog.enable_primary_action());
}

// Which project a task belongs to is its assigner's or a manager's to say: the same rule as the server's.
function find(words) {
	const filters = { project: ["is", "not set"] };
	if (!frappe.user.has_role("Task Discipline Manager")) filters.assigner = frappe.session.user;
	const like = ["like", `%${cstr(words).trim()}%`];
	const or_filters = words ? { subject: like, name: like } : {};
	const asked = { filters, or_filters, fields: FIELDS, order_by: "modified desc", limit: SHOWN + 1 };
	return frappe.db.get_list("TD Task", asked).then(name_people);
}

function name_people(tasks) {
	if (!tasks.length) return tasks;
	const users = [...new Set(tasks.map((task) => task.responsible))];
	return frappe
		.xcall("task_discipline.api.tasks.people_names", { users })
		.then((names) => tasks.map((task) => ({ ...task, person: names[task.responsible] })));
}

function show(dialog, tasks, chosen) {
	const $area = dialog.get_field("rows").$wrapper.empty();
	const $rows = $('<div class="td-choice">').appendTo($area);
	tasks.slice(0, SHOWN).forEach((task) => $rows.append(row(task, chosen)));
	if (!tasks.length) $rows.append($('<p class="text-muted">').text(nothing()));
	if (tasks.length > SHOWN) $area.append($('<p class="text-muted small">').text(more()));
	$rows.on("change", "input", ({ target }) => {
		if (target.checked) chosen.add(target.value);
		else chosen.delete(target.value);
		mark(dialog, chosen);
	});
}

const nothing = () => __("No task without a project is found that is yours to move.");
const more = () => __("The {0} tasks that changed last are shown. Write a word to find others.", [SHOWN]);

function row(task, chosen) {
	const [label, colour] = indicator(task);
	const about = [task.person || task.responsible, task.deadline ? when(task.deadline) : __("No deadline")];
	return `<label class="td-subtask">
		<input type="checkbox" value="${escape(task.name)}" ${chosen.has(task.name) ? "checked" : ""}>
		<span class="indicator-pill no-indicator-dot ${colour}">${escape(label)}</span>
		<span class="td-subtask-subject">${escape(task.subject)}</span>
		<span class="text-muted">${escape(about.join(" · "))}</span>
	</label>`;
}

// What was chosen stays chosen while one looks for more.
function mark(dialog, chosen) {
	const label = chosen.size ? __("Add to the Project ({0})", [chosen.size]) : __("Add to the Project");
	dialog.get_primary_btn().text(label).prop("disabled", !chosen.size);
}

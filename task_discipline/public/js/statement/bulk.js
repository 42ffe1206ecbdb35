// One step on every chosen statement, with a result for each.

import { escape } from "../words";

const CHUNK = 20;
const MOST = 500;

const QUESTIONS = {
	show_to_person: (number) => __("Show {0} statements to their people? Each of them is told.", [number]),
	close_month: (number) =>
		__("Close {0} statements? Those that still wait for an answer stay open.", [number]),
};
const DONE = {
	show_to_person: () => __("Shown"),
	close_month: () => __("Closed", null, "TD Discipline Statement"),
};

export function act_on_chosen(listview, step) {
	const names = listview.get_checked_items(true);
	if (!names.length || names.length > MOST) {
		frappe.msgprint(__("Choose between 1 and {0} statements.", [MOST]));
		return;
	}
	frappe.confirm(QUESTIONS[step](names.length), () => run(listview, names, step));
}

async function run(listview, names, step) {
	const rows = [];
	listview.disable_list_update = true;
	try {
		for (let done = 0; done < names.length; done += CHUNK) {
			// The host's box still slides in when few are done already.
			if (names.length > CHUNK) frappe.show_progress(__("Statements"), done, names.length);
			const chunk = names.slice(done, done + CHUNK);
			rows.push(
				...(await frappe.xcall("task_discipline.api.statements.take_on_many", {
					names: chunk,
					step,
				})),
			);
		}
	} finally {
		listview.disable_list_update = false;
		frappe.hide_progress();
		show_results(listview, step, rows);
	}
}

function show_results(listview, step, rows) {
	const people = Object.fromEntries(listview.data.map((row) => [row.name, row.full_name]));
	listview.clear_checked_items();
	listview.last_args = null;
	listview.refresh();
	const failed = rows.filter((row) => !row.ok).length;
	frappe.msgprint({
		title: __("{0}: {1} done, {2} refused", [DONE[step](), rows.length - failed, failed]),
		indicator: failed ? "orange" : "green",
		message: `<div class="td-results">${rows.map((row) => line(row, people[row.name], step)).join("")}</div>`,
	});
}

const line = (row, name, step) => `<div class="td-result ${row.ok ? "" : "td-missing"}">
		${frappe.utils.icon(row.ok ? "es-line-success" : "es-line-close-circle", "sm")}
		<a href="${escape(frappe.utils.get_form_link("TD Discipline Statement", row.name))}">${escape(name || row.name)}</a>
		<span class="text-muted">${escape(row.ok ? DONE[step]() : row.message)}</span>
	</div>`;

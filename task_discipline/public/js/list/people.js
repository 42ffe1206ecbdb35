// Full names in lists and reports and on boards, where the host shows addresses.

import { escape } from "../words";

const known = {};

export const full_name = (user) => known[user] || user;

// Ask for the names that the rows on the screen need, once for each person, and show the rows again.
export function name_people(view, fieldnames = ["responsible", "assigner"]) {
	const people = view.data.flatMap((row) => fieldnames.map((fieldname) => row[fieldname]));
	const unknown = [...new Set(people)].filter((user) => user && !(user in known));
	if (!unknown.length) return;
	frappe.xcall("task_discipline.api.tasks.people_names", { users: unknown }).then((names) => {
		unknown.forEach((user) => learn(user, names[user] || user));
		show_again(view);
	});
}

// Settings of a list in which these columns name people.
export const with_names = (fieldnames, settings = {}) => ({
	...settings,
	refresh: (view) => name_people(view, fieldnames),
	formatters: {
		...Object.fromEntries(fieldnames.map((one) => [one, (value) => escape(full_name(value) || "")])),
		...settings.formatters,
	},
});

// Names of people stand in HTML that the host builds without escaping.
function learn(user, name) {
	known[user] = name;
	frappe.utils.add_link_title("User", user, name.replace(/[<>&"]/g, ""));
}

// What was chosen meanwhile stays chosen.
function show_again(view) {
	if (view.kanban) view.kanban.update(view.data);
	if (view.view_name === "Report") view.render();
	if (view.view_name !== "List") return;
	view.render_list();
	view.set_rows_as_checked();
}

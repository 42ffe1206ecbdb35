// Full names in lists and reports and on boards, where the host shows addresses.

import { escape } from "../words";

const known = {};

export const full_name = (user) => known[user] || user;

// Ask for the names that the rows on the screen need, once for each person, and show the rows again.
export function name_people(view, fieldnames = ["responsible", "assigner"]) {
	const people = view.data.flatMap((row) => fieldnames.map((fieldname) => row[fieldname]));
	learn_names(people).then((is_new) => is_new && show_again(view));
}

// Resolves to whether anybody was unknown.
export async function learn_names(users) {
	const unknown = [...new Set(users)].filter((user) => user && !(user in known));
	if (!unknown.length) return false;
	const names = await frappe.xcall("task_discipline.api.tasks.people_names", { users: unknown });
	unknown.forEach((user) => learn(user, names[user] || user));
	return true;
}

// Pills of a form show full names instead of addresses.
export const name_pills = (frm, fieldname) =>
	learn_names((frm.doc[fieldname] || []).map(({ user }) => user)).then(
		(is_new) => is_new && frm.refresh_field(fieldname),
	);

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

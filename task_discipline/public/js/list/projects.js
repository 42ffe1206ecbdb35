// Chosen tasks become a project, or go into one.

import { open_dialog } from "../task/dialogs";
import { move, tell_moved } from "../project/tasks";

export function add_project_actions(listview) {
	const add = (label, open) =>
		listview.page.add_actions_menu_item(
			label,
			() => open(listview, listview.get_checked_items(true)),
			false,
		);
	if (frappe.model.can_create("TD Project Link")) add(__("Make a Project"), ask_for_project);
	add(__("Move to Project"), ask_where_to);
}

function ask_for_project(listview, names) {
	open_dialog(
		{
			title: __("Make a project"),
			intro: out_of(names.length),
			fields: [
				{
					fieldname: "project_name",
					fieldtype: "Data",
					label: __("Name", null, "of a project"),
					reqd: 1,
				},
				{ fieldname: "starts_on", fieldtype: "Date", label: __("Starts on") },
				{ fieldname: "ends_on", fieldtype: "Date", label: __("Ends on") },
				{
					fieldname: "with_people",
					fieldtype: "Check",
					label: __("Those who answer for the tasks become members"),
					default: 1,
				},
			],
			button: __("Make Project"),
		},
		{ send: (values) => make(listview, names, values) },
	);
}

const out_of = (number) =>
	number === 1
		? __("Out of one task. You answer for the project.")
		: __("Out of {0} tasks. You answer for the project.", [number]);

function make(listview, names, { with_people, ...values }) {
	return frappe
		.xcall("task_discipline.api.projects.make_of_tasks", {
			names,
			values,
			with_people: cint(with_people),
		})
		.then(({ project }) => {
			listview.clear_checked_items();
			frappe.set_route("Form", "TD Project Link", project);
		});
}

function ask_where_to(listview, names) {
	open_dialog(
		{
			title: __("Move to a project"),
			intro: where_to(names.length),
			fields: [
				{
					fieldname: "project",
					fieldtype: "Link",
					options: "TD Project Link",
					label: __("Project"),
					only_select: 1,
					filter_description: __("Projects that take tasks"),
					get_query: () => ({ filters: { status: ["in", ["Open", "On Hold"]] } }),
				},
				{
					fieldname: "reason",
					fieldtype: "Small Text",
					label: __("Why? Say so if you like; it stays on record"),
				},
			],
			button: __("Move", null, "button"),
		},
		{
			send: ({ project, reason }) =>
				move(names, project || null, reason || null).then(({ moved }) => {
					listview.clear_checked_items();
					listview.last_args = null;
					listview.refresh();
					tell_moved(moved);
				}),
		},
	);
}

const where_to = (number) =>
	number === 1
		? __("One task. Leave the project empty to take it out of its own.")
		: __("{0} tasks. Leave the project empty to take them out of theirs.", [number]);

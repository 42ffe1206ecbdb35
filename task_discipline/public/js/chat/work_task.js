// The dialogs in which a message becomes a task, a part of a result or a step of a plan.

import { open_dialog } from "../task/dialogs";
import { suggested_deadline } from "../task/suggested";
import { active_people, escape } from "../words";
import { group_list } from "./group_list";
import { people_field } from "./people_field";
import { others_in } from "./work_people";

const LONGEST_TITLE = 140;
const DOORS = "task_discipline.api.chat_work.";
const active = () => ({ filters: { enabled: 1, user_type: "System User" } });

const person_field = (fieldname, label, options = {}) => ({
	fieldname,
	fieldtype: "Link",
	options: "User",
	label,
	get_query: active,
	filter_description: active_people(),
	...options,
});

export async function task_dialog(message, group) {
	// In a talk of two the other one is meant, as a rule.
	const partner = group.kind === "Direct" ? (await others_in(group))[0]?.value : undefined;
	const dialog = open_dialog(
		{
			title: __("Make a task of the message"),
			intro: __("The task quotes the message and leads back to it. You are its assigner."),
			fields: [
				{
					fieldname: "subject",
					fieldtype: "Data",
					label: __("What is to be done?"),
					default: title_of(message),
					reqd: 1,
					length: LONGEST_TITLE,
				},
				person_field("responsible", __("Responsible"), { default: partner, reqd: 1 }),
				people_field("co_assignees", __("Co-assignees")),
				people_field("observers", __("Observers")),
				{
					fieldname: "deadline",
					fieldtype: "Datetime",
					label: __("Deadline"),
					default: suggested_deadline(),
				},
				{
					fieldname: "priority",
					fieldtype: "Select",
					label: __("Priority"),
					options: ["Low", "Medium", "High", "Urgent"].map((value) => ({
						value,
						label: __(value, null, "TD Task"),
					})),
					default: "Medium",
				},
			],
			button: __("Set Task"),
		},
		{
			send: (values) =>
				frappe.xcall(`${DOORS}make_task`, { message: message.name, ...apart(values) }).then(tell_set),
		},
	);
	// Who has asked for the work hears how it goes on, unless he is to do it.
	const { author } = message;
	if (author === frappe.session.user || author === partner) return;
	dialog.fields_dict.observers.set_data([{ value: author, label: escape(group_list.name_of(author)) }]);
	dialog.set_value("observers", [author]);
}

// Whoever does the work need not be taken off the others first.
const apart = ({ co_assignees = [], observers = [], ...values }) => {
	const beside = co_assignees.filter((user) => user !== values.responsible);
	const watching = observers.filter((user) => ![values.responsible, ...beside].includes(user));
	return { ...values, co_assignees: beside, observers: watching };
};

function tell_set({ task }) {
	const link = `<a href="${escape(frappe.utils.get_form_link("TD Task", task))}">${escape(task)}</a>`;
	frappe.show_alert({ message: __("Task {0} is set.", [link]), indicator: "green" }, 7);
}

export function plan_dialog(message, group) {
	open_dialog(
		{
			title: __("Add to the plan"),
			intro: __("A step of the plan of {0}: {1}", [group.reference_name, title_of(message)]),
			fields: [
				person_field("user", __("Who does it?"), {
					description: __("Empty: whoever works on the task"),
				}),
				{ fieldname: "due", fieldtype: "Date", label: __("Due") },
			],
			button: __("Add Step"),
		},
		{
			send: (values) =>
				frappe
					.xcall(`${DOORS}to_plan_step`, { message: message.name, ...values })
					.then(() => tell(__("The step was added to the plan."))),
		},
	);
}

export const take_into_result = (message) =>
	frappe
		.xcall(`${DOORS}to_result`, { message: message.name })
		.then(() => tell(__("The message was added to the result of the task.")));

const tell = (message) => frappe.show_alert({ message, indicator: "green" });

// The first line of a message, as long as a subject may be.
function title_of({ text }) {
	const first = text.split("\n").find((line) => line.trim()) || "";
	const words = first.trim().replace(/\s+/g, " ");
	return words.length > LONGEST_TITLE ? `${words.slice(0, LONGEST_TITLE - 1).trimEnd()}…` : words;
}

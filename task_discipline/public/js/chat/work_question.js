// The dialog in which a member of a group is asked for an answer by a moment.

import { open_dialog } from "../task/dialogs";
import { suggested_deadline } from "../task/suggested";
import { others_in } from "./work_people";

export async function ask_dialog(group) {
	const people = await others_in(group);
	if (!people.length) {
		frappe.show_alert({ message: __("There is nobody else in this group to ask."), indicator: "orange" });
		return;
	}
	const client_id = frappe.utils.get_random(20);
	open_dialog(texts(people), {
		send: ({ person, text, answer_by }) =>
			frappe.xcall("task_discipline.api.chat_work.ask", {
				group: group.name,
				person,
				text,
				answer_by,
				client_id, // pressed twice it is one question
			}),
	});
}

const texts = (people) => ({
	title: __("Ask a question"),
	intro: __("The person is told at once and reminded in time. A reply to the question answers it."),
	fields: [
		{
			fieldname: "text",
			fieldtype: "Small Text",
			label: __("What do you want to know?"),
			reqd: 1,
			max_length: 4000,
		},
		{
			fieldname: "person",
			fieldtype: "Select",
			label: __("Who answers?"),
			options: people.length > 1 ? [{ value: "", label: "" }, ...people] : people,
			default: people.length > 1 ? "" : people[0].value,
			reqd: 1,
		},
		{
			fieldname: "answer_by",
			fieldtype: "Datetime",
			label: __("Answer by"),
			default: suggested_deadline(),
			reqd: 1,
		},
	],
	button: __("Ask"),
});

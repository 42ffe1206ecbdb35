// What makes work of talk: the entries in the menu of a message, and the way to a question.

import { ask_dialog } from "./work_question";
import { plan_dialog, take_into_result, task_dialog } from "./work_task";

// [{label, action, icon}] for the menu of a message in a group.
export function actions(message, group) {
	if (message.deleted || message.kind === "Event" || message.state) return [];
	return [
		message.task && {
			label: __("Open task {0}", [message.task]),
			icon: "es-line-link",
			action: () => frappe.set_route("Form", "TD Task", message.task),
		},
		...(group.archived || !message.text ? [] : acts_on(message, group)),
	].filter(Boolean);
}

function acts_on(message, group) {
	const about_task = group.reference_doctype === "TD Task";
	return [
		!message.task &&
			frappe.model.can_create("TD Task") && {
				label: __("Make a task"),
				icon: "es-line-add",
				action: () => task_dialog(message, group),
			},
		about_task && {
			label: __("Put into the result"),
			icon: "es-line-tick",
			action: () => take_into_result(message),
		},
		about_task && {
			label: __("Add to the plan"),
			icon: "es-line-success",
			action: () => plan_dialog(message, group),
		},
		may_withdraw(message, group) && {
			label: __("Take the question back"),
			icon: "es-line-close",
			action: () =>
				frappe.xcall("task_discipline.api.chat_work.withdraw_question", { message: message.name }),
		},
	];
}

function may_withdraw({ question, author }, { is_admin, kind }) {
	const is_open = question?.state === "Open";
	return is_open && (author === frappe.session.user || (is_admin && kind !== "Direct"));
}

export const ask = ask_dialog;

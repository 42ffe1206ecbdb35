// A word that a task is set, with the way to it.

import { escape } from "../words";

export function tell_set({ name, subject }) {
	const link = `<a href="${escape(frappe.utils.get_form_link("TD Task", name))}">${escape(subject)}</a>`;
	frappe.show_alert({ message: __("Task set: {0}", [link]), indicator: "green" }, 7);
}

// Tasks by deadline in the host's calendar. A deadline changes with a reason only, so nothing is dragged.

import { is_overdue } from "./standing";

const CLASSES = { Done: "success", Submitted: "default", "On Hold": "warning", Declined: "warning" };

export const settings = {
	field_map: { start: "deadline", end: "deadline", id: "name", title: "subject" },
	fields: ["name", "subject", "deadline", "status", "timeliness", "responsible"],
	options: {
		editable: false,
		eventStartEditable: false,
		eventDurationEditable: false,
		selectable: false,
		timeFormat: "HH:mm",
		displayEventEnd: false,
	},
	get_css_class: (task) => (is_overdue(task) ? "danger" : CLASSES[task.status] || "default"),
};

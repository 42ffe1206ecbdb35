// Tasks by deadline in the host's calendar. A deadline changes with a reason only, so nothing is dragged.

import { colour_of, is_overdue } from "./standing";

const STATES = ["New", "In Progress", "On Hold", "Submitted", "Done", "Declined", "Cancelled"];
// The host's calendar has fewer colours than its lists.
const colours = {
	...Object.fromEntries(STATES.map((state) => [state, colour_of(state)])),
	"In Progress": "blue",
	Overdue: "red",
};

const FIELDS = { start: "deadline", end: "deadline", id: "name", title: "subject" };
const FIELDS_OF_GANTT = { ...FIELDS, start: "starts_on", progress: "progress" };

export const settings = {
	// The host's Gantt reads what its calendar reads, and a calendar has no room for a beginning.
	get field_map() {
		return frappe.get_route()[2] === "Gantt" ? FIELDS_OF_GANTT : FIELDS;
	},
	fields: ["name", "subject", "deadline", "status", "timeliness", "responsible"],
	options: {
		editable: false,
		eventStartEditable: false,
		eventDurationEditable: false,
		selectable: false,
		timeFormat: "HH:mm",
		displayEventEnd: false,
		// A day with more than these would push the others out of sight.
		eventLimit: 6,
		eventLimitText: (number) => __("and {0} more", [number]),
	},
	// Called on the host's calendar, which holds its own map of four colours in its hand by then.
	get_css_class(task) {
		Object.assign(this.color_map, colours);
		return is_overdue(task) ? "Overdue" : task.status;
	},
};

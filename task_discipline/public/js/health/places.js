// Where in the desk a finding is mended.

import { escape } from "../words";

const PLACES = {
	scheduler: ["System Settings"],
	scheduled: ["Scheduled Job Type"],
	workers: ["RQ Job"],
	templates_due: ["Scheduled Job Log"],
	reminders_due: ["Scheduled Job Log"],
	templates: ["TD Task Template", { status: "Suspended" }],
	mail_account: ["Email Account"],
	mails_failed: ["Email Queue", { status: "Error" }],
	mails_stuck: ["Email Queue", { status: ["in", ["Sending", "Not Sent"]] }],
	calendars: ["TD Work Calendar"],
	clocks: ["System Settings"],
	outages: ["TD Outage"],
};
const SINGLES = ["System Settings"];

// A button to the place, for those who may go there.
export function button_to(name) {
	const [doctype, filters] = PLACES[name] || [];
	if (!doctype || !frappe.model.can_read(doctype)) return "";
	const route = SINGLES.includes(doctype)
		? ["Form", doctype]
		: ["List", doctype, "List", ...(filters ? [filters] : [])];
	const place = escape(JSON.stringify(route));
	return `<button type="button" class="btn btn-default btn-xs" data-place="${place}">
		${__("Open {0}", [escape(__(doctype))])}
	</button>`;
}

// What the button of a line does: at once where it is safe, else by a dialog or where in the desk it is done.

import { add_people, fill_holidays } from "./dialogs";

const AWAKE_DAYS = 60;

export const MENDS = {
	enable_scheduler: {
		label: () => __("Switch On"),
		run: ({ page, button }) => page.send("enable_scheduler", {}, button),
	},
	stay_awake: {
		label: () => __("Stay Awake for {0} Days", [AWAKE_DAYS]),
		run: ({ page, button }) => page.send("stay_awake", { days: AWAKE_DAYS }, button),
	},
	add_mail_account: {
		label: () => __("New Mail Account"),
		run: () => frappe.new_doc("Email Account", { enable_outgoing: 1, default_outgoing: 1 }),
	},
	open_system_settings: {
		label: () => __("Open System Settings"),
		run: () => frappe.set_route("Form", "System Settings"),
	},
	choose_calendar: {
		label: () => __("Choose a Calendar"),
		run: () => frappe.set_route("Form", "TD Settings"),
	},
	fill_holidays: { label: () => __("Fill Holidays"), run: fill_holidays },
	give_role: { label: () => __("Add People"), run: add_people },
};

// The two questions of the page: whose holidays, and which people get which role.

import { active_people } from "../words";
import { region_field, offer_regions } from "../work_calendar/regions";

const ROLES = {
	"Task Discipline User": () => __("Sets tasks for others"),
	"Task Discipline Manager": () => __("Sees all tasks and decides on rules and money"),
};

export function fill_holidays({ step, state, page }) {
	const calendar = step.figures.first || state.calendar;
	const year = moment().year();
	const dialog = new frappe.ui.Dialog({
		title: __("Holidays of {0}", [frappe.utils.escape_html(calendar)]),
		fields: [
			{
				fieldname: "country",
				fieldtype: "Link",
				options: "Country",
				label: __("Country"),
				reqd: 1,
				default: frappe.defaults.get_default("country"),
				description: __("This year and the next two. Days that stand in the calendar already stay."),
				change: () => offer_regions(dialog),
			},
			region_field(),
		],
		primary_action_label: __("Fill Holidays"),
		primary_action({ country, subdivision }) {
			const args = { country, subdivision, from_year: year, to_year: year + 2 };
			return ask(dialog, () => fill(calendar, args).then(() => page.load()));
		},
	});
	dialog.show();
	offer_regions(dialog);
}

const fill = (calendar, args) =>
	frappe
		.xcall("run_doc_method", { dt: "TD Work Calendar", dn: calendar, method: "fill_holidays", args })
		.then(({ added }) => tell(added ? __("{0} days added", [added]) : __("Nothing was missing")));

export function add_people({ page }) {
	const dialog = new frappe.ui.Dialog({
		title: __("Who sets tasks"),
		fields: [
			{
				fieldname: "role",
				fieldtype: "Select",
				label: __("What they may do"),
				options: Object.entries(ROLES).map(([value, label]) => ({ value, label: label() })),
				default: "Task Discipline User",
				reqd: 1,
			},
			{
				fieldname: "people",
				fieldtype: "MultiSelectPills",
				label: __("People"),
				reqd: 1,
				description: `${active_people()}. ${__(
					"An account without any role is not found here: its first role, in its own form, lets it into the desk.",
				)}`,
				get_data: (text) =>
					frappe.db.get_link_options("User", text, { enabled: 1, user_type: "System User" }),
			},
		],
		primary_action_label: __("Give the Role"),
		primary_action({ role, people }) {
			return ask(dialog, () =>
				page.send("give_role", { role, people }).then(({ given }) => told(given)),
			);
		},
	});
	dialog.show();
}

function told(given) {
	if (!given) return tell(__("All of them had the role already"));
	tell(
		given > 1
			? __("{0} people have the role from now on", [given])
			: __("One person has the role from now on"),
	);
}

const tell = (message) => frappe.show_alert({ message, indicator: "green" }, 7);

// A refusal leaves the dialog as it is, for another try.
async function ask(dialog, send) {
	dialog.disable_primary_action();
	try {
		await send();
		dialog.hide();
	} catch {
		dialog.enable_primary_action();
	}
}

// The form of a project, which is its page.

import { offer_talk } from "../chat/discuss";
import { active_people } from "../words";
import { show_buttons } from "./buttons";
import { show_plan_when_seen } from "./plan_tab";
import { show_state } from "./state_view";
import { has_ended, info, is_lead, works_on } from "./view";

const PEOPLE = ["manager", "members", "observers"];
const WRITTEN = [
	...PEOPLE,
	...["project_name", "starts_on", "ends_on", "members_see_tasks", "description"],
	...["reference_doctype", "reference_name"],
];

export const events = {
	setup(frm) {
		PEOPLE.forEach((fieldname) => {
			frm.set_query(fieldname, () => ({ filters: { enabled: 1, user_type: "System User" } }));
			frm.set_df_property(fieldname, "filter_description", active_people());
		});
		frm.set_query("reference_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
		$(frm.wrapper).addClass("td-task-form td-project-form");
	},

	onload: name_people,

	refresh(frm) {
		name_people(frm);
		show_state(frm);
		show_plan_when_seen(frm);
		show_buttons(frm);
		offer_talk(frm, people_of(frm.doc));
		lock(frm);
		$(frm.wrapper).toggleClass("td-only-reads", !frm.is_new() && !works_on(frm));
		if (frm.is_new() && !frappe.model.can_create(frm.doctype)) frm.disable_save();
	},

	reference_doctype(frm) {
		frm.set_value("reference_name", null);
	},
};

const people_of = ({ manager, members, observers }) => [
	manager,
	...[...(members || []), ...(observers || [])].map(({ user }) => user),
];

// Only its manager changes a project, and nobody one that has ended: the same rules as the server's.
function lock(frm) {
	const is_locked = !frm.is_new() && (has_ended(frm) || !is_lead(frm));
	WRITTEN.forEach((fieldname) => frm.set_df_property(fieldname, "read_only", is_locked ? 1 : 0));
	if (is_locked) frm.disable_save();
	else frm.enable_save();
}

// Pills and links show full names instead of addresses. The host puts them into its HTML as they are.
function name_people(frm) {
	Object.entries(info(frm).names).forEach(([user, name]) =>
		frappe.utils.add_link_title("User", user, name.replace(/[<>&"]/g, "")),
	);
}

// The form of a task.

import { offer_talk } from "../chat/discuss";
import { active_people } from "../words";
import { tell } from "./actions";
import { show_buttons } from "./buttons";
import { explain_reference } from "./origin";
import { forget_milestone, set_place_queries, show_places } from "./places";
import { show_plan } from "./plan";
import { suggested_deadline } from "./suggested";
import { show_reminders } from "./reminders";
import { lock_fields } from "./rights";
import { show_state } from "./state_view";
import { show_subtasks } from "./subtasks";
import { offer_tour } from "./tour";
import { has_info, info, is_director, is_worker } from "./view";
import { warn_again } from "./warnings";
import { show_why } from "../rating/task";

const PEOPLE = ["responsible", "assigner"];

export const events = {
	setup(frm) {
		const people = () => ({ filters: { enabled: 1, user_type: "System User" } });
		[...PEOPLE, "co_assignees", "observers"].forEach((fieldname) => frm.set_query(fieldname, people));
		frm.set_query("person", "plan", people);
		[...PEOPLE, "co_assignees", "observers"].forEach((fieldname) =>
			frm.set_df_property(fieldname, "filter_description", active_people()),
		);
		frm.fields_dict.plan.grid.update_docfield_property("person", "filter_description", active_people());
		frm.set_query("parent_task", () => ({
			filters: frm.is_new() ? {} : { name: ["!=", frm.docname] },
		}));
		set_place_queries(frm);
		frm.set_query("reference_doctype", () => ({ filters: { istable: 0, issingle: 0 } }));
		$(frm.wrapper).addClass("td-task-form");
		frappe.realtime.on("doc_update", (news) => show_requests(frm, news));
	},

	onload(frm) {
		name_links(frm);
		if (frm.is_new()) frm.doc.deadline ||= suggested_deadline();
		frm.td_edits_plan = false;
	},

	refresh(frm) {
		name_links(frm);
		lock_fields(frm);
		show_names(frm);
		show_state(frm);
		show_places(frm);
		show_plan(frm);
		show_subtasks(frm);
		show_why(frm);
		show_reminders(frm);
		explain_reference(frm);
		show_buttons(frm);
		offer_talk(frm, people_of(frm.doc));
		offer_tour(frm);
		if (frm.is_new() && !frappe.model.can_create(frm.doctype)) frm.disable_save();
		$(frm.wrapper).toggleClass("td-only-reads", has_info(frm) && !is_director(frm) && !is_worker(frm));
	},

	before_save(frm) {
		frm.td_was_new = frm.is_new();
	},

	after_save(frm) {
		if (!frm.td_was_new) return;
		tell(__("Task set"), { told: told_of_new(frm) });
	},

	responsible: warn_again,
	deadline: warn_again,

	project: forget_milestone,

	reference_doctype(frm) {
		frm.set_value("reference_name", null);
	},
};

const people_of = ({ assigner, responsible, co_assignees, observers }) => [
	assigner,
	responsible,
	...[...(co_assignees || []), ...(observers || [])].map(({ user }) => user),
];

// The host reloads a form whose record was saved anew; a request for a deadline is a record of its own.
function show_requests(frm, { doctype, name, modified }) {
	const is_shown = frm === cur_frm && doctype === frm.doctype && name === frm.docname;
	if (is_shown && modified === frm.doc.modified && !frm.is_dirty()) frm.debounced_reload_doc();
}

// Long lists are cut short in words, so the one who answers for the task comes first.
function told_of_new(frm) {
	const { [frm.doc.responsible]: responsible, ...others } = info(frm).names;
	const people = Object.entries({ [frm.doc.responsible]: responsible, ...others });
	return people.filter(([user]) => user !== frappe.session.user).map(([, name]) => name);
}

// Pills and read-only links show full names instead of addresses. The host puts them into its HTML as they are.
function name_links(frm) {
	if (!has_info(frm)) return;
	Object.entries(info(frm).names).forEach(([user, name]) =>
		frappe.utils.add_link_title("User", user, plain(name)),
	);
	// The table of what the task waits for would show bare numbers.
	Object.entries(info(frm).awaited).forEach(([task, subject]) =>
		frappe.utils.add_link_title("TD Task", task, plain(`${task}: ${subject}`)),
	);
}

const plain = (text) => text.replace(/[<>&"]/g, "");

const EXPLAINED = {
	responsible: () => __("The one person who answers for the task"),
	assigner: () => __("Sets the task and judges the result"),
	co_assignees: () => __("Work on the task too"),
	observers: () => __("Watch the task and are told of every step"),
	needs_review: () => __("Switched off for a task that a person sets to themselves"),
};

// Explanations help whoever fills the form; later they would be noise.
function show_names(frm) {
	Object.entries(EXPLAINED).forEach(([fieldname, explanation]) =>
		frm.set_df_property(fieldname, "description", frm.is_new() ? explanation() : ""),
	);
}

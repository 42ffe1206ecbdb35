// What the server says about the project in the form, for the person who looks.

const NOTHING = {
	part: null,
	steps: [],
	reasons: [],
	milestones: [],
	people: [],
	states: {},
	overdue: [],
	next_due: [],
	names: {},
	seen: 0,
	hidden: 0,
};

export const info = (frm) => frm.doc.__onload?.task_discipline || NOTHING;

export const name_of = (frm, user) => info(frm).names[user] || user || "";

export const is_lead = (frm) => info(frm).part === "lead";

export const works_on = (frm) => ["lead", "member"].includes(info(frm).part);

export const has_ended = (frm) => ["Closed", "Cancelled"].includes(frm.doc.status);

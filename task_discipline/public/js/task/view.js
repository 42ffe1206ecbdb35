// What the server says about the task in the form, for the person who looks.

const NOTHING = {
	roles: [],
	actions: [],
	missing: [],
	names: {},
	subtasks: [],
	milestones: [],
	reminders: [],
	warnings: [],
	mail_ready: true,
};

// Right after an action the host shows the bare document for a moment; it comes without the server's word.
export const info = (frm) => frm.doc.__onload?.task_discipline || NOTHING;

export const has_info = (frm) => Boolean(frm.doc.__onload?.task_discipline);

export const name_of = (frm, user) => info(frm).names[user] || user;

export const people_of = (frm) => ({
	assigner: info(frm).assigner_name || frm.doc.assigner,
	responsible: info(frm).responsible_name || frm.doc.responsible,
});

export const is_director = (frm) => info(frm).roles.some((role) => ["assigner", "manager"].includes(role));

export const is_worker = (frm) =>
	info(frm).roles.some((role) => ["responsible", "co_assignee"].includes(role));

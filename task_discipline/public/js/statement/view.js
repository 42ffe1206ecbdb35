// What the server says about the statement in the form, for the person who looks.

const NOTHING = { steps: [], entries: [], objected: [], figures: [], names: {}, sums: {}, next: "nothing" };

export const info = (frm) => frm.doc.__onload?.task_discipline || NOTHING;

export const may = (frm, step) => info(frm).steps.includes(step);

export const name_of = (frm, user) => info(frm).names[user] || user || "";

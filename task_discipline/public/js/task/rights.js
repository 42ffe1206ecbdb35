// Which fields of the form a person may change: the same rules as the server's, so that nothing is typed in vain.

import { is_director, is_worker } from "./view";

const BY_ACTION = ["deadline", "responsible", "assigner"];
const CLOSED = ["Done", "Cancelled"];
const WORKING = ["New", "In Progress", "On Hold"];

export const may_edit = (frm) =>
	frm.is_new() || (is_director(frm) && !CLOSED.includes(frm.doc.status) && Boolean(frm.perm[0]?.write));

const works_now = (frm) => !frm.is_new() && is_worker(frm) && WORKING.includes(frm.doc.status);

export const may_tick = (frm) => works_now(frm) || (!frm.is_new() && may_edit(frm));

export function lock_fields(frm) {
	const edits = may_edit(frm);
	frappe.boot.task_discipline.content_fields.forEach((fieldname) =>
		frm.set_df_property(fieldname, "read_only", edits ? 0 : 1),
	);
	BY_ACTION.forEach((fieldname) => frm.set_df_property(fieldname, "read_only", frm.is_new() ? 0 : 1));
	// The result is the worker's to write, even where the server would let the assigner.
	frm.set_df_property("result", "read_only", works_now(frm) ? 0 : 1);
	frm.toggle_display("result_section", works_now(frm) || Boolean(frm.doc.result));
	frm.toggle_display("assigner", !frm.is_new() || frappe.user.has_role("Task Discipline Manager"));
}

// The tasks that are part of this one, and the task that this one is part of.

import { indicator, is_closed } from "../standing";
import { escape, when } from "../words";
import { may_edit } from "./rights";
import { info, name_of } from "./view";

export function show_subtasks(frm) {
	const { subtasks, parent_subject } = info(frm);
	const $area = frm.fields_dict.subtasks_view.$wrapper.empty();
	const may_add = may_edit(frm) && frappe.model.can_create(frm.doctype);
	frm.toggle_display("subtasks_section", !frm.is_new() && (subtasks.length > 0 || may_add));
	frm.set_df_property("parent_task", "description", parent_subject ? escape(parent_subject) : "");
	if (frm.is_new()) return;
	subtasks.forEach((subtask) => $area.append(subtask_line(frm, subtask)));
	if (!subtasks.length) {
		$area.append(
			$('<p class="text-muted">').text(__("None yet. Split the work when several people share it.")),
		);
	}
	if (may_add) $area.append(new_button(frm));
}

function subtask_line(frm, subtask) {
	const [label, colour] = indicator(subtask);
	const due = subtask.deadline && !is_closed(subtask) ? ` · ${when(subtask.deadline)}` : "";
	return `<a class="td-subtask" href="${escape(frappe.utils.get_form_link(frm.doctype, subtask.name))}">
		<span class="indicator-pill no-indicator-dot ${colour}">${escape(label)}</span>
		<span class="td-subtask-subject">${escape(subtask.subject)}</span>
		<span class="text-muted">${escape(name_of(frm, subtask.responsible) + due)}</span>
	</a>`;
}

function new_button(frm) {
	const open = () =>
		frappe.new_doc(frm.doctype, { parent_task: frm.docname }).then(() => {
			if (frappe.quick_entry) frappe.quick_entry.after_insert = () => frm.reload_doc();
		});
	return $('<button type="button" class="btn btn-default btn-xs td-new-subtask">')
		.text(__("New Subtask"))
		.on("click", open);
}

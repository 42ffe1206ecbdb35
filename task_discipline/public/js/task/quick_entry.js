// A task in one small dialog: what, who, by when.

import { active_people, escape } from "../words";
import { suggested_deadline } from "./suggested";
import { tell_set } from "./told";
import { watcher } from "./warnings";

export class QuickEntry extends frappe.ui.form.QuickEntryForm {
	constructor(...args) {
		super(...args);
		// What was typed stays where it was typed when the server refuses it.
		this.skip_redirect_on_error = true;
	}

	render_dialog() {
		if (!this.doc.deadline) this.doc.deadline = suggested_deadline();
		super.render_dialog();
		this.dialog.set_title(title_of(this.doc));
		const { responsible } = this.dialog.fields_dict;
		responsible.df.filter_description = active_people();
		responsible.get_query = () => ({ filters: { enabled: 1, user_type: "System User" } });
		this.dialog.get_primary_btn().text(__("Set Task"));
		this.watch_for_warnings();
	}

	watch_for_warnings() {
		const { responsible, deadline } = this.dialog.fields_dict;
		const $place = $('<div class="td-warnings" role="status">').appendTo(this.dialog.body);
		const look = watcher(() => this.dialog.doc, $place);
		[responsible, deadline].forEach((field) => (field.df.onchange = look));
		look();
	}

	// The host stays where it is on a list and opens the form elsewhere; both times the person is told.
	open_form_if_not_list() {
		tell_set(this.dialog.doc);
		super.open_form_if_not_list();
	}
}

function title_of({ parent_task, reference_doctype, reference_name }) {
	if (parent_task) return __("New Subtask");
	if (!reference_name) return __("New Task");
	return __("New Task: {0}", [escape(`${__(reference_doctype)} ${reference_name}`)]);
}

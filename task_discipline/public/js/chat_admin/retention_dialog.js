// What would go by its age, and the button that deletes it at once.

import { day, escape } from "../words";
import { follow } from "./follow";

const DOOR = "task_discipline.api.chat_admin.";

export class RetentionDialog {
	constructor(frm) {
		this.saved = frm.is_dirty() ? 0 : cint(frm.doc.chat_retention_days);
		this.days = cint(frm.doc.chat_retention_days);
	}

	open() {
		this.dialog = new frappe.ui.Dialog({
			title: __("Delete old messages"),
			fields: [
				{
					fieldtype: "Int",
					fieldname: "days",
					label: __("Older than so many days"),
					default: this.days || 365,
					reqd: 1,
				},
				{ fieldtype: "HTML", fieldname: "place" },
			],
			primary_action_label: __("Preview"),
			primary_action: ({ days }) => this.preview(days),
			secondary_action_label: __("Delete Now"),
			secondary_action: () => this.confirm(),
		});
		this.$place = this.dialog.get_field("place").$wrapper;
		this.$delete = this.dialog.get_secondary_btn().addClass("btn-danger hide");
		this.dialog.fields_dict.days.$input.on("input", () => this.forget());
		this.dialog.onhide = () => this.stop?.();
		this.dialog.show();
	}

	forget() {
		this.$place.empty();
		this.$delete.addClass("hide");
	}

	async preview(days) {
		this.forget();
		const found = await frappe.xcall(`${DOOR}preview_retention`, { days });
		this.$place.html(
			`<p>${escape(in_words(found))}</p><p class="text-muted">${escape(this.next(found))}</p>`,
		);
		this.found = found;
		this.$delete.toggleClass("hide", !this.may_delete(found));
	}

	may_delete = ({ days, messages }) => messages > 0 && days === this.saved;

	next({ days, messages }) {
		if (!messages) return "";
		if (days === this.saved) return __("The next night deletes them. Only a backup can bring them back.");
		return __("Nothing is deleted yet: put {0} into the settings and save them first.", [days]);
	}

	confirm() {
		const question = __("Delete them for ever? Messages: {0}, files: {1}", [
			this.found.messages,
			this.found.files,
		]);
		frappe.warn(__("Delete old messages"), question, () => this.start(), __("Delete"), true);
	}

	async start() {
		this.$delete.addClass("hide");
		this.dialog.get_primary_btn().addClass("hide");
		this.dialog.set_df_property("days", "hidden", 1);
		const state = await frappe.xcall(`${DOOR}delete_old`);
		this.stop = follow(this.$place, state, `${DOOR}deletion_state`, going, (last) =>
			this.$place.html(`<p>${escape(ended(last))}</p>`),
		);
	}
}

function in_words({ messages, chat_groups, files, oldest }) {
	if (!messages)
		return __("No message is that old, or all such messages belong to open tasks and questions.");
	return __("To be deleted: messages {0}, groups {1}, files {2}. The oldest is of {3}.", [
		messages,
		chat_groups,
		files,
		day(oldest),
	]);
}

const going = ({ done, total }) =>
	total ? __("{0} of {1} messages are deleted", [done, total]) : __("Waiting for a worker");

const ended = ({ state, done }) =>
	state === "done"
		? __("Deleted messages: {0}", [done])
		: __("The deletion stopped. The error log says why; the next night goes on with it.");

// Find a group without reading it, say why, and fetch its copy.

import { escape, when } from "../words";
import { follow } from "./follow";

const DOOR = "task_discipline.api.chat_admin.";
const TYPING_MS = 300;
const KINDS = {
	Open: () => __("Open", null, "TD Chat Group"),
	Private: () => __("Private", null, "TD Chat Group"),
	Direct: () => __("Direct", null, "TD Chat Group"),
	Record: () => __("Of a record"),
};

export class CopyDialog {
	open() {
		this.dialog = new frappe.ui.Dialog({
			title: __("Copy of a group for an inquiry"),
			size: "large",
			fields: [
				{
					fieldtype: "Data",
					fieldname: "text",
					label: __("Group"),
					placeholder: __("Title, task, project or person"),
				},
				{ fieldtype: "HTML", fieldname: "groups" },
				{
					fieldtype: "Small Text",
					fieldname: "reason",
					label: __("Reason"),
					description: __("It is written to the access log of the site, with your name"),
					reqd: 1,
				},
				{
					fieldtype: "Select",
					fieldname: "file_type",
					label: __("Kind of file"),
					options: "CSV\nJSON",
					default: "CSV",
				},
				{ fieldtype: "HTML", fieldname: "place" },
			],
			primary_action_label: __("Take a Copy"),
			primary_action: (values) => this.start(values),
		});
		this.$groups = this.dialog.get_field("groups").$wrapper;
		this.$place = this.dialog
			.get_field("place")
			.$wrapper.html(`<p class="text-muted">${escape(told())}</p>`);
		const search = frappe.utils.debounce(() => this.search(), TYPING_MS);
		this.dialog.fields_dict.text.$input.on("input", search);
		this.$groups.on("change", "input", (event) => (this.group = event.currentTarget.value));
		this.dialog.onhide = () => this.stop?.();
		this.dialog.show();
		this.search();
	}

	async search() {
		const text = this.dialog.fields_dict.text.$input.val();
		const { groups, has_more } = await frappe.xcall(`${DOOR}find_groups`, { text });
		if (text !== this.dialog.fields_dict.text.$input.val()) return;
		this.group = null;
		const more = has_more
			? `<p class="text-muted">${__("There are more. Write more of the title.")}</p>`
			: "";
		const none = `<p class="text-muted">${__("No group has this title.")}</p>`;
		this.$groups.html(`${groups.map(row).join("") || none}${more}`);
	}

	async start({ reason, file_type }) {
		if (!this.group) return frappe.throw(__("Choose a group first."));
		this.dialog.disable_primary_action();
		try {
			this.follow(await frappe.xcall(`${DOOR}copy_group`, { group: this.group, reason, file_type }));
		} catch {
			this.dialog.enable_primary_action();
		}
	}

	follow(state) {
		this.dialog.get_primary_btn().addClass("hide");
		["text", "groups", "reason", "file_type"].forEach((field) =>
			this.dialog.set_df_property(field, "hidden", 1),
		);
		this.stop = follow(this.$place, state, `${DOOR}copy_state`, going, (last) =>
			this.$place.html(ended(last)),
		);
	}
}

const told = () =>
	__("You are shown nothing of what was said here. The people of the group read that you took a copy.");

function row({ name, title, kind, member_count, message_count, last_message_at, archived }) {
	const said = [
		KINDS[kind](),
		__("{0} people", [member_count]),
		__("{0} messages", [message_count]),
		last_message_at && when(last_message_at),
		archived && __("archived"),
	];
	return `<label class="td-copy-row">
		<input type="radio" name="td-copy-group" value="${escape(name)}">
		<span>${escape(title)}</span>
		<span class="text-muted">${escape(said.filter(Boolean).join(" · "))}</span>
	</label>`;
}

const going = ({ done, total }) =>
	total ? __("{0} of {1} messages are copied", [done, total]) : __("Waiting for a worker");

function ended({ state, file_url }) {
	if (state !== "done")
		return `<p>${__("The copy could not be made. The error log says why. Try again.")}</p>`;
	return `<p>${__("The copy is ready. It is yours alone, and is deleted after a day.")}</p>
		<p><a class="btn btn-primary btn-sm" href="${escape(file_url)}" download>${__("Download")}</a></p>`;
}

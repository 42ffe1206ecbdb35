// A new group, and a message to one person.

import { group_list } from "./group_list";
import { people_field } from "./people_field";
import { write } from "./server";

export function new_group(open) {
	const dialog = new frappe.ui.Dialog({
		title: __("New Group"),
		fields: [
			{
				fieldname: "title",
				label: __("Title", null, "TD Chat Group"),
				fieldtype: "Data",
				reqd: 1,
				length: 140,
			},
			{
				fieldname: "kind",
				label: __("Who may join"),
				fieldtype: "Select",
				options: [
					{ value: "Private", label: __("Private: only people who are invited") },
					{ value: "Open", label: __("Open: everybody can find it and join") },
				],
				default: "Private",
			},
			people_field("members", __("Members")),
			{ fieldname: "description", label: __("What it is about"), fieldtype: "Small Text" },
		],
		primary_action_label: __("Make Group"),
		primary_action: (values) =>
			save(dialog, open, () =>
				write("chat_groups.make_group", { ...values, members: values.members || [] }),
			),
	});
	dialog.$wrapper.addClass("td-chat-dialog");
	dialog.show();
}

export function direct_message(open) {
	const dialog = new frappe.ui.Dialog({
		title: __("New Message"),
		fields: [
			{
				fieldname: "user",
				label: __("To", null, "of a message"),
				fieldtype: "Link",
				options: "User",
				reqd: 1,
				get_query: () => ({
					filters: {
						enabled: 1,
						user_type: "System User",
						name: ["not in", ["Guest", frappe.session.user]],
					},
				}),
			},
		],
		primary_action_label: __("Write"),
		primary_action: ({ user }) => save(dialog, open, () => write("chat_groups.direct_with", { user })),
	});
	dialog.$wrapper.addClass("td-chat-dialog");
	dialog.show();
}

// What the server refuses is said in the dialog, which keeps what was filled in.
async function save(dialog, open, ask) {
	dialog.disable_primary_action();
	try {
		const group = group_list.take(await ask());
		dialog.hide();
		open(group.name);
	} catch (refusal) {
		dialog.set_alert(frappe.utils.escape_html(refusal.message), "danger");
		dialog.enable_primary_action();
	}
}

// Members of a group as a person chooses among them, by name.

import { escape } from "../words";
import { group_list } from "./group_list";
import { read } from "./server";

// [{value, label}] of everybody else in the group.
export async function others_in(group) {
	const { members, people } = await read("chat_groups.members", { group: group.name });
	group_list.know(people);
	return members
		.filter(({ user }) => user !== frappe.session.user)
		.map(({ user }) => ({ value: user, label: escape(group_list.name_of(user)) }));
}

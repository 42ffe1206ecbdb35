// A field for several people, by name. The host's search of accounts knows who may be found.

export const people_field = (fieldname, label, except = []) => ({
	fieldname,
	label,
	fieldtype: "MultiSelectPills",
	get_data: (text) => find_people(text, except),
});

export function find_people(text, except = []) {
	const filters = {
		enabled: 1,
		user_type: "System User",
		name: ["not in", ["Guest", frappe.session.user, ...except]],
	};
	return frappe.db.get_link_options("User", text, filters);
}

// The way to one's own preferences, whether they were ever stored or not.

const DOCTYPE = "TD Preferences";

export const look = () => frappe.xcall("task_discipline.api.preferences.look");

export async function open_preferences() {
	const { name } = await look();
	if (name) return frappe.set_route("Form", DOCTYPE, name);
	return frappe.new_doc(DOCTYPE, { user: frappe.session.user });
}

const sees_all = () =>
	frappe.session.user === "Administrator" || frappe.user.has_role("Task Discipline Manager");

export const list_settings = {
	hide_name_column: true,
	primary_action: open_preferences,

	// Managers see who has chosen what; for everybody else the list would hold one row.
	onload(listview) {
		if (sees_all()) {
			listview.page.add_inner_button(__("My Preferences"), open_preferences);
			return;
		}
		frappe.route_flags.replace_route = true;
		open_preferences();
	},
};

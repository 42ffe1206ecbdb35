// The way from the list to the import of a file, for those who may import tasks.

export function add_import(listview) {
	if (!frappe.user.has_role("Task Discipline Manager") && frappe.session.user !== "Administrator") return;
	listview.page.add_menu_item(__("Import from Bitrix24 or a file"), () =>
		frappe.require(["td_import.bundle.js", "td_import.bundle.css"], () => task_discipline.import_sheet()),
	);
}

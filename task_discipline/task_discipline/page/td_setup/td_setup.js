frappe.pages["td-setup"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Set-up"), single_column: true });
	frappe.require(["td_setup.bundle.css", "td_setup.bundle.js"], () => task_discipline.open_setup(wrapper));
};

// Whoever mends something elsewhere and comes back sees what it has changed.
frappe.pages["td-setup"].on_page_show = (wrapper) => wrapper.td_setup?.load();

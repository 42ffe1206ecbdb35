frappe.pages["td-my-day"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("My Day"), single_column: true });
	frappe.require(["td_my_day.bundle.css", "td_my_day.bundle.js"], () =>
		task_discipline.open_my_day(wrapper),
	);
};

frappe.pages["td-my-day"].on_page_show = (wrapper) => wrapper.td_my_day?.show();

frappe.pages["td-chat"].on_page_load = (wrapper) => {
	frappe.ui.make_app_page({ parent: wrapper, title: __("Chat"), single_column: true });
	frappe.require(["td_chat.bundle.css", "td_chat.bundle.js"], () =>
		task_discipline.chat.open_page(wrapper),
	);
};

frappe.pages["td-chat"].on_page_show = (wrapper) => wrapper.td_chat?.show();

// A group is looked after in the chat.
frappe.ui.form.on("TD Chat Group", {
	refresh(frm) {
		frappe.route_flags.replace_route = true;
		frappe.set_route("td-chat", frm.docname);
	},
});

// A message is read where it was said.
frappe.ui.form.on("TD Chat Message", {
	refresh(frm) {
		frappe.route_flags.replace_route = true;
		frappe.set_route("td-chat", frm.doc.chat_group, frm.docname);
	},
});

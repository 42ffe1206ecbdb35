// The record that a project belongs to, at the top of its page: a client, a deal, an order.

import { escape } from "../words";
import { info } from "./view";

// A link that leads to a refused page, or to nothing, is no link.
export function record_line(frm) {
	const { reference_doctype: kind, reference_name: name } = frm.doc;
	const reference = info(frm).reference;
	if (!reference) return null;
	const address = escape(frappe.utils.get_form_link(kind, name));
	const words = reference.may_open ? `<a href="${address}">${escape(name)}</a>` : escape(name);
	const line = reference.is_gone
		? __("Belongs to {0} {1}, which was deleted. The project stays as it is.", [escape(__(kind)), words])
		: __("Belongs to {0} {1}", [escape(__(kind)), words]);
	return $('<p class="td-hint text-muted small td-record">').html(line);
}

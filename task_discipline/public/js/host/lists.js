// The host's lists of our doctypes: it shows options, headings and the hint of the page in English.

import { escape } from "../words";
import { is_named, words_for_new } from "./titles";

export function speak_in_lists() {
	const list = frappe.views.ListView?.prototype;
	if (!list) return;
	after(list, "setup_columns", (view) => view.columns.forEach((column) => translate(view, column)));
	after(list, "set_primary_action", name_button);
	replace(list, "get_header_html", with_heading);
	replace(list, "get_no_result_message", with_invitation);
	const set_title = list.set_title;
	list.set_title = function () {
		if (is_ours(this) && this.meta?.description) this.meta.description = __(this.meta.description);
		set_title.call(this);
	};
}

const is_ours = ({ doctype }) => doctype?.startsWith("TD ");

function after(list, method, work) {
	const usual = list[method];
	list[method] = function (...given) {
		usual.apply(this, given);
		if (is_ours(this)) work(this);
	};
}

function replace(list, method, work) {
	const usual = list[method];
	list[method] = function (...given) {
		const html = usual.apply(this, given);
		return is_ours(this) && html ? work(this, $("<div>").html(html)).html() : html;
	};
}

// The first column is the name of the record and takes plain words; the others are marks to filter by.
function translate({ settings, doctype }, { type, df }) {
	if (df?.fieldtype !== "Select" || settings.formatters?.[df.fieldname]) return;
	const in_words = (value) => __(value, null, doctype);
	settings.formatters = {
		...settings.formatters,
		[df.fieldname]: type === "Subject" ? in_words : (value) => mark(df.fieldname, value, in_words(value)),
	};
}

function mark(fieldname, value, words) {
	if (!value) return "";
	return `<span class="filterable indicator-pill ${frappe.utils.guess_colour(value)} ellipsis"
		data-filter="${fieldname},=,${escape(value)}"><span class="ellipsis">${escape(words)}</span></span>`;
}

function with_heading({ columns, doctype, meta }, $html) {
	// A record that is named by one of its fields is headed by that.
	const [, named_by] = /^field:(.+)/.exec(meta.autoname) || [];
	const { label } = (columns[0].df.fieldname === "name" && meta.fields.find(is(named_by))) || columns[0].df;
	const words = __(label, null, doctype);
	$html
		.find(".list-header-subject [data-sort-by]")
		.first()
		.text(words)
		.attr("title", __("Click to sort by {0}", [words]));
	return $html;
}

const is =
	(wanted) =>
	({ fieldname }) =>
		fieldname === wanted;

function with_invitation({ doctype }, $html) {
	if (is_named(doctype)) $html.find(".btn-new-doc.hidden-xs").text(words_for_new(doctype));
	return $html;
}

function name_button(view) {
	if (!is_named(view.doctype) || !view.can_create || frappe.boot.read_only) return;
	const make = () => (view.settings.primary_action ? view.settings.primary_action() : view.make_new_doc());
	view.page.set_primary_action(words_for_new(view.doctype), make, "add");
}

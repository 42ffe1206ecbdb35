// Days off that others have written down: the holidays of a country, or a list of ERPNext.

import { is_saved } from "../task/actions";
import { offer_regions, region_field } from "./regions";

export function add_buttons(frm) {
	frm.add_custom_button(__("Fill Holidays"), () => open_fill_dialog(frm));
	if (frm.doc.__onload?.has_holiday_lists) {
		frm.add_custom_button(__("Import Holiday List"), () => open_import_dialog(frm));
	}
}

export function open_fill_dialog(frm) {
	if (!is_saved(frm)) return;
	const year = moment().year();
	const known = frm.doc.filled_until ? moment(frm.doc.filled_until).year() : 0;
	const dialog = open(frm, {
		title: __("Fill Holidays"),
		intro: __(
			"Days that stand in the calendar already stay as they are, so you may do this again every year.",
		),
		method: "fill_holidays",
		fields: [
			{
				fieldname: "country",
				fieldtype: "Link",
				options: "Country",
				label: __("Country"),
				reqd: 1,
				default: frm.doc.country || frappe.defaults.get_default("country"),
				change: () => offer_regions(dialog),
			},
			region_field(),
			{ fieldtype: "Section Break" },
			{
				fieldname: "from_year",
				fieldtype: "Int",
				label: __("From year"),
				reqd: 1,
				default: known >= year ? known + 1 : year,
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "to_year",
				fieldtype: "Int",
				label: __("To year"),
				reqd: 1,
				default: Math.max(known, year) + 2,
			},
		],
	});
	offer_regions(dialog, frm.doc.subdivision);
}

function open_import_dialog(frm) {
	if (!is_saved(frm)) return;
	open(frm, {
		title: __("Import Holiday List"),
		intro: __("Copies the days of the list once. Later changes of the list do not come along."),
		method: "import_holiday_list",
		fields: [
			{
				fieldname: "name",
				fieldtype: "Link",
				options: "Holiday List",
				label: __("Holiday List"),
				reqd: 1,
			},
		],
	});
}

function open(frm, { title, intro, method, fields }) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [{ fieldtype: "HTML", fieldname: "intro" }, ...fields],
		primary_action_label: __("Add Days"),
		primary_action(values) {
			dialog.disable_primary_action();
			send(frm, method, values)
				.then(() => dialog.hide())
				.catch(() => dialog.enable_primary_action());
		},
	});
	dialog.fields_dict.intro.$wrapper.append($('<p class="text-muted">').text(intro));
	dialog.show();
	return dialog;
}

function send(frm, method, args) {
	return frappe
		.xcall("run_doc_method", { dt: frm.doctype, dn: frm.docname, method, args })
		.then(({ added }) => {
			const message = added ? __("{0} days added", [added]) : __("Nothing was missing");
			frappe.show_alert({ message, indicator: "green" }, 7);
		})
		.finally(() => frm.reload_doc());
}

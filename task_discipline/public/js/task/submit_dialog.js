// Hand the work in: shows what the assigner asked for and what is still missing before the click.

import { escape } from "../words";
import { info } from "./view";

const DEMANDS = {
	plan: {
		asked: "require_plan_done",
		met: () => __("Every step of the plan is ticked"),
		missing: () => __("Missing: tick the open steps of the plan"),
	},
	file: {
		asked: "require_file",
		met: () => __("A file is attached"),
		missing: () => __("Missing: attach a file"),
	},
};

export function open_submit_dialog(frm, send) {
	const dialog = new frappe.ui.Dialog({
		title: __("Submit the task"),
		fields: [
			{ fieldtype: "HTML", fieldname: "demands" },
			{
				fieldtype: "Text Editor",
				fieldname: "result",
				label: __("Result"),
				description: __("What was done, and where to find it"),
				reqd: cint(frm.doc.require_result),
				default: frm.doc.result || "",
			},
		],
		primary_action_label: __("Submit Task"),
		primary_action: ({ result }) => {
			dialog.disable_primary_action();
			return send({ result: result || "" })
				.then(() => dialog.hide())
				.catch(() => dialog.enable_primary_action());
		},
	});
	dialog.$wrapper.addClass("td-dialog");
	show_demands(frm, dialog, new Set(info(frm).missing));
	dialog.show();
	dialog.$wrapper.one("shown.bs.modal", () => dialog.fields_dict.result.quill?.focus());
	return Promise.resolve();
}

function show_demands(frm, dialog, missing) {
	const $area = dialog.fields_dict.demands.$wrapper.empty();
	$area.append($('<p class="text-muted">').html(told_words(frm)));
	const asked = Object.entries(DEMANDS).filter(([, demand]) => cint(frm.doc[demand.asked]));
	asked.forEach(([proof, demand]) => $area.append(demand_line(demand, missing.has(proof))));
	if (missing.has("plan") && !frm.attachments) $area.append(link_to_plan(frm));
	if (missing.has("file")) $area.append(attach_button(frm, dialog, missing));
	const blocked = asked.some(([proof]) => missing.has(proof));
	dialog.get_primary_btn().prop("disabled", blocked);
}

function told_words(frm) {
	const { assigner_name } = info(frm);
	return cint(frm.doc.needs_review)
		? __("{0} reviews the result and accepts or returns it.", [escape(assigner_name).bold()])
		: __("Nobody has to review it: the task is done at once.");
}

function demand_line(demand, is_missing) {
	const icon = frappe.utils.icon(is_missing ? "es-line-close-circle" : "es-line-success", "sm");
	const $line = $('<div class="td-demand">').toggleClass("td-missing", is_missing).append(icon);
	return $line.append($("<span>").text(is_missing ? demand.missing() : demand.met()));
}

// Where the plan is not on the screen.
const link_to_plan = (frm) =>
	$('<a class="td-open-task">')
		.attr("href", frappe.utils.get_form_link(frm.doctype, frm.docname))
		.text(__("Open the task to tick its steps"));

function attach_button(frm, dialog, missing) {
	const $button = $('<button type="button" class="btn btn-default btn-xs td-attach">').text(
		__("Attach a file"),
	);
	return $button.on("click", () => {
		new frappe.ui.FileUploader({
			doctype: frm.doctype,
			docname: frm.docname,
			frm: frm.attachments && frm,
			folder: "Home/Attachments",
			on_success: (file) => {
				frm.attachments?.attachment_uploaded(file);
				missing.delete("file");
				show_demands(frm, dialog, missing);
			},
		});
	});
}

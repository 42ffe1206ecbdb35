// What a person can do with a stored template: pause it, resume it, make a task now.

import { escape } from "../words";
import { is_saved } from "../task/actions";

export function show_buttons(frm) {
	if (frm.is_new() || !frm.perm[0]?.write) return;
	frm.add_custom_button(__("Create Now"), () => is_saved(frm) && create_now(frm));
	if (frm.doc.status === "Active") {
		frm.add_custom_button(__("Pause"), () => is_saved(frm) && ask_why(frm));
	}
}

// Beside the words that say why the template rests; on a telephone the host hides its own buttons in a menu.
export function resume_button(frm) {
	if (!["Paused", "Suspended"].includes(frm.doc.status) || !frm.perm[0]?.write) return null;
	const resume = () => run(frm, "resume").then(() => tell(__("Resumed")));
	return $('<button type="button" class="btn btn-sm btn-primary td-resume">')
		.text(__("Resume"))
		.on("click", () => is_saved(frm) && resume().catch(() => {}));
}

function create_now(frm) {
	frappe.confirm(__("Make one task of this template now, beside its dates?"), () =>
		run(frm, "create_now").then(({ task }) => {
			const link = frappe.utils.get_form_link("TD Task", task);
			tell(`<a href="${escape(link)}">${__("Task made: {0}", [escape(task)])}</a>`);
		}),
	);
}

function ask_why(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Pause the template"),
		fields: [
			{ fieldtype: "HTML", fieldname: "intro" },
			{
				fieldtype: "Small Text",
				fieldname: "reason",
				label: __("Why? Say so if you like; it stays on record"),
			},
		],
		primary_action_label: __("Pause"),
		primary_action: ({ reason }) => {
			dialog.disable_primary_action();
			return run(frm, "pause", { reason: reason || null })
				.then(() => dialog.hide())
				.then(() => tell(__("Paused")))
				.catch(() => dialog.enable_primary_action());
		},
	});
	const words = __("It makes no tasks until somebody resumes it. Dates of the pause are left out.");
	dialog.fields_dict.intro.$wrapper.append($('<p class="text-muted">').text(words));
	dialog.show();
}

// Whatever the answer, the form shows the newest state afterwards.
function run(frm, method, args = {}) {
	frappe.dom.freeze();
	return frappe
		.xcall("run_doc_method", { dt: frm.doctype, dn: frm.docname, method, args })
		.finally(() => frappe.dom.unfreeze())
		.finally(() => frm.reload_doc());
}

const tell = (message) => frappe.show_alert({ message, indicator: "green" }, 7);

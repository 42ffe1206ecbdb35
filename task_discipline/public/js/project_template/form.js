// The form of a project template: what it holds in one line, and the dialog that starts a project of its kind.

import { escape } from "../words";
import { is_saved } from "../task/actions";

export const events = {
	refresh(frm) {
		show_summary(frm);
		if (frm.is_new() || !frappe.model.can_create("TD Project Link")) return;
		frm.add_custom_button(__("Start a Project"), () => is_saved(frm) && ask(frm));
	},
};

function show_summary(frm) {
	const $area = frm.fields_dict.state_view.$wrapper.empty();
	const words = frm.is_new()
		? __("Describe a kind of project once: its tasks, who does them by role, and what waits for what.")
		: summary(frm.doc);
	$area.append($('<div class="td-state td-gray">').append($('<span class="td-state-detail">').text(words)));
	const hints = frm.is_new() ? [] : too_early(frm.doc.tasks || []);
	$area.append(...hints.map((text) => $('<p class="td-hint td-warning small">').text(text)));
}

function summary({ tasks = [], milestones = [] }) {
	const of_tasks = tasks.length === 1 ? __("1 task") : __("{0} tasks", [tasks.length]);
	const of_points = milestones.length === 1 ? __("1 milestone") : __("{0} milestones", [milestones.length]);
	return [`${of_tasks}, ${of_points}`, ...last_due(tasks)].join("; ");
}

// Days and working days cannot be compared before there is a first day, so each kind is told.
function last_due(tasks) {
	const of_unit = (unit) => tasks.filter((row) => row.unit === unit).map((row) => cint(row.due_after));
	const [working_days, days] = [of_unit("Working Days"), of_unit("Days")];
	const spans = [];
	if (working_days.length) spans.push(__("{0} working days", [Math.max(...working_days)]));
	if (days.length) spans.push(__("{0} days", [Math.max(...days)]));
	return spans.length ? [__("the last task is due after {0}", [spans.join(__(" or "))])] : [];
}

// A task begins with the work of its day and is due with the end of it, so what waits should start a day later.
function too_early(tasks) {
	const awaited_by = ({ waits_for }) =>
		(waits_for || "").split(",").map((number) => tasks[cint(number) - 1]);
	return tasks.flatMap((row) =>
		awaited_by(row)
			.filter((other) => other && other.unit === row.unit && other.due_after >= row.starts_after)
			.map((other) =>
				__("Row {0} starts before row {1}, for which it waits, is due: let it start after {2}.", [
					row.idx,
					other.idx,
					other.due_after + 1,
				]),
			),
	);
}

function ask(frm) {
	const roles = frm.doc.__onload?.task_discipline?.roles || [];
	const dialog = new frappe.ui.Dialog({
		title: __("Start a project: {0}", [escape(frm.doc.template_name)]),
		fields: [...about(frm), { fieldtype: "Section Break", label: __("Who does what") }, ...people(roles)],
		primary_action_label: __("Start"),
		primary_action: (values) => start(frm, dialog, roles, values),
	});
	dialog.show();
}

const about = (frm) => [
	{
		fieldtype: "Data",
		fieldname: "project_name",
		label: __("Name of the project"),
		default: frm.doc.template_name,
		reqd: 1,
	},
	{
		fieldtype: "Date",
		fieldname: "starts_on",
		label: __("First day"),
		default: frappe.datetime.get_today(),
		reqd: 1,
	},
	{ fieldtype: "Link", fieldname: "reference_doctype", label: __("Belongs to"), options: "DocType" },
	{
		fieldtype: "Dynamic Link",
		fieldname: "reference_name",
		label: __("Record"),
		options: "reference_doctype",
		depends_on: "reference_doctype",
	},
];

const people = (roles) =>
	roles.map((role, number) => ({
		fieldtype: "Link",
		fieldname: `person_${number}`,
		label: role,
		options: "User",
		reqd: 1,
		get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
	}));

function start(frm, dialog, roles, values) {
	const { project_name, starts_on, reference_doctype, reference_name } = values;
	const chosen = Object.fromEntries(roles.map((role, number) => [role, values[`person_${number}`]]));
	dialog.disable_primary_action();
	frappe.dom.freeze(__("The project is being made…"));
	const args = { project_name, starts_on, people: chosen, reference_doctype, reference_name };
	return frappe
		.xcall("run_doc_method", { dt: frm.doctype, dn: frm.docname, method: "start_project", args })
		.then((project) => {
			dialog.hide();
			frappe.set_route("Form", "TD Project Link", project);
			frappe.show_alert(
				{ message: __("The project is made and its people are told"), indicator: "green" },
				7,
			);
		})
		.catch(() => dialog.enable_primary_action())
		.finally(() => frappe.dom.unfreeze());
}

// Beside the form of any record: its tasks and projects, and a button for a new one.

import { indicator, is_overdue } from "../standing";
import { tell_set } from "../task/told";
import { escape, when } from "../words";
import { count_words, link_to } from "./words";

export function show(frm) {
	offer_new(frm);
	load(frm);
}

function load(frm) {
	const asked = [frm.doctype, frm.docname];
	frappe.call({
		method: "task_discipline.api.records.beside",
		args: { doctype: asked[0], name: asked[1] },
		// Whoever went on meanwhile sees what belongs to the record in front of him.
		callback: ({ message }) => {
			if (frm.doctype === asked[0] && frm.docname === asked[1]) draw(frm, message);
		},
		// A record that was lost meanwhile is the form's to speak of.
		error_handlers: { PermissionError: () => clear(frm) },
	});
}

function clear(frm) {
	$(frm.wrapper).find(".td-beside").remove();
	$(frm.page.sidebar).find(".td-beside-line").remove();
}

function draw(frm, found) {
	clear(frm);
	draw_line(frm, found);
	if (!found.open && !found.projects.length) return;
	const $body = section(frm);
	$body.append(head(frm, found), ...found.tasks.map((task) => task_row(task, found.names)));
	$body.append(...found.projects.map(project_row));
	$body.on("click", ".td-beside-new", () => new_task(frm));
}

// Some forms keep the host's dashboard behind a tab: there the section stands above the tabs.
function section(frm) {
	const $body = frm.dashboard.add_section("", __("Tasks"), "custom td-beside");
	const $tabs = frm.layout.wrapper.find(".form-tabs-list").first();
	if (frm.dashboard.parent.closest(".tab-pane").length && $tabs.length) {
		$body.closest(".td-beside").insertBefore($tabs);
	} else {
		frm.dashboard.show();
	}
	return $body;
}

// In the column of the host where assignments and attachments stand: small enough for every form.
function draw_line(frm, found) {
	const $after = $(frm.page.sidebar).find(".form-assignments").first();
	if (!$after.length) return;
	const add = frappe.model.can_create("TD Task")
		? `<button type="button" class="btn btn-link icon-btn td-beside-new" aria-label="${__("New Task")}" title="${__("New Task")}">
			<svg class="es-icon icon-sm"><use href="#es-line-add"></use></svg></button>`
		: "";
	const $line =
		$(`<ul class="list-unstyled sidebar-menu td-beside-line"><li><span class="form-sidebar-items">
		<a href="${escape(link_to(frm.doctype, frm.docname))}">
			<svg class="es-icon ml-0 icon-sm"><use href="#icon-list"></use></svg>
			<span class="ellipsis">${__("Tasks")}</span> ${count_words(found)}
		</a>${add}</span></li></ul>`);
	$line.on("click", ".td-beside-new", () => new_task(frm));
	$after.after($line);
}

function head(frm, found) {
	const rest = found.open > found.tasks.length ? __("All {0}", [found.open]) : __("All");
	const add = frappe.model.can_create("TD Task")
		? `<button type="button" class="btn btn-default btn-xs td-beside-new">${__("New Task")}</button>`
		: "";
	return `<div class="td-beside-head">
		${count_words(found) || `<span class="text-muted">${none(found)}</span>`}
		<a class="td-beside-all" href="${escape(link_to(frm.doctype, frm.docname))}">${rest}</a>${add}</div>`;
}

// The tasks of a project below count there: many a one belongs to the record through its project only.
const none = ({ projects }) => (projects.length ? __("No open task outside projects") : __("No open task"));

function task_row(task, names) {
	const [label, colour] = indicator(task);
	const due = task.deadline ? when(task.deadline) : __("No deadline");
	return `<a class="td-beside-row" href="${escape(frappe.utils.get_form_link("TD Task", task.name))}">
		<span class="indicator-pill no-indicator-dot ${colour}">${escape(label)}</span>
		<span class="td-beside-title">${escape(task.subject)}</span>
		<span class="text-muted">${escape(names[task.responsible] || task.responsible)}</span>
		<span class="${is_overdue(task) ? "td-overdue" : "text-muted"}">${escape(due)}</span></a>`;
}

const HEALTH = { "On Track": "green", "At Risk": "orange", Late: "red" };

function project_row(project) {
	const health = HEALTH[project.health]
		? __(project.health, null, "TD Project Link")
		: __(project.status, null, "TD Project Link");
	return `<a class="td-beside-row" href="${escape(frappe.utils.get_form_link("TD Project Link", project.name))}">
		<span class="indicator-pill no-indicator-dot ${HEALTH[project.health] || "gray"}">${escape(health)}</span>
		<span class="td-beside-title">${escape(project.project_name)}</span>
		<span class="text-muted">${__("Project")}</span>
		<span class="text-muted">${__("{0}% done", [Math.floor(project.progress || 0)])}</span></a>`;
}

// The connections of a form would fill fields of the same name with what means something else in the other app.
function offer_new(frm) {
	frm.make_methods = Object.assign(frm.make_methods || {}, {
		"TD Task": () => new_task(frm),
		"TD Project Link": () => frappe.new_doc("TD Project Link", reference_of(frm)),
	});
}

const reference_of = (frm) => ({ reference_doctype: frm.doctype, reference_name: frm.docname });

function new_task(frm) {
	frappe.model.with_doctype("TD Task", () => {
		const task = Object.assign(frappe.model.get_new_doc("TD Task", null, null, true), reference_of(frm));
		const set = (made) => {
			tell_set(made);
			load(frm);
		};
		frappe.ui.form.make_quick_entry("TD Task", set, null, task);
	});
}

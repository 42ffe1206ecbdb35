// The plan as a checklist; the table of steps is for whoever may write the plan.

import { day, escape, when } from "../words";
import { call, is_saved } from "./actions";
import { milestone_list } from "./milestones";
import { may_edit, may_tick } from "./rights";
import { name_of } from "./view";

export function show_plan(frm) {
	const is_new = frm.is_new();
	frm.toggle_display("plan_view", !is_new);
	frm.toggle_display("plan", may_edit(frm) && (is_new || frm.td_edits_plan));
	const $area = frm.fields_dict.plan_view.$wrapper.empty();
	if (is_new) return;
	const steps = frm.doc.plan || [];
	$area.append(steps.length ? checklist(frm, steps) : empty_plan(frm));
	if (may_edit(frm)) $area.append(edit_link(frm));
	$area.append(milestone_list(frm));
}

function checklist(frm, steps) {
	const done = steps.filter((step) => cint(step.done)).length;
	const $list = $('<div class="td-plan">').append(progress(done, steps.length));
	steps.forEach((step) => $list.append(step_line(frm, step)));
	$list.on("change", "input[data-step]", (event) => tick(frm, event.currentTarget));
	return $list;
}

function progress(done, total) {
	const percent = Math.round((done / total) * 100);
	return `<div class="td-progress">
		<div class="progress" aria-hidden="true"><div class="progress-bar" style="width: ${percent}%"></div></div>
		<span class="text-muted">${__("{0} of {1} done", [done, total])}</span>
	</div>`;
}

function step_line(frm, step) {
	const locked = may_tick(frm) ? "" : "disabled";
	return `<label class="td-step ${cint(step.done) ? "td-done" : ""}">
		<input type="checkbox" data-step="${escape(step.name)}" ${cint(step.done) ? "checked" : ""} ${locked}>
		<span class="td-step-title">${escape(step.title)}</span>
		<span class="td-step-facts text-muted">${facts(frm, step).map(escape).join(" · ")}</span>
	</label>`;
}

function facts(frm, step) {
	if (cint(step.done) && step.done_by) {
		return [`${name_of(frm, step.done_by)}, ${step.done_at ? when(step.done_at) : ""}`];
	}
	const person = step.person ? [name_of(frm, step.person)] : [];
	return step.due_date ? [...person, __("by {0}", [day(step.due_date)])] : person;
}

function tick(frm, box) {
	if (!is_saved(frm)) {
		box.checked = !box.checked;
		return;
	}
	const args = { step: box.dataset.step, done: box.checked ? 1 : 0 };
	call(frm, frm.doctype, frm.docname, "tick_step", args).catch(() => {});
}

const empty_plan = (frm) =>
	$('<p class="text-muted">').text(
		may_edit(frm)
			? __("No steps yet. A plan shows how far the work is.")
			: __("The task has no plan of steps."),
	);

function edit_link(frm) {
	const label = frm.td_edits_plan ? __("Close the table of steps") : __("Edit the steps");
	return $('<button type="button" class="btn btn-default btn-xs td-edit-plan">')
		.text(label)
		.on("click", () => {
			frm.td_edits_plan = !frm.td_edits_plan;
			show_plan(frm);
		});
}

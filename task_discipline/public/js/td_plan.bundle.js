// The plan of a project, loaded by its tab only.

import { Plan } from "./plan/page";

frappe.provide("task_discipline");
task_discipline.show_plan = (place, project) => {
	// The same project keeps what was folded, chosen and scrolled to.
	if (place.td_plan?.project !== project) place.td_plan = new Plan(place, project);
	return place.td_plan.load();
};

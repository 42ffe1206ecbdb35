// The milestones of a project: where they lie in its time, and what can be done with each.

import { add_button, colour_of, milestone_line } from "../milestones";
import { day, escape } from "../words";
import { has_ended, info, is_lead, name_of, works_on } from "./view";

export function milestones_panel(frm, today) {
	const { milestones } = info(frm);
	const may_add = is_lead(frm) && !has_ended(frm);
	if (!milestones.length && !may_add) return null;
	const $panel = $('<div class="td-project-milestones">');
	$panel.append($('<div class="td-made-head">').text(__("Milestones")));
	$panel.append(time_line(frm.doc, milestones, today));
	milestones.forEach((milestone) => $panel.append(milestone_line(frm, milestone, rights(frm), today)));
	if (may_add) $panel.append(add_button(frm));
	return $panel;
}

const rights = (frm) => ({
	reach: works_on(frm),
	lead: is_lead(frm),
	has_ended: has_ended(frm),
	name_of: (user) => name_of(frm, user),
});

function time_line({ starts_on, ends_on }, milestones, today) {
	const days = [starts_on, ends_on, today, ...milestones.map(({ due_date }) => due_date)]
		.filter(Boolean)
		.sort();
	const dated = milestones.filter(({ due_date, state }) => due_date && state !== "Dropped");
	if (!dated.length || days[0] === days.at(-1)) return null;
	const whole = moment(days.at(-1)).diff(moment(days[0]), "days");
	const share = (date) => `${(100 * moment(date).diff(moment(days[0]), "days")) / whole}%`;
	const place = (date) => `inset-inline-start: ${share(date)}`;
	const marks = dated.map((milestone) => {
		const title = escape(`${milestone.title}: ${day(milestone.due_date)}`);
		return `<span class="td-diamond td-bar-${colour_of(milestone, today)}" style="${place(milestone.due_date)}" title="${title}"></span>`;
	});
	return `<div class="td-time-line" aria-hidden="true">
		<div class="td-time-track">
			<span class="td-time-passed" style="width: ${share(today)}"></span>
			<span class="td-time-today" style="${place(today)}" title="${escape(__("Today"))}"></span>
			${marks.join("")}
		</div>
		<div class="td-time-ends text-muted small"><span>${escape(day(days[0]))}</span><span>${escape(day(days.at(-1)))}</span></div>
	</div>`;
}

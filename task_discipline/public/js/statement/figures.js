// How the month went: the same figures as in the report Execution Discipline, as they were when it was drafted.

import { escape } from "../words";
import { info } from "./view";

export function show_figures(frm) {
	const { figures } = info(frm);
	const $area = frm.fields_dict.figures_view.$wrapper.empty();
	if (!figures.length) {
		$area.append($('<p class="text-muted">').text(__("No tasks were settled in this month.")));
		return;
	}
	$area.append(`<dl class="td-figures">${figures.map(figure).join("")}</dl>`);
}

const figure = ({ label, value, meaning }) =>
	`<div class="td-figure" title="${escape(meaning)}"><dt>${escape(label)}</dt><dd>${escape(value)}</dd></div>`;

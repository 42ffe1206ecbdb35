// Keys and clicks in the plan.

import { link_to } from "./bars";

const PAGE = 12;
const WEEK = 7;

const MOVES = {
	ArrowDown: (plan) => plan.choose(plan.active + 1),
	ArrowUp: (plan) => plan.choose(plan.active - 1),
	PageDown: (plan) => plan.choose(plan.active + PAGE),
	PageUp: (plan) => plan.choose(plan.active - PAGE),
	Home: (plan) => plan.choose(0),
	End: (plan) => plan.choose(plan.rows.length - 1),
	ArrowRight: (plan) => unfold_or_go(plan, false, 1),
	ArrowLeft: (plan) => unfold_or_go(plan, true, -1),
	Enter: (plan) => open(plan),
	"+": (plan) => plan.zoom_by(-1),
	"-": (plan) => plan.zoom_by(1),
	t: (plan) => plan.chart.go_to_day(plan.plan.now),
	Escape: (plan) => plan.enlarge(false),
};

export function listen(plan) {
	const { scroller } = plan.chart;
	scroller.addEventListener("keydown", (event) => {
		const move = MOVES[event.key];
		if (!move || event.ctrlKey || event.metaKey || event.altKey || !plan.rows?.length) return;
		event.preventDefault();
		event.stopPropagation();
		move(plan);
	});
	scroller.addEventListener("click", ({ target }) => {
		const place = target.closest("[data-place]")?.dataset.place;
		if (place === undefined) return;
		if (target.closest("button.td-fold")) plan.fold(plan.rows[place].name);
		else plan.choose(Number(place));
	});
}

// A task with parts is folded or unfolded; from any other the time moves by a week.
function unfold_or_go(plan, to_fold, direction) {
	const task = plan.rows[plan.active];
	if (task.has_parts && plan.folded.has(task.name) !== to_fold) plan.fold(task.name, to_fold);
	else plan.chart.scroller.scrollLeft += direction * WEEK * plan.chart.scale.day;
}

function open(plan) {
	const [, ...route] = link_to(plan.rows[plan.active]).split("/").filter(Boolean);
	frappe.set_route(...route.map(decodeURIComponent));
}

// The plan of a project: its tasks below each other, as bars in time or as a list.

import { escape } from "../words";
import { Chart } from "./chart";
import { listen } from "./keys";
import { on_show, parse } from "./rows";
import { ZOOMS } from "./scale";

const PHONE = 768;
const CHOICES = {
	all: { label: () => __("All tasks"), lets_through: null },
	open: { label: () => __("Open", null, "of tasks"), lets_through: ({ is_open }) => is_open },
	overdue: { label: () => __("Overdue", null, "of tasks"), lets_through: ({ is_overdue }) => is_overdue },
	mine: {
		label: () => __("Mine"),
		lets_through: ({ responsible }) => responsible === frappe.session.user,
	},
};

export class Plan {
	constructor(place, project) {
		Object.assign(this, { project, folded: new Set(), choice: "all", active: 0, is_new: true });
		this.is_list = window.innerWidth < PHONE;
		this.root = document.createElement("div");
		this.root.className = "td-plan";
		// Not within the markup: the host finds no words to translate inside of an attribute there.
		const name = escape(__("Plan of the project"));
		this.root.innerHTML = `${this.toolbar()}
			<div class="td-plan-scroll" role="treegrid" tabindex="0" aria-label="${name}"></div>
			<p class="td-plan-hint text-muted small"></p>`;
		place.replaceChildren(this.root);
		this.chart = new Chart(this.root.querySelector(".td-plan-scroll"));
		this.listen();
	}

	toolbar() {
		const button = (name, value, label) =>
			`<button type="button" class="btn btn-default btn-xs" data-${name}="${value}">${escape(label)}</button>`;
		const zooms = Object.entries(ZOOMS).map(([zoom, { label }]) => button("zoom", zoom, label()));
		const choices = Object.entries(CHOICES).map(
			([choice, { label }]) => `<option value="${choice}">${escape(label())}</option>`,
		);
		const name = escape(__("Which tasks"));
		return `<div class="td-plan-tools">
			<div class="btn-group">${button("look", "list", __("List"))}${button("look", "chart", __("Gantt", null, "a way to look at a plan"))}</div>
			<select class="form-control input-xs" aria-label="${name}">${choices.join("")}</select>
			<div class="btn-group td-plan-of-time">${zooms.join("")}</div>
			<span class="td-plan-of-time">${button("go", "today", __("Today"))}</span>
			<span class="td-plan-count text-muted small"></span>
			${button("fold", "all", __("Fold", null, "button"))}
			${button("large", "1", __("Full Screen"))}
		</div>`;
	}

	listen() {
		this.root.querySelector(".td-plan-tools").addEventListener("click", ({ target }) => {
			const { zoom, look, go, large, fold } = target.closest("button")?.dataset || {};
			if (zoom) this.zoom_to(zoom);
			if (look) this.look_at(look === "list");
			if (go) this.chart.go_to_day(this.plan.now);
			if (fold) this.fold_all();
			if (large) this.enlarge();
		});
		this.root
			.querySelector("select")
			.addEventListener("change", ({ target }) => this.change({ choice: target.value, active: 0 }));
		listen(this);
	}

	load() {
		return frappe
			.xcall("task_discipline.api.projects.plan", { project: this.project })
			.then((answer) => this.show(parse(answer)));
	}

	show(plan) {
		this.plan = plan;
		this.zoom ??= fitting_zoom(plan);
		this.change({});
		if (this.is_new) this.chart.go_to_day(plan.now);
		this.is_new = false;
	}

	change(what) {
		Object.assign(this, what);
		this.rows = on_show(this.plan.tasks, this.folded, CHOICES[this.choice].lets_through);
		this.active = Math.max(Math.min(this.active, this.rows.length - 1), 0);
		const { plan, rows, folded, zoom, is_list, active } = this;
		this.chart.show({ plan, rows, folded, zoom, is_list, active });
		this.mark();
	}

	// Buttons show what is chosen; a line below says what is not shown.
	mark() {
		const chosen = [`[data-zoom="${this.zoom}"]`, `[data-look="${this.is_list ? "list" : "chart"}"]`];
		this.root.querySelectorAll(".td-plan-tools button").forEach((button) => {
			const is_chosen = chosen.some((selector) => button.matches(selector));
			button.classList.toggle("td-chosen", is_chosen);
			if (button.matches("[data-zoom], [data-look]")) button.setAttribute("aria-pressed", is_chosen);
		});
		this.root.classList.toggle("td-plan-as-list", this.is_list);
		const has_parts = this.plan.tasks.some((task) => task.has_parts);
		const fold = this.root.querySelector("[data-fold]");
		fold.hidden = !has_parts;
		fold.textContent = this.folded.size ? __("Unfold") : __("Fold", null, "button");
		this.root.querySelector(".td-plan-count").textContent = count_words(
			this.rows.length,
			this.plan.tasks.length,
		);
		this.root.querySelector(".td-plan-hint").textContent = hint(this.plan);
	}

	look_at(is_list) {
		this.change({ is_list });
		if (!is_list) this.chart.go_to_day(this.plan.now);
	}

	zoom_to(zoom) {
		const { scroller, scale, left } = this.chart;
		const middle = scale.days(scroller.scrollLeft + (scroller.clientWidth - left) / 3);
		this.change({ zoom });
		this.chart.go_to_day(middle);
	}

	zoom_by(step) {
		const names = Object.keys(ZOOMS);
		const next = names[names.indexOf(this.zoom) + step];
		if (next && !this.is_list) this.zoom_to(next);
	}

	fold(name, is_folded = !this.folded.has(name)) {
		if (is_folded) this.folded.add(name);
		else this.folded.delete(name);
		this.change({});
	}

	fold_all() {
		const parents = this.plan.tasks.filter(({ has_parts }) => has_parts).map(({ name }) => name);
		this.folded = new Set(this.folded.size ? [] : parents);
		this.change({});
	}

	enlarge(is_large = !this.root.classList.contains("td-plan-large")) {
		this.root.classList.toggle("td-plan-large", is_large);
		this.root.querySelector("[data-large]").textContent = is_large ? __("Close") : __("Full Screen");
		this.chart.draw();
	}

	choose(place) {
		this.active = Math.max(Math.min(place, this.rows.length - 1), 0);
		this.chart.active = this.active;
		this.chart.go_to_row(this.active);
		this.chart.draw();
	}
}

// The whole project on two screens, if that can be.
function fitting_zoom({ first, last }) {
	const days = last - first;
	if (days <= 70) return "day";
	return days <= 300 ? "week" : "month";
}

function count_words(shown, total) {
	if (shown === total) return total === 1 ? __("1 task") : __("{0} tasks", [total]);
	return __("{0} of {1} tasks", [shown, total]);
}

function hint({ hidden, tasks }) {
	if (hidden === 1) return __("1 more task is not shown: you take no part in it.");
	if (hidden) return __("{0} more tasks are not shown: you take no part in them.", [hidden]);
	return tasks.length ? "" : __("The project has no tasks yet.");
}

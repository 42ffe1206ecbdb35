// The window on thousands of rows: only what is on the screen is drawn, and drawn anew as it is scrolled.

import { escape } from "../words";
import { arrows_html, by_task } from "./arrows";
import { date_words, row_html } from "./bars";
import { Scale } from "./scale";

export const ROW = 32;
const HEAD = 74; // two lines of dates and the lane of milestones
const SPARE = 6;
const COLOURS = { Pending: "blue", Reached: "green", Missed: "red", Dropped: "gray" };

export class Chart {
	constructor(scroller) {
		this.scroller = scroller;
		scroller.innerHTML = `<div class="td-plan-canvas">
			<div class="td-plan-head" aria-hidden="true"><div class="td-plan-corner"></div><div class="td-plan-dates"></div></div>
			<div class="td-plan-back" aria-hidden="true"></div>
			<div class="td-plan-side" aria-hidden="true"></div>
			<svg class="td-plan-arrows" aria-hidden="true"></svg>
			<div class="td-plan-rows" role="rowgroup"></div>
		</div>`;
		["canvas", "corner", "dates", "back", "side", "arrows", "rows"].forEach((part) => {
			this[part] = scroller.querySelector(`.td-plan-${part}`);
		});
		scroller.addEventListener("scroll", () => this.draw_soon(), { passive: true });
		new ResizeObserver(() => this.draw_soon()).observe(scroller);
	}

	// What the rows are, and in which time they lie.
	show({ plan, rows, folded, zoom, is_list, active }) {
		Object.assign(this, { plan, tasks: rows, folded, is_list, active });
		this.scale = new Scale(zoom, plan.first, plan.last);
		this.scale.now = this.scale.x(plan.now);
		this.edges = by_task(plan.waits);
		this.places = new Map(rows.map(({ name }, place) => [name, place]));
		this.scroller.classList.toggle("td-list-only", is_list);
		// Time goes from left to right in every language, as in the host's own calendars and charts.
		this.scroller.dir = is_list ? "" : "ltr";
		this.corner.textContent = __("Task");
		const width = is_list ? "100%" : `${this.left + this.scale.width}px`;
		Object.assign(this.canvas.style, { width, height: `${HEAD + rows.length * ROW}px` });
		this.scroller.setAttribute("aria-rowcount", rows.length);
		this.draw();
	}

	get left() {
		return this.corner.offsetWidth;
	}

	draw_soon() {
		this.frame ??= requestAnimationFrame(() => {
			this.frame = null;
			this.draw();
		});
	}

	draw() {
		if (!this.plan) return;
		const { scrollTop, clientHeight } = this.scroller;
		const from = Math.max(Math.floor(scrollTop / ROW) - SPARE, 0);
		const to = Math.min(Math.ceil((scrollTop + clientHeight) / ROW) + SPARE, this.tasks.length);
		this.rows.innerHTML = this.tasks
			.slice(from, to)
			.map((task, number) => this.row(task, from + number))
			.join("");
		if (!this.is_list) this.draw_time(from, to);
		this.scroller.setAttribute("aria-activedescendant", `td-plan-row-${this.active}`);
	}

	row(task, place) {
		return row_html(task, {
			place,
			top: HEAD + place * ROW,
			scale: this.scale,
			names: this.plan.names,
			folded: this.folded.has(task.name),
			is_active: place === this.active,
			total: this.tasks.length,
		});
	}

	draw_time(from, to) {
		const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.scroller;
		const { above, below } = this.scale.ticks(scrollLeft, scrollLeft + clientWidth);
		this.dates.innerHTML = ticks(above, "above") + ticks(below, "below") + this.lane();
		this.back.innerHTML = this.days_off(scrollLeft, scrollLeft + clientWidth) + this.upright();
		this.side.style.left = `${scrollLeft}px`;
		const width = Math.max(clientWidth - this.left, 0);
		const height = Math.max(clientHeight - HEAD, 0);
		Object.assign(this.arrows.style, {
			left: `${this.left + scrollLeft}px`,
			top: `${HEAD + scrollTop}px`,
		});
		this.arrows.setAttribute("width", width);
		this.arrows.setAttribute("height", height);
		this.arrows.innerHTML = arrows_html({
			edges: this.edges,
			rows: this.tasks,
			places: this.places,
			from,
			to,
			scale: this.scale,
			row_height: ROW,
			left: scrollLeft,
			top: scrollTop,
		});
	}

	lane() {
		return this.plan.milestones
			.filter(({ at, state }) => at !== null && state !== "Dropped")
			.map((milestone) => {
				const late = milestone.state === "Pending" && milestone.at + 1 <= this.plan.now;
				const colour = late ? "red" : COLOURS[milestone.state];
				const title = escape(
					`${milestone.title}: ${date_words(milestone.at)}, ${late ? __("Overdue") : __(milestone.state, null, "TD Milestone")}`,
				);
				return `<span class="td-plan-milestone" style="left: ${this.scale.x(milestone.at + 0.5)}px" title="${title}">
					<span class="td-diamond td-bar-${colour}"></span><span class="td-plan-milestone-name">${escape(milestone.title)}</span></span>`;
			})
			.join("");
	}

	days_off(from, to) {
		if (!this.scale.shows_days_off) return "";
		const first = Math.floor(this.scale.days(from));
		const last = Math.ceil(this.scale.days(to));
		let html = "";
		for (let day = first; day <= last; day++) {
			if (this.plan.days_off.has(day))
				html += stripe("td-plan-day-off", this.scale.x(day), this.scale.day);
		}
		return html;
	}

	// Lines from top to bottom: now, the project's first and last day, its milestones.
	upright() {
		const { now, starts_on, ends_on, milestones } = this.plan;
		const days = milestones
			.filter(({ at, state }) => at !== null && state !== "Dropped")
			.map(({ at }) => at + 0.5);
		return [
			...days.map((day) => stripe("td-plan-point", this.scale.x(day), 1)),
			starts_on === null ? "" : stripe("td-plan-edge", this.scale.x(starts_on), 1),
			ends_on === null ? "" : stripe("td-plan-edge", this.scale.x(ends_on + 1), 1),
			stripe("td-plan-now", this.scale.x(now), 2),
		].join("");
	}

	// Bring a moment near the left edge, or a row into the window.
	go_to_day(days) {
		this.scroller.scrollLeft = this.scale.x(days) - (this.scroller.clientWidth - this.left) / 3;
	}

	go_to_row(place) {
		const { scrollTop, clientHeight } = this.scroller;
		if (place * ROW < scrollTop) this.scroller.scrollTop = place * ROW;
		const below = HEAD + (place + 1) * ROW - clientHeight;
		if (below > scrollTop) this.scroller.scrollTop = below;
	}
}

const stripe = (look, x, width) => `<span class="${look}" style="left: ${x}px; width: ${width}px"></span>`;

const ticks = (found, look) =>
	found
		.map(
			({ x, width, text }) =>
				`<span class="td-plan-tick td-${look}" style="left: ${x}px; width: ${width}px"><span>${escape(text)}</span></span>`,
		)
		.join("");

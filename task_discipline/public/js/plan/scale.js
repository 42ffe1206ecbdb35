// How days become places on the screen, and what is written above them.

import { spoken } from "../dates";
import { date_of } from "./rows";

export const ZOOMS = {
	day: { label: () => __("Days"), width: 34 },
	week: { label: () => __("Weeks"), width: 13 },
	month: { label: () => __("Months"), width: 4 },
};
const WEEKENDS_FROM = 10;

export class Scale {
	constructor(zoom, first, last) {
		Object.assign(this, { zoom, first, last, day: ZOOMS[zoom].width });
		this.width = (last - first) * this.day;
	}

	x(days) {
		return (days - this.first) * this.day;
	}

	days(x) {
		return this.first + x / this.day;
	}

	get shows_days_off() {
		return this.day >= WEEKENDS_FROM;
	}

	// [{x, width, text, is_minor}] between two places: months above, and days or weeks below; years above months.
	ticks(from, to) {
		const first = Math.max(Math.floor(this.days(from)), this.first);
		const last = Math.min(Math.ceil(this.days(to)), this.last);
		const [above, below] =
			this.zoom === "month" ? [YEARS, MONTHS] : [LONG_MONTHS, this.zoom === "day" ? DAYS : WEEKS];
		return {
			above: spans(first, last, above).map((span) => this.placed(span)),
			below: spans(first, last, below).map((span) => this.placed(span)),
		};
	}

	placed({ start, end, text }) {
		return { x: this.x(start), width: (end - start) * this.day, text };
	}
}

const unit = (name, text, step = name) => ({ name, text, step });
const YEARS = unit("year", (date) => date.format("YYYY"));
const LONG_MONTHS = unit("month", (date) => spoken(date, "MMMM YYYY"));
const MONTHS = unit("month", (date) => spoken(date, "MMM"));
const WEEKS = unit("isoWeek", (date) => spoken(date, "D MMM"), "week");
const DAYS = unit("day", (date) => date.format("D"));

// Whole units that touch the days from `first` to `last`.
function spans(first, last, { name, text, step }) {
	const found = [];
	let date = date_of(first).startOf(name);
	while (in_days(date) < last) {
		const next = date.clone().add(1, step);
		found.push({ start: in_days(date), end: in_days(next), text: text(date) });
		date = next;
	}
	return found;
}

const in_days = (date) => Math.round(date.valueOf() / 86_400_000);

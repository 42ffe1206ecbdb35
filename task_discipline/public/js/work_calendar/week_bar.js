// The hours of a week as bars over the 24 hours of each day.

import { escape } from "../words";

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAY = 1440;
const MARKS = [0, 6, 12, 18, 24];

const minutes_of = (clock) => {
	const [hours, minutes] = cstr(clock).split(":").map(Number);
	return hours * 60 + (minutes || 0);
};

// A row of the table as minutes from its weekday's midnight; null while it is not filled.
export function shift_of({ starts_at, ends_at, ends_next_day }) {
	if (!starts_at || !ends_at) return null;
	const end = minutes_of(ends_at) + (ends_next_day ? DAY : 0);
	const shift = { begin: minutes_of(starts_at), end: end || DAY };
	return shift.end > shift.begin ? shift : null;
}

export const hours_of = (rows) =>
	rows.reduce((total, row) => {
		const shift = shift_of(row);
		return total + (shift ? shift.end - shift.begin : 0);
	}, 0) / 60;

export function week_bar(rows) {
	const $week = $('<div class="td-week" role="img">').attr("aria-label", __("Working hours of the week"));
	WEEKDAYS.forEach((weekday, index) => $week.append(day_row(rows, weekday, index)));
	return $week.append(scale());
}

function day_row(rows, weekday, index) {
	const own = rows.filter((row) => row.weekday === weekday && shift_of(row));
	const words = own.map((row) => `${short(row.starts_at)}–${short(row.ends_at)}`).join(", ");
	const $row = $(`<div class="td-week-day">
		<span class="td-week-name"></span>
		<span class="td-week-track"></span>
		<span class="td-week-hours"></span>
	</div>`);
	$row.find(".td-week-name").text(__(weekday));
	$row.find(".td-week-track").append(...spans_on(rows, index).map(bar));
	$row.find(".td-week-hours").text(words || __("off", null, "a day without work"));
	return $row.toggleClass("td-off", !words);
}

// What of the shifts lies on this day, the end of last night's included.
function spans_on(rows, index) {
	const before = WEEKDAYS[(index + 6) % 7];
	return rows.flatMap((row) => {
		const shift = shift_of(row);
		if (!shift) return [];
		if (row.weekday === WEEKDAYS[index]) return [[shift.begin, Math.min(shift.end, DAY)]];
		return row.weekday === before && shift.end > DAY ? [[0, shift.end - DAY]] : [];
	});
}

const bar = ([begin, end]) =>
	$('<span class="td-week-bar">').css({
		insetInlineStart: `${(begin / DAY) * 100}%`,
		width: `${((end - begin) / DAY) * 100}%`,
	});

const scale = () =>
	$(`<div class="td-week-day td-week-scale"><span class="td-week-name"></span><span class="td-week-track">
		${MARKS.map((hour) => `<span style="inset-inline-start: ${(hour / 24) * 100}%">${escape(hour)}</span>`).join("")}
	</span><span class="td-week-hours"></span></div>`);

const short = (clock) => {
	const minutes = minutes_of(clock);
	return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
};

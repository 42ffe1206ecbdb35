// A year in twelve small months: days off and extra working days by colour, each with its occasion.

import { spoken } from "../dates";
import { escape } from "../words";
import { WEEKDAYS, shift_of } from "./week_bar";

export function year_view(doc, year, turn) {
	const days = by_date(doc.days || []);
	const working = new Set((doc.hours || []).filter(shift_of).map((row) => row.weekday));
	const $months = $('<div class="td-year">');
	for (let month = 0; month < 12; month++) $months.append(month_view(year, month, days, working));
	return $("<div>").append(head(year, turn), $months, legend());
}

function by_date(rows) {
	const found = {};
	rows.forEach((row) => {
		if (row.date) (found[row.date] ||= []).push(row);
	});
	return found;
}

function head(year, turn) {
	const button = (label, icon, to) =>
		$('<button type="button" class="btn btn-xs btn-default">')
			.attr({ "aria-label": label, title: label })
			.html(frappe.utils.icon(icon, "sm"))
			.on("click", () => turn(to));
	return $('<div class="td-year-head">').append(
		button(__("Year before"), "left", year - 1),
		$('<span class="td-year-name">').text(year),
		button(__("Next year"), "right", year + 1),
	);
}

function month_view(year, month, days, working) {
	const first = moment({ year, month, day: 1 });
	const cells = WEEKDAYS.map(
		(_weekday, index) =>
			`<span class="td-day-name">${escape(spoken(moment().isoWeekday(index + 1), "dd"))}</span>`,
	);
	for (let blank = 1; blank < first.isoWeekday(); blank++) cells.push("<span></span>");
	for (let number = 1; number <= first.daysInMonth(); number++) {
		cells.push(day_cell(first.clone().date(number), days, working));
	}
	const plain =
		first.isSame(moment(), "month") || Object.keys(days).some(is_in(first)) ? "" : "td-month-plain";
	return $(`<div class="td-month ${plain}">
		<div class="td-month-name">${escape(spoken(first, "MMMM"))}</div>
		<div class="td-month-days">${cells.join("")}</div>
	</div>`);
}

const is_in = (month) => (date) => date.startsWith(month.format("YYYY-MM"));

function day_cell(date, days, working) {
	const rows = days[date.format("YYYY-MM-DD")] || [];
	const look = look_of(rows, working.has(WEEKDAYS[date.isoWeekday() - 1]));
	const today = date.isSame(moment(), "day") ? " td-today" : "";
	const titles = rows.map((row) => row.title || __(row.kind, null, "TD Calendar Day")).join(", ");
	return `<span class="td-day ${look}${today}" title="${escape(titles)}">${date.date()}</span>`;
}

function look_of(rows, is_working) {
	if (rows.some((row) => row.kind === "Working Day")) return is_working ? "td-day-other" : "td-day-extra";
	if (rows.length) return "td-day-off";
	return is_working ? "" : "td-day-free";
}

const legend = () =>
	$('<div class="td-year-legend">').append(
		...[
			["td-day-off", __("Day off")],
			["td-day-extra", __("Extra working day")],
			["td-day-other", __("Other hours")],
			["td-day-free", __("Not worked in an ordinary week")],
		].map(([look, label]) =>
			$("<span>").append($(`<span class="td-day ${look}">`), $("<span>").text(label)),
		),
	);

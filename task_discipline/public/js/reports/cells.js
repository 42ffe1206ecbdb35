// How the reports on execution show a cell: spans of time in words, numbers that lead to the tasks behind them.

import { escape, local } from "../words";

const PLACES = {
	ratings: "TD Task Rating",
	tasks: "TD Task",
	again: "TD Task",
	events: "TD Task Event",
	judged: "TD Task Event",
	judged_late: "TD Task Event",
	requests: "TD Deadline Request",
	overdue: "Overdue Now",
	moves: "Deadline Moves",
};
const REPORTS = ["overdue", "moves"];

// Hours as people say them: "1 d 4 h" by the clock, "28 h 30 min" of working time, which has no days.
export function hours_in_words(value, by_clock) {
	const total = Math.round(Math.abs(flt(value)) * 60);
	const days = by_clock ? Math.floor(total / 1440) : 0;
	const hours = Math.floor((total - days * 1440) / 60);
	const said = [
		days && __("{0} d", [days]),
		hours && __("{0} h", [hours]),
		!days && total % 60 && __("{0} min", [total % 60]),
	].filter(Boolean);
	return (flt(value) < 0 ? "−" : "") + (said.join(" ") || __("{0} min", [0]));
}

const right = (html) => `<div class="text-right">${html}</div>`;

const UNITS = {
	working: (value) => hours_in_words(value, false),
	calendar: (value) => hours_in_words(value, true),
	percent: (value) => `${frappe.format(value, { fieldtype: "Float", precision: 1 }, { inline: true })}%`,
};

// Of a row that is a record: its tasks are those with its name in one filter. The report takes people as a list.
const own_scope = (drill, data) =>
	drill?.own && data?.record ? { [drill.own]: drill.own === "person" ? [data.record] : data.record } : null;

// Where a number leads; nowhere if no list can show just these.
export function address_of(column, data) {
	const to = column.drill?.to;
	const scope = data?.scope ? data.scope[to] : own_scope(column.drill, data);
	if (!scope) return null;
	const filters = { ...column.drill.filters, ...scope };
	const is_report = REPORTS.includes(to);
	return frappe.utils.generate_route({
		type: is_report ? "report" : "doctype",
		is_query_report: is_report,
		name: PLACES[to],
		doc_view: "List",
		route_options: Object.fromEntries(
			Object.entries(filters).map(([field, value]) => [
				field,
				Array.isArray(value) ? JSON.stringify(value) : value,
			]),
		),
	});
}

const linked = (address, text) =>
	address ? `<a class="td-figure" href="${escape(address)}">${text}</a>` : text;

const may_open = (doctype) => doctype !== "User" || frappe.model.can_create("User");

function titled(value, column, data) {
	const name = data?.[column.td_key];
	const opens = name && column.td_link && may_open(column.td_link);
	const words = linked(opens && frappe.utils.get_form_link(column.td_link, name), escape(value));
	return data?.bold ? `<b>${words}</b>` : words;
}

const counted = (value, column, data) =>
	value ? right(linked(address_of(column, data), cint(value))) : right(`<span class="text-muted">0</span>`);

function measured(value, column, data) {
	if (value === null || value === undefined || value === "")
		return right(`<span class="text-muted">–</span>`);
	const words = UNITS[column.td_unit](value);
	return right(data?.bold ? `<b>${words}</b>` : words);
}

// To the minute, in the time zone of whoever looks.
function moment_of(value) {
	if (!value) return "";
	const time = frappe.datetime.get_user_time_fmt().replace(":ss", "");
	return escape(local(value).format(`${frappe.datetime.get_user_date_fmt().toUpperCase()} ${time}`));
}

export function format(value, row, column, data, usual) {
	if (!data) return usual(value, row, column, data);
	if (column.fieldname === "label") return titled(value, column, data);
	if (column.drill) return counted(value, column, data);
	if (column.td_unit) return measured(value, column, data);
	if (column.fieldtype === "Datetime") return moment_of(value);
	return usual(value, row, column, data);
}

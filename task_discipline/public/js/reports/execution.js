// Filters of the four reports on execution, and what stands around their tables.

import { define_below } from "./base";
import { format } from "./cells";

const PERIODS = () => ({
	"This Week": __("This week"),
	"Last Week": __("Last week"),
	"This Month": __("This month"),
	"Last Month": __("Last month"),
	"This Quarter": __("This quarter"),
	"Last Quarter": __("Last quarter"),
	"This Year": __("This year"),
	"Last Year": __("Last year"),
	"Last 30 Days": __("Last 30 days"),
	"Last 90 Days": __("Last 90 days"),
	"Custom Dates": __("Custom dates"),
});

const WAYS = () => ({
	Person: __("By person"),
	Team: __("By team"),
	Assigner: __("By assigner"),
	Project: __("By project"),
	Template: __("By template"),
	Week: __("By week"),
	Month: __("By month"),
});

const select = (fieldname, label, words, start) => ({
	fieldname,
	label,
	fieldtype: "Select",
	options: Object.entries(words).map(([value, label]) => ({ value, label })),
	default: start,
});

const CUSTOM = "eval:doc.period==='Custom Dates'";

const period = () => [
	{ ...select("period", __("Period", null, "of a report"), PERIODS(), "This Month"), reqd: 1 },
	{ fieldname: "from_date", label: __("From", null, "of a report"), fieldtype: "Date", depends_on: CUSTOM },
	{ fieldname: "to_date", label: __("To", null, "of a report"), fieldtype: "Date", depends_on: CUSTOM },
];

const link = (fieldname, label, options) => ({ fieldname, label, fieldtype: "Link", options });

const narrowing = () => [
	{
		fieldname: "person",
		label: __("Person"),
		fieldtype: "MultiSelectList",
		options: "User",
		get_data: (txt) => frappe.db.get_link_options("User", txt),
	},
	link("team", __("Team"), "TD Team"),
	link("assigner", __("Assigner"), "User"),
	link("project", __("Project"), "TD Project Link"),
	link("template", __("Template"), "TD Task Template"),
];

// What the server says of the run: the line above the table, and why there may be nothing.
const said = (report, part) => $(`<div>${report.raw_data?.message || ""}</div>`).find(part);

const settings = (filters, more = {}) => ({
	filters,
	onload: define_below,
	formatter: format,
	// For the print: the definitions as they stand below the table.
	definitions: (report) => said(report, ".td-definitions").prop("outerHTML") || "",
	note: (report) => said(report, ".td-report-note").text(),
	...more,
});

export const execution = () =>
	settings([select("group_by", __("Rows"), WAYS(), "Person"), ...period(), ...narrowing()]);

export const overdue_now = () =>
	settings(
		[
			...narrowing(),
			select(
				"without",
				__("Belongs to"),
				{ "": "", Project: __("No project"), Template: __("No template") },
				"",
			),
			{ fieldname: "due_from", label: __("Due from"), fieldtype: "Date" },
			{ fieldname: "due_to", label: __("Due to"), fieldtype: "Date" },
			{
				fieldname: "counted_only",
				label: __("Only what counts as failed"),
				fieldtype: "Check",
			},
		],
		{ tree: true, name_field: "label", parent_field: "parent", initial_depth: 1 },
	);

export const deadline_moves = () =>
	settings([
		...period(),
		...narrowing(),
		{ fieldname: "tightened", label: __("Only to an earlier moment"), fieldtype: "Check" },
	]);

export const reviews = () => settings([...period(), ...narrowing()]);

// The list of ratings, where the figures of reports lead: which task, whose, and how he stood by its deadline.

import { full_name, name_people } from "../list/people";
import { hours_in_words } from "../reports/cells";
import { escape } from "../words";

const COLOURS = { Early: "green", "On Time": "green", Late: "red" };
const subjects = {};

export const settings = {
	add_fields: ["counted", "left_out", "timeliness", "outcome", "user", "task"],
	hide_name_column: true,
	get_indicator: indicator,
	onload: show_columns,

	refresh(listview) {
		name_people(listview, ["user"]);
		name_tasks(listview);
	},

	formatters: {
		// The host escapes what stands first in a row by itself.
		task: (value) => subjects[value] || value,
		user: (value) => escape(full_name(value)),
		fair_delay_minutes: (value) => (cint(value) ? escape(hours_in_words(value / 60, false)) : "–"),
	},
};

function indicator(rating) {
	if (!rating.counted) return [left_out(rating), "gray", "counted,=,0"];
	return [
		__(rating.timeliness, null, "TD Task Rating"),
		COLOURS[rating.timeliness],
		`timeliness,=,${rating.timeliness}`,
	];
}

const left_out = ({ left_out }) => __("Left out: {0}", [__(left_out || "Cancelled")]);

// On ordinary screens the host shows two columns beside the task; whose and how late need more.
function show_columns(listview) {
	if (listview.view_name !== "List") return;
	listview.list_view_settings.total_fields ||= 6;
	listview.setup_columns();
	listview.render_header(true);
}

// Ratings name their tasks by number; people know them by what they say.
function name_tasks(listview) {
	const unknown = [...new Set(listview.data.map((row) => row.task))].filter((task) => !(task in subjects));
	if (!unknown.length || listview.view_name !== "List") return;
	const wanted = { fields: ["name", "subject"], filters: { name: ["in", unknown] }, limit: unknown.length };
	frappe.db.get_list("TD Task", wanted).then((tasks) => {
		unknown.forEach((task) => (subjects[task] = ""));
		tasks.forEach(({ name, subject }) => (subjects[name] = subject));
		listview.render_list();
		listview.set_rows_as_checked();
	});
}

// The list of templates: how each stands, when it makes its next task, and how often.

import { guide_when_empty } from "../list/empty";
import { full_name, name_people } from "../list/people";
import { escape, role_needed } from "../words";
import { indicator, rule_in_short } from "./standing";
import { soon } from "./view";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const nothing_yet = () =>
	frappe.model.can_create("TD Task Template")
		? __(
				"Nothing is renewed by itself yet. Describe once what comes again, every Monday or on the last working day: the template makes each task in time.",
			)
		: role_needed();

export const settings = {
	add_fields: [
		"status failures next_run next_occurrence repeat_unit repeat_every month_day day nth weekday",
		"people_mode responsible assigner",
		DAYS.map((day) => `on_${day}`).join(" "),
	].flatMap((line) => line.split(" ")),
	hide_name_column: true,
	// Those that have made their last task are history.
	filters: [["status", "!=", "Finished"]],
	get_indicator: indicator,

	onload(listview) {
		if (listview.view_name !== "List") return;
		guide_when_empty(listview, nothing_yet);
		listview.list_view_settings.total_fields ||= 6;
		listview.setup_columns();
		listview.render_header(true);
	},

	refresh: name_people,

	formatters: {
		next_occurrence: (value, _df, { status }) =>
			value && status === "Active"
				? `<span title="${escape(value)}">${escape(soon(value))}</span>`
				: `<span class="text-muted">—</span>`,
		repeat_unit: (_value, _df, template) => {
			const words = escape(rule_in_short(template));
			return `<span title="${words}">${words}</span>`;
		},
		responsible: (value, _df, { people_mode }) =>
			escape(people_mode === "Fixed" ? full_name(value) : __(people_mode, null, "TD Task Template")),
	},
};

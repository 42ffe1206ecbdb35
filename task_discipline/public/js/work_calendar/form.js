// The form of a working calendar: its week and its year at a glance, and the holidays of a country.

import { active_people } from "../words";
import { add_buttons, open_fill_dialog } from "./fill_dialog";
import { summary } from "./summary";
import { WEEKDAYS, shift_of, week_bar } from "./week_bar";
import { year_view } from "./year_view";

const OFFICE = [
	["09:00:00", "13:00:00"],
	["14:00:00", "18:00:00"],
];

export const events = {
	setup(frm) {
		frm.set_query("people", () => ({ filters: { enabled: 1, user_type: "System User" } }));
		frm.set_df_property("people", "filter_description", active_people());
		$(frm.wrapper).addClass("td-calendar-form");
	},

	onload(frm) {
		name_people(frm);
		offer_zones(frm);
		if (frm.is_new() && !frm.doc.hours?.some(shift_of)) suggest_week(frm);
	},

	refresh(frm) {
		name_people(frm);
		show(frm);
		if (!frm.is_new() && frm.perm[0]?.write) add_buttons(frm);
	},

	time_zone: (frm) => show(frm),
};

// Whatever changes in a row, or a row that goes, changes what is drawn.
const redraw = (frm) => show(frm);

export const hours_events = {
	weekday: redraw,
	starts_at: redraw,
	ends_at: redraw,
	ends_next_day: redraw,
	hours_remove: redraw,
	hours_add: suggest_next_day,
};

export const day_events = {
	date: redraw,
	kind: redraw,
	title: redraw,
	starts_at: redraw,
	ends_at: redraw,
	days_remove: redraw,
};

function show(frm) {
	const { calendar_view, days_view } = frm.fields_dict;
	const fill = () => open_fill_dialog(frm);
	const may_fill = !frm.is_new() && frm.perm[0]?.write;
	calendar_view.$wrapper.empty().append(summary(frm.doc, may_fill && fill), week_bar(frm.doc.hours || []));
	frm.td_year ||= moment().year();
	const turn = (year) => {
		frm.td_year = year;
		show(frm);
	};
	days_view.$wrapper.empty().append(year_view(frm.doc, frm.td_year, turn));
}

function offer_zones(frm) {
	if (frm.is_new()) frm.doc.time_zone ||= frappe.boot.time_zone?.system;
	frappe
		.xcall("frappe.core.doctype.user.user.get_timezones")
		.then(({ timezones }) => frm.fields_dict.time_zone.set_data(timezones));
}

function suggest_week(frm) {
	frm.clear_table("hours"); // the host opens a table that may not be empty with a blank row
	WEEKDAYS.slice(0, 5).forEach((weekday) =>
		OFFICE.forEach(([starts_at, ends_at]) => frm.add_child("hours", { weekday, starts_at, ends_at })),
	);
	frm.refresh_field("hours");
}

// A new row goes on where the last one ended: the same hours, a day later.
function suggest_next_day(frm, doctype, name) {
	const rows = frm.doc.hours.filter((row) => row.name !== name);
	const last = rows[rows.length - 1];
	if (!last?.weekday) return;
	const weekday = WEEKDAYS[(WEEKDAYS.indexOf(last.weekday) + 1) % 7];
	const { starts_at, ends_at, ends_next_day } = last;
	Object.assign(locals[doctype][name], { weekday, starts_at, ends_at, ends_next_day });
	frm.refresh_field("hours");
	show(frm);
}

// Pills show full names instead of addresses. The host puts them into its HTML as they are.
function name_people(frm) {
	Object.entries(frm.doc.__onload?.names || {}).forEach(([user, name]) =>
		frappe.utils.add_link_title("User", user, name.replace(/[<>&"]/g, "")),
	);
}

// Moments and spans of time in words, in the time zone of the person who looks.

import { spoken } from "./dates";

export const role_needed = () =>
	__("To set tasks for others you need the role Task Discipline User. Ask your administrator.");

// What a link to a person says below its suggestions, in place of the host's filter on fields.
export const active_people = () => __("People with an active account in the desk");

export const escape = (text) => frappe.utils.escape_html(cstr(text));

// A moment of the site (as the database holds it) in the person's own time zone.
export const local = (value) => frappe.datetime.convert_to_user_tz(value, false);

export const site_now = () => local(frappe.datetime.system_datetime());

const clock_format = () => frappe.datetime.get_user_time_fmt().replace(":ss", "");

// "today 18:00", "Friday 18:00", "Fri 5 Dec 18:00"
export function when(value, now = site_now()) {
	const there = local(value);
	const time = there.format(clock_format());
	const days = there.clone().startOf("day").diff(now.clone().startOf("day"), "days");
	if (days === 0) return __("today {0}", [time]);
	if (days === 1) return __("tomorrow {0}", [time]);
	if (days === -1) return __("yesterday {0}", [time]);
	return `${days > 1 && days < 7 ? spoken(there, "dddd") : date_in_words(there, now)} ${time}`;
}

const date_in_words = (date, now) =>
	spoken(date, date.year() === now.year() ? "ddd D MMM" : "ddd D MMM YYYY");

// A date without a time of day, as the database holds it.
export const day = (value) => date_in_words(moment(value), moment());

// "2 days", "3 hours", "20 minutes": the largest unit that fits, never rounded up.
export function span(minutes) {
	const total = Math.abs(Math.trunc(minutes));
	if (total >= 2880) return __("{0} days", [Math.floor(total / 1440)]);
	if (total >= 1440) return __("1 day");
	if (total >= 120) return __("{0} hours", [Math.floor(total / 60)]);
	if (total >= 60) return __("1 hour");
	if (total >= 2) return __("{0} minutes", [total]);
	if (total >= 1) return __("1 minute");
	return __("less than a minute");
}

export const minutes_until = (value, now = site_now()) => local(value).diff(now, "minutes", true);

// "Anna", "Anna and Boris", "Anna, Boris and 3 more"
export function names_in_words(names) {
	if (names.length < 2) return names.join("");
	if (names.length === 2) return __("{0} and {1}", names);
	return __("{0}, {1} and {2} more", [names[0], names[1], names.length - 2]);
}

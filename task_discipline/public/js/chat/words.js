// Words of the chat: kinds of groups, days, times, and what happens.

import { spoken } from "../dates";
import { local, site_now } from "../words";
import { group_list } from "./group_list";

export const KINDS = {
	Open: { icon: "es-line-globe", label: () => __("Open group") },
	Private: { icon: "es-line-lock", label: () => __("Private group") },
	Direct: { icon: "es-line-chat", label: () => __("Direct message") },
	Record: { icon: "es-line-link", label: () => __("Talk of a record") },
};

export const record_word = (doctype) =>
	({ "TD Task": __("Task"), "TD Project Link": __("Project"), "TD Team": __("Team") })[doctype] ||
	__(doctype);

export const kind_words = (group) =>
	group.kind === "Record" ? record_word(group.reference_doctype) : KINDS[group.kind].label();

const clock_format = () => frappe.datetime.get_user_time_fmt().replace(":ss", "");

export const clock = (creation) => local(creation).format(clock_format());

export const full_time = (creation) => spoken(local(creation), `ddd D MMM YYYY ${clock_format()}`);

export const day_of = (creation) => local(creation).format("YYYY-MM-DD");

// "Today", "Yesterday", "Friday, 5 December"
export function day_words(day) {
	const days = site_now().startOf("day").diff(moment(day), "days");
	if (days === 0) return __("Today");
	if (days === 1) return __("Yesterday");
	return spoken(moment(day), days < 300 ? "dddd, D MMMM" : "D MMMM YYYY");
}

// In the list: a time today, a weekday this week, a date before that.
export function short_time(creation) {
	const there = local(creation);
	const days = site_now().startOf("day").diff(there.clone().startOf("day"), "days");
	if (days <= 0) return there.format(clock_format());
	return spoken(there, days < 7 ? "ddd" : "D MMM");
}

export function size_words(bytes) {
	if (bytes >= 1048576) return __("{0} MB", [(bytes / 1048576).toFixed(1)]);
	return __("{0} kB", [Math.max(1, Math.round((bytes || 0) / 1024))]);
}

export function typing_words(users) {
	const names = [...users].map((user) => group_list.name_of(user));
	if (!names.length) return "";
	if (names.length === 1) return __("{0} is writing", names);
	if (names.length === 2) return __("{0} and {1} are writing", names);
	return __("{0} people are writing", [names.length]);
}

export function members_words(count) {
	return count === 1 ? __("1 member") : __("{0} members", [count]);
}

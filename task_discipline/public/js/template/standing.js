// How a template stands and how often it works, in a few words: the same in the form and in the list.

import { spoken } from "../dates";
import { soon } from "./view";

const COLOURS = { Active: "green", Paused: "yellow", Finished: "gray", Suspended: "red" };

// [label, colour, filter] as the host wants them for an indicator.
export const indicator = ({ status, failures }) => [
	__(status, null, "TD Task Template"),
	status === "Active" && cint(failures) ? "orange" : COLOURS[status],
	`status,=,${status}`,
];

// {text, detail, colour}
export function describe(template) {
	const words = {
		Active: () => active(template),
		Paused: () => ({
			text: __("Paused"),
			detail: __("It makes no tasks until somebody resumes it. Dates of the pause are left out."),
			colour: "yellow",
		}),
		Finished: () => ({
			text: __("Finished", null, "TD Task Template"),
			detail: __("Its rule has no further date. Change the dates to make it work again."),
			colour: "gray",
		}),
		Suspended: () => ({
			text: __("Suspended"),
			detail: __("It makes no tasks until it is mended and resumed"),
			colour: "red",
		}),
	};
	return words[template.status]();
}

function active(template) {
	const next = template.next_run ? soon(template.next_run) : "";
	if (cint(template.failures)) {
		return {
			text: __("Active, but the last attempt failed"),
			detail: __("It is tried again {0}", [next]),
			colour: "orange",
		};
	}
	const ahead = template.next_occurrence !== template.next_run && template.next_occurrence;
	return {
		text: __("Active. The next task is made {0}", [next]),
		detail: ahead ? __("ahead of its date {0}", [soon(ahead)]) : "",
		colour: "green",
	};
}

// As the server says it.
const NTH = {
	First: (day) => __("1st {0}", day),
	Second: (day) => __("2nd {0}", day),
	Third: (day) => __("3rd {0}", day),
	Fourth: (day) => __("4th {0}", day),
	Last: (day) => __("last {0}", day),
};
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

// "Every 2 weeks on Mon, Fri": the rule in short, for a row of the list.
export function rule_in_short(template) {
	const every = cint(template.repeat_every) || 1;
	const words = {
		Day: () => (every > 1 ? __("Every {0} days", [every]) : __("Every day")),
		"Working Day": () => (every > 1 ? __("Every {0} working days", [every]) : __("Every working day")),
		Week: () => with_days(every > 1 ? __("Every {0} weeks", [every]) : __("Every week"), template),
		Month: () => with_day(every > 1 ? __("Every {0} months", [every]) : __("Every month"), template),
		Quarter: () =>
			with_day(every > 1 ? __("Every {0} quarters", [every]) : __("Every quarter"), template),
		Year: () => with_day(every > 1 ? __("Every {0} years", [every]) : __("Every year"), template),
		RRULE: () => __("By a rule of its own"),
	};
	return (words[template.repeat_unit] || words.RRULE)();
}

function with_days(words, template) {
	const days = DAYS.filter((day) => cint(template[`on_${day}`])).map((day) => short_name(day));
	return days.length ? `${words}: ${days.join(", ")}` : words;
}

function short_name(day) {
	return spoken(moment().isoWeekday(DAYS.indexOf(day) + 1), "ddd");
}

function with_day(words, template) {
	const days = {
		Day: () => __("day {0}", [cint(template.day)]),
		"Last Day": () => __("last day"),
		"Last Working Day": () => __("last working day"),
		Weekday: () => NTH[template.nth]([__(template.weekday, null, "TD Task Template")]),
	};
	return days[template.month_day] ? `${words}: ${days[template.month_day]()}` : words;
}

// Where a task stands: one line of words and a colour, the same in the form, the list and the calendar.

import { minutes_until, site_now, span, when } from "./words";

export const OPEN_STATES = ["New", "In Progress", "On Hold", "Submitted", "Declined"];
const RUNNING = ["New", "In Progress"];
const SOON_MINUTES = 24 * 60;

export const is_closed = (task) => !OPEN_STATES.includes(task.status);

export function is_overdue(task, now = site_now()) {
	return RUNNING.includes(task.status) && Boolean(task.deadline) && minutes_until(task.deadline, now) <= 0;
}

const COLOURS = {
	New: "blue",
	"In Progress": "cyan",
	"On Hold": "yellow",
	Submitted: "purple",
	Done: "green",
	Declined: "orange",
	Cancelled: "gray",
};

export const colour_of = (status) => COLOURS[status] || "gray";

// [label, colour, filter] as the host wants them for an indicator.
export function indicator(task) {
	if (is_overdue(task)) return [__("Overdue"), "red", "timeliness,=,Overdue"];
	const reviews = task.status === "Submitted" && task.assigner === frappe.session.user;
	return [
		reviews ? __("Review", null, "to do") : __(task.status, null, "TD Task"),
		colour_of(task.status),
		`status,=,${task.status}`,
	];
}

// {text, detail, colour}: `people` holds full names by what they are to the task.
export function describe(task, people, now = site_now()) {
	const words = {
		New: () => running(task, __("{0} has not accepted it yet", [people.responsible]), now),
		"In Progress": () => running(task, __("{0} is working on it", [people.responsible]), now),
		"On Hold": () => held(task, now),
		Submitted: () => under_review(task, people, now),
		Done: () => done(task, now),
		Declined: () => ({
			text: __("Declined: waiting for {0} to reassign or cancel", [people.assigner]),
			detail: "",
			colour: "orange",
		}),
		Cancelled: () => ({
			text: __("Cancelled", null, "TD Task"),
			detail: __("It stays on record and wants nothing more"),
			colour: "gray",
		}),
	};
	return (words[task.status] || words.New)();
}

function running(task, detail, now) {
	if (!task.deadline) return { text: __("No deadline"), detail, colour: "gray" };
	const minutes = minutes_until(task.deadline, now);
	if (minutes <= 0) {
		const was_due = __("was due {0}", [when(task.deadline, now)]);
		return {
			text: __("Overdue by {0}", [span(minutes)]),
			detail: `${was_due} · ${detail}`,
			colour: "red",
		};
	}
	if (minutes < SOON_MINUTES) {
		const due = __("due {0}", [when(task.deadline, now)]);
		return { text: __("Due in {0}", [span(minutes)]), detail: `${due} · ${detail}`, colour: "orange" };
	}
	return { text: __("Due {0}", [when(task.deadline, now)]), detail, colour: "blue" };
}

function held(task, now) {
	const due = task.deadline ? __("due {0}", [when(task.deadline, now)]) : __("No deadline");
	const text = task.held_until
		? __("On hold until {0}", [when(task.held_until, now)])
		: __("On hold until further notice");
	return { text, detail: due, colour: "yellow" };
}

function under_review(task, people, now) {
	const submitted = __("submitted {0}", [when(task.submitted_at, now)]);
	if (!task.review_due) {
		return {
			text: __("Waiting for {0}'s review", [people.assigner]),
			detail: submitted,
			colour: "purple",
		};
	}
	const due = when(task.review_due, now);
	const minutes = minutes_until(task.review_due, now);
	if (minutes > 0) {
		return {
			text: __("Waiting for {0}'s review, due {1}", [people.assigner, due]),
			detail: submitted,
			colour: "purple",
		};
	}
	return {
		text: __("{0}'s review is late by {1}", [people.assigner, span(minutes)]),
		detail: `${submitted} · ${__("review was due {0}", [due])}`,
		colour: "red",
	};
}

function done(task, now) {
	const accepted = task.accepted_at ? __("accepted {0}", [when(task.accepted_at, now)]) : "";
	const late = task.timeliness === "Late";
	return { text: done_words(task), detail: accepted, colour: late ? "orange" : "green" };
}

function done_words(task) {
	const minutes = cint(task.delay_minutes);
	if (task.timeliness === "Late") return __("Done, submitted {0} late", [span(minutes)]);
	if (task.timeliness === "Early") return __("Done, submitted {0} before the deadline", [span(minutes)]);
	return task.timeliness === "On Time" ? __("Done, submitted on time") : __("Done");
}

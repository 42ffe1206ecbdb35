// What a row says about its task, in words.

import { minutes_until, site_now, span, when } from "../words";

// {text, tone}: by when, from the view of the person whose day it is.
export function due_words(row, group, now = site_now()) {
	if (group === "review") return review_words(row, now);
	if (group === "asked") return asked_words(row, now);
	if (!row.deadline) return { text: "", tone: "" };
	const minutes = minutes_until(row.deadline, now);
	if (minutes > 0) return { text: when(row.deadline, now), tone: "" };
	return { text: __("{0} late", [span(minutes)]), tone: "late" };
}

function review_words(row, now) {
	if (!row.review_due) return { text: __("submitted {0}", [when(row.submitted_at, now)]), tone: "" };
	const minutes = minutes_until(row.review_due, now);
	if (minutes > 0) return { text: __("review by {0}", [when(row.review_due, now)]), tone: "" };
	return { text: __("review {0} late", [span(minutes)]), tone: "late" };
}

function asked_words(row, now) {
	if (row.request) {
		const text = __("asks for {0}", [when(row.request.proposed_deadline, now)]);
		return { text, tone: "strong" };
	}
	if (row.why === "wake_up")
		return { text: __("was on hold until {0}", [when(row.held_until, now)]), tone: "" };
	return { text: __("declined"), tone: "strong" };
}

// Who the other person is, and what he is to the task.
export function people_words(row, group) {
	if (["review", "asked"].includes(group)) return row.responsible_name;
	if (group === "set_overdue") {
		return row.status === "New"
			? __("{0}, not accepted yet", [row.responsible_name])
			: row.responsible_name;
	}
	if (row.helps) return __("{0} answers for it", [row.responsible_name]);
	return row.assigner === row.responsible ? __("set by yourself") : __("from {0}", [row.assigner_name]);
}

// What somebody wrote, where a decision waits for it, and the deadline that holds until then.
export function quoted_words(row, now = site_now()) {
	const words = row.request ? row.request.reason : row.words || "";
	const holds = row.request && row.deadline ? __("the deadline is {0}", [when(row.deadline, now)]) : "";
	return { words, holds };
}

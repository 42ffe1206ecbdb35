// What stands in the stream, from top to bottom: days, the mark of what is new, messages and quiet lines. Pure.

import { day_of } from "./words";

const TOGETHER_MINUTES = 5;

// [{kind: "day" | "new" | "event" | "message", key, ...}]; `opens` is a message that shows its author.
export function rows_of(messages, last_read) {
	const rows = [];
	let before = null;
	let has_mark = false;
	messages.forEach((message) => {
		const day = day_of(message.creation);
		const begins_day = !before || day_of(before.creation) !== day;
		if (begins_day) rows.push({ kind: "day", key: `day-${day}`, day });
		const is_first_new = !has_mark && is_new(message, last_read);
		if (is_first_new) rows.push({ kind: "new", key: "new" });
		has_mark ||= is_first_new;
		rows.push(row_of(message, begins_day || is_first_new || !goes_on(before, message)));
		before = message;
	});
	return rows;
}

const is_new = ({ name, author, kind, state }, last_read) =>
	last_read != null && !state && name > last_read && author !== frappe.session.user && kind !== "Event";

function row_of(message, opens) {
	if (message.kind === "Event") return { kind: "event", key: key_of(message), message };
	return { kind: "message", key: key_of(message), message, opens };
}

// A message that was on its way keeps its place and its element when the server has it.
const key_of = ({ name, client_id, author }) =>
	client_id && author === frappe.session.user ? `own-${client_id}` : `message-${name}`;

function goes_on(before, message) {
	if (before.kind === "Event" || before.author !== message.author || message.reply) return false;
	const minutes = moment(message.creation).diff(moment(before.creation), "minutes");
	return minutes < TOGETHER_MINUTES;
}

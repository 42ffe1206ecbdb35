// Who was and will be reminded of the task: when, of what, and what became of it.

import { escape, when } from "../words";
import { reason_in_words } from "./reasons";
import { info, name_of } from "./view";

const COLOURS = { Planned: "blue", Sent: "green", Late: "orange", Skipped: "gray" };

export function show_reminders(frm) {
	const { reminders } = info(frm);
	const $area = frm.fields_dict.reminders_view.$wrapper.empty();
	if (frm.is_new()) return;
	if (!reminders.length) {
		$area.append($('<p class="text-muted">').text(__("Nobody is reminded of this task.")));
		return;
	}
	reminders.forEach((reminder) => $area.append(reminder_line(frm, reminder)));
}

function reminder_line(frm, reminder) {
	return `<div class="td-event-line td-reminder">
		<span class="indicator-pill no-indicator-dot ${COLOURS[reminder.state] || "gray"}">${escape(__(reminder.state, null, "TD Reminder"))}</span>
		<span>${escape(`${__(reminder.kind, null, "TD Reminder")}: ${name_of(frm, reminder.user)}`)}</span>
		<span class="text-muted">${escape(facts(reminder).join(" · "))}</span>
	</div>`;
}

function facts({ state, moment, sent_at, by_bell, by_mail, by_digest, reason }) {
	const went = ["Sent", "Late"].includes(state);
	const taken = [by_bell && __("bell"), by_mail && __("e-mail"), by_digest && __("morning digest")];
	const ways = went ? taken.filter(Boolean) : [];
	return [when(went ? sent_at : moment), ...ways, ...(reason ? [reason_in_words(reason)] : [])];
}

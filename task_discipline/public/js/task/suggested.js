// What a dialog proposes where a person has to name a moment.

import { local } from "../words";

const SATURDAY = 6;

// The end of the next working day, so that no task goes without a deadline by mistake.
export function suggested_deadline() {
	const today = frappe.datetime.system_datetime().slice(0, 10);
	const next = (frappe.boot.task_discipline?.ends_of_work || []).find((end) => end.slice(0, 10) > today);
	return next || end_of_next_weekday();
}

// Where the company works by no calendar.
function end_of_next_weekday() {
	const end = local(frappe.datetime.system_datetime())
		.add(1, "day")
		.hour(frappe.boot.task_discipline?.day_end_hour ?? 18)
		.startOf("hour");
	while (end.day() === SATURDAY || end.day() === 0) end.add(1, "day");
	return frappe.datetime.convert_to_system_tz(end.format(frappe.defaultDatetimeFormat));
}

// How a project stands, in words and a colour: the same in the form and in the list.

const COLOURS = { "On Track": "green", "At Risk": "orange", Late: "red", "Not Rated": "gray" };
const STATES = { "On Hold": "yellow", Closed: "gray", Cancelled: "gray" };

export const colour_of_health = (health) => COLOURS[health] || "gray";

// [label, colour, filter] as the host wants them for an indicator: health while it runs, its state otherwise.
export function indicator({ status, health }) {
	if (status in STATES) return [__(status, null, "TD Project Link"), STATES[status], `status,=,${status}`];
	return [
		__(health || "Not Rated", null, "TD Project Link"),
		colour_of_health(health),
		`health,=,${health || "Not Rated"}`,
	];
}

// {text, detail, colour}
export function describe(project, today) {
	const [text, colour] = indicator(project);
	return { text, colour, detail: [work(project), time_left(project, today)].filter(Boolean).join(" · ") };
}

function work({ tasks_total, tasks_done }) {
	if (!cint(tasks_total)) return __("No tasks yet");
	return __("{0} of {1} tasks done", [cint(tasks_done), cint(tasks_total)]);
}

function time_left({ status, ends_on }, today) {
	if (!ends_on || ["Closed", "Cancelled"].includes(status)) return "";
	const days = moment(ends_on).diff(moment(today), "days");
	if (days === 0) return __("ends today");
	if (days === 1) return __("1 day left");
	if (days > 1) return __("{0} days left", [days]);
	return days === -1 ? __("the end passed yesterday") : __("the end passed {0} days ago", [-days]);
}

// Share of the project's time that has passed, its first and last day included; null where it has no dates.
export function share_of_time({ starts_on, ends_on }, today) {
	if (!starts_on || !ends_on) return null;
	const whole = moment(ends_on).diff(moment(starts_on), "days") + 1;
	const passed = moment(today).diff(moment(starts_on), "days");
	return Math.min(Math.max((100 * passed) / whole, 0), 100);
}

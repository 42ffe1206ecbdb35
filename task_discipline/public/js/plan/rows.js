// From the server's answer to rows: tasks below the task that they are part of, with places in time.
// Days are counted from 1970 in the time of the site; a moment is a part of its day.

const DAY = 86_400_000;
const RUNNING = ["New", "In Progress"];
const ENDED = ["Done", "Cancelled"];

// "2026-11-23 18:00" or "2026-11-23" as days since 1970. Thousands of them, so without a library.
export function days_of(text) {
	if (!text) return null;
	const [year, month, day, hour = 0, minute = 0] = text.split(/[- :]/).map(Number);
	return Date.UTC(year, month - 1, day, hour, minute) / DAY;
}

export const date_of = (day) => moment.utc(day * DAY);

export function parse({ columns, tasks, waits, milestones, ...rest }) {
	const now = days_of(rest.now);
	const parsed = tasks.map((values) => parse_task(columns, values, now));
	return {
		...rest,
		now,
		first: days_of(rest.first),
		last: days_of(rest.last) + 1,
		starts_on: days_of(rest.starts_on),
		ends_on: days_of(rest.ends_on),
		days_off: new Set(rest.days_off.map(days_of)),
		milestones: milestones.map((milestone) => ({ ...milestone, at: days_of(milestone.due_date) })),
		tasks: in_tree(parsed),
		waits,
	};
}

function parse_task(columns, values, now) {
	const task = Object.fromEntries(columns.map((column, place) => [column, values[place]]));
	const due = days_of(task.deadline);
	const ended = ENDED.includes(task.status) || task.status === "Submitted";
	const handed_in = days_of(task.submitted_at);
	const start = days_of(task.starts_on) ?? days_of(task.creation);
	const end = ended ? (handed_in ?? due ?? start) : (due ?? Math.max(now, start));
	return {
		...task,
		start: Math.min(start, Math.floor(end)),
		end,
		due,
		is_endless: due === null && !ended,
		is_overdue: RUNNING.includes(task.status) && due !== null && due <= now,
		is_open: !ENDED.includes(task.status),
	};
}

// Children follow their parent; `level` is how deep they stand. The server has sorted by date.
function in_tree(tasks) {
	const children = new Map();
	tasks.forEach((task) => {
		const above = task.parent_task || "";
		if (!children.has(above)) children.set(above, []);
		children.get(above).push(task);
	});
	const rows = [];
	const lay = (above, level) =>
		(children.get(above) || []).forEach((task) => {
			rows.push(Object.assign(task, { level, has_parts: children.has(task.name) }));
			lay(task.name, level + 1);
		});
	lay("", 0);
	return rows;
}

// What is on show: nothing below a folded task, and only what the choice lets through, with the tasks above it.
export function on_show(tasks, folded, choice) {
	const kept = choice ? with_those_above(tasks, choice) : null;
	let hidden_below = Infinity;
	return tasks.filter((task) => {
		if (task.level > hidden_below) return false;
		hidden_below = folded.has(task.name) ? task.level : Infinity;
		return !kept || kept.has(task.name);
	});
}

function with_those_above(tasks, choice) {
	const above = new Map(tasks.map(({ name, parent_task }) => [name, parent_task]));
	const kept = new Set();
	tasks.filter(choice).forEach(({ name }) => {
		for (let one = name; one && !kept.has(one); one = above.get(one)) kept.add(one);
	});
	return kept;
}

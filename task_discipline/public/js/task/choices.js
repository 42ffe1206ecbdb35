// Of everything that a person may do with a task, the one step that comes next; the others are for a menu.

import { NAMES } from "./actions";

// The first of these that is allowed in the state is the next step.
const NEXT_STEP = {
	New: ["accept_assignment", "submit_task"],
	"In Progress": ["submit_task"],
	"On Hold": ["resume"],
	Submitted: ["accept_result", "withdraw"],
	Declined: ["reassign"],
};

// `actions` and `roles` are what the server allows the person and says of him.
export function choices({ status, actions, roles }) {
	const next = next_step(status, actions, roles);
	const others = NAMES.filter(
		(action) => actions.includes(action) && ![next, twin_of(next)].includes(action),
	);
	return { next, others };
}

// Who set the task to himself has nothing to accept: he starts.
function next_step(status, actions, roles) {
	const next = (NEXT_STEP[status] || []).find((action) => actions.includes(action));
	const own = roles.includes("assigner") && roles.includes("responsible");
	return next === "accept_assignment" && own ? "start" : next;
}

// Accepting and starting lead to the same state, so that one of them is enough on the screen.
const twin_of = (action) => ({ accept_assignment: "start", start: "accept_assignment" })[action];

// The host's board turns titles into plain text and then puts that into its HTML and into attributes as it is.

import { escape } from "../words";

export function protect_board() {
	const board = frappe.views.KanbanView?.prototype;
	if (!board) return;
	const prepare_data = board.prepare_data;
	board.prepare_data = function (answer) {
		prepare_data.call(this, answer);
		if (this.doctype === "TD Task") this.data.forEach(escape_title);
	};
}

// Twice, because the host takes one layer off before it makes HTML of the rest.
function escape_title(task) {
	task.subject = escape(escape(task.subject));
}
